"""When an answer and a signer say enough to be sent."""

from datetime import date

import pytest

from tracker.domain.answering import lacking, signer_lacks
from tracker.domain.catalogue_words import Answer

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("answer", "said", "target_on", "part"),
    [
        (None, "", None, "answer"),
        (None, "words without an answer", TOMORROW, "answer"),
        (Answer.AGREE, "", None, None),
        (Answer.AGREE, "", YESTERDAY, None),
        (Answer.AGREE_WITH_EXCEPTION, "", None, "said"),
        (Answer.AGREE_WITH_EXCEPTION, " \n", TOMORROW, "said"),
        (Answer.AGREE_WITH_EXCEPTION, "old pages", None, None),
        (Answer.AGREE_WITH_EXCEPTION, "old pages", YESTERDAY, "target_on"),
        (Answer.AGREE_WITH_EXCEPTION, "old pages", TODAY, None),
        (Answer.NOT_APPLICABLE, "", None, "said"),
        (Answer.NOT_APPLICABLE, "no camera", None, None),
    ],
)
def test_an_answer_says_what_it_lacks(answer, said, target_on, part):
    found = lacking(answer, said, target_on, TODAY)
    assert (found.part if found else None) == part


@pytest.mark.parametrize(
    ("signer", "part"),
    [
        (("", "CFO", "I may."), "name"),
        (("Cora", " ", "I may."), "title"),
        (("Cora", "CFO", "\n"), "authority"),
        (("Cora", "CFO", "I may."), None),
    ],
)
def test_a_signer_says_what_is_lacking(signer, part):
    found = signer_lacks(*signer)
    assert (found.part if found else None) == part
