"""What a password must be."""

import pytest

from tracker.domain.passwords import COMMON, SHORTEST, fault

EMAIL, NAME = "pia.purchaser@city.example", "Pia Purchaser"


@pytest.mark.parametrize(
    "good", ["seventeen quiet otters", "tr0ub4dor-and-three", "ünïcødé-højskole", "Pia likes the green river"]
)
def test_long_words_of_ones_own_will_do(good):
    assert fault(good, EMAIL, NAME) is None


@pytest.mark.parametrize(
    "bad",
    ["", "short", "elevenchars", "aaaaaaaaaaaa", "121212121212", "Password1234", "pass word 1234", "PIA.PURCHASER1",
     "pia purchaser 2026", "pia.purchaser@city.example", "x" * 201],
)  # fmt: skip
def test_short_common_and_own_names_will_not(bad):
    assert fault(bad, EMAIL, NAME)


def test_the_list_of_common_ones_holds_only_what_length_lets_through():
    assert {word for word in COMMON if len(word) < SHORTEST} == set()
