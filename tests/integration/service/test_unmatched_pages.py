"""Pages of numbers that match nothing: whole, stable, and without anything by which a masked number is known again."""

from __future__ import annotations

import base64

from matcher.service.reveal_unmatched import reveal_unmatched
from tests.submitting import a_card

#: Ten numbers with ten pairs of last digits.
NUMBERS = [f"+4477009005{at:02d}" for at in range(30, 40)]


async def shown_of(desk, submission_id, who="north-auditor"):
    """Read the numbers of a phone, two at a time, with every cursor on the way."""
    seen, cursors = [], [None]
    while cursors[-1] is not None or not seen:
        page = await reveal_unmatched(
            desk.vault, desk.actor(who), submission_id, need="Strategy meeting", limit=2, cursor=cursors[-1], **desk.ask
        )
        seen += page.numbers
        cursors.append(page.cursor)
    return seen, cursors[1:-1]


async def test_masked_numbers_are_not_known_again_from_another_phone(desk):
    """The same numbers stand in every phone once, in an order of its own that stays; no cursor holds what a number is found by."""
    phones = [(await desk.hand_in(a_card(*NUMBERS))).submission_id for _ in range(2)]
    await desk.work()

    (first, cursors), (second, more) = [await shown_of(desk, each) for each in phones]
    again, _ = await shown_of(desk, phones[0])
    masked, _ = await shown_of(desk, phones[0], "north-reviewer")

    assert sorted(first) == sorted(second) == NUMBERS
    assert first == again
    assert [each[-2:] for each in masked] == [each[-2:] for each in first]
    # One in 3.6 million that chance makes them alike.
    assert first != second
    said = b"".join(base64.urlsafe_b64decode(each + "==") for each in cursors + more)
    for token in desk.vault.keys.tokens(NUMBERS):
        assert token not in said
        assert token.hex().encode() not in said
