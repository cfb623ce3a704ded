"""What was raised before is not raised again, and what is new in anything is (domain 6)."""

from dataclasses import replace

import pytest

from matcher.domain.looking_back.told_already import Claim, Ground, told_by

HERE, THERE = Ground(is_person=False, line_id="L-1", number_token=b"a"), Ground(is_person=False, line_id="L-2", number_token=b"b")
FOR, OPEN = frozenset({"coordinator", "owner"}), frozenset({"open"})
FIRST = Claim("first", "AR-09", "P3", OPEN, FOR, frozenset({"Seen."}), frozenset({HERE, THERE}))
AGAIN = replace(FIRST, alert_id="again")


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"urgency": "P4"},
        {"recipients": frozenset({"owner"})},
        {"grounds": frozenset({HERE})},
        {"facts": frozenset({"Seen, in other words."})},
        {"grounds": frozenset()},
    ],
    ids=["as it was", "less urgent", "for fewer", "of one line", "other words", "the same words alone"],
)
def test_what_says_no_more_was_told(changed):
    """The same rule for the same people, as urgently, on the same numbers and lines was told already."""
    assert told_by(replace(AGAIN, **changed), [FIRST]) == FIRST


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "AR-01"},
        {"urgency": "P2"},
        {"recipients": frozenset({"owner", "supervisor"})},
        {"grounds": frozenset({HERE, HERE._replace(number_token=b"c")})},
        {"grounds": frozenset({HERE._replace(is_person=True)})},
        {"audience": frozenset({"whole"})},
        {"labels": frozenset({"Saved under the name of a line."})},
        {"grounds": frozenset(), "facts": frozenset({"Seen.", "And more."})},
    ],
    ids=[
        "another rule",
        "more urgent",
        "for somebody else",
        "another number",
        "somebody named",
        "restricted",
        "a label",
        "other words alone",
    ],
)
def test_what_is_new_in_anything_was_not_told(changed):
    """Each of these alone has it told in full, of the same file too, but for other words."""
    is_new = replace(AGAIN, **changed)

    assert told_by(is_new, [FIRST]) is None
    assert (told_by(is_new, [replace(FIRST, is_of_file=True)]) is None) is bool(is_new.grounds)


def test_a_closed_alert_keeps_back_nothing_but_its_own_file():
    """Nobody looks at it any more; that the very same bytes come again is no news all the same (S12)."""
    assert told_by(AGAIN, [replace(FIRST, is_closed=True)]) is None
    assert told_by(AGAIN, [replace(FIRST, is_closed=True, is_of_file=True)]) is not None


def test_a_repeated_alert_is_told_by_one_of_its_urgency():
    """Of several that say it, one as urgent is named before a more urgent one, and of these the first."""
    urgent, second = replace(FIRST, alert_id="urgent", urgency="P1"), replace(FIRST, alert_id="second")

    assert told_by(AGAIN, [urgent, FIRST, second]) == FIRST
    assert told_by(replace(AGAIN, urgency="P2"), [urgent, FIRST]) == urgent


def test_a_repeated_alert_is_told_by_an_open_one_before_a_closed_one():
    """Both had its bytes: it stands with the one somebody looks at, though it is more urgent."""
    closed, urgent = replace(FIRST, is_closed=True, is_of_file=True), replace(FIRST, alert_id="urgent", urgency="P1")

    assert told_by(AGAIN, [closed, urgent]) == urgent
    assert told_by(AGAIN, [closed, replace(FIRST, alert_id="second", is_closed=True, is_of_file=True)]) == closed
