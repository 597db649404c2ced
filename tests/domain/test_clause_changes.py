"""Two versions compared clause by clause, and word by word."""

from tracker.domain.clause_changes import ChangeKind, ClauseText, Mark, compare, pieces


def clause(code, text="We promise it.", rule="all"):
    return ClauseText(code, text, rule, "P1")


def told(before, after):
    return [(change.code, str(change.kind)) for change in compare(before, after)]


def test_each_clause_is_added_removed_changed_or_the_same():
    before = [clause("A-1"), clause("B-1"), clause("C-1"), clause("D-1")]
    after = [clause("A-1"), clause("C-1", "We promise more."), clause("D-1", rule="tier>=3"), clause("E-1")]
    assert told(before, after) == [
        ("A-1", "same"), ("B-1", "removed"), ("C-1", "changed"), ("D-1", "changed"), ("E-1", "added"),
    ]  # fmt: skip


def test_only_what_changed_place_counts_as_moved():
    before = [clause(code) for code in ("A-1", "B-1", "C-1", "D-1")]
    after = [clause(code) for code in ("D-1", "A-1", "B-1", "C-1")]
    assert [code for code, kind in told(before, after) if kind == ChangeKind.MOVED] == ["D-1"]


def test_a_removed_first_clause_stands_first():
    assert told([clause("A-1"), clause("B-1")], [clause("B-1")]) == [("A-1", "removed"), ("B-1", "same")]


def test_another_rule_asks_nobody_anew_but_another_text_does():
    asks = {
        change.code: change.asks_anew
        for change in compare(
            [clause("A-1"), clause("B-1"), clause("C-1"), clause("D-1", "Two  words")],
            [clause("A-1", rule="tier>=2"), clause("B-1", "Other words."), clause("D-1", "Two words"), clause("E-1")],
        )
    }
    assert asks == {"A-1": False, "B-1": True, "C-1": False, "D-1": False, "E-1": True}


def test_words_are_marked_in_reading_order_and_give_both_texts_back():
    before, after = "We delete the data within 90 days.", "We delete all of it within 30 days of the end."
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.mark is not Mark.ADDED) == before
    assert "".join(piece.text for piece in found if piece.mark is not Mark.REMOVED) == after
    assert [(str(piece.mark), piece.text) for piece in found] == [
        ("same", "We delete "), ("removed", "the data"), ("added", "all of it"), ("same", " within "),
        ("removed", "90"), ("added", "30"), ("same", " days"), ("added", " of the end"), ("same", "."),
    ]  # fmt: skip


def test_the_same_text_has_no_marks():
    assert {piece.mark for piece in pieces("One text.", "One text.")} == {Mark.SAME}
