"""What is handed in is answered, seen by whom it may be, and erased, on both engines."""

from matcher.service.read_submission import read_submission
from submitting import NOBODY, OPEN_NUMBER, a_card


async def test_a_file_that_was_handed_in_is_answered(desk):
    """The submitter of a phone with a listed number sees which line it is, and that nobody reviewed it yet."""
    receipt = await desk.hand_in(a_card(OPEN_NUMBER, NOBODY))
    assert await desk.work() == 1

    answer = await desk.result(receipt.submission_id)
    status = await read_submission(desk.vault, desk.actor("north-submitter"), receipt.submission_id, **desk.ask)

    assert (status.status, status.progress, status.code) == ("done", 1000, None)
    assert [(each["line"]["id"], each["number"], each["review"]) for each in answer["matches"]] == [
        ("L-0043", "+447700900123", "unreviewed")
    ]
    assert answer["matches"][0]["id"].startswith("mat_")
    assert [each["state"] for each in answer["alerts"]] == ["open"] * len(answer["alerts"])
    assert answer["alerts"]
