"""The bars of a match lie as its dates do."""

from __future__ import annotations

from answers import an_answer
from builders import AT, a_call, a_list, a_sighting, an_entry
from matcher.render.timeline import WIDTH, timeline_of


def the_timeline(sightings, entry=None):
    """The timeline of the one match these sightings give."""
    return timeline_of(an_answer(sightings, a_list([entry or an_entry()])).matches[0], AT)


def test_bars_lie_in_the_order_of_their_dates():
    """A call inside the list's dates has its bar inside the list's bar, before the moment judged at."""
    timeline = the_timeline([a_call("2026-03-01")])
    listed, phone = timeline.bars

    assert listed.start < phone.start
    assert phone.start + phone.width < listed.start + listed.width
    assert listed.start + listed.width <= timeline.now + listed.width


def test_a_call_after_the_dates_lies_behind_them():
    """A call after the last day of the list begins behind the end of the list's bar."""
    timeline = the_timeline([a_call("2026-03-25")], an_entry(last_seen=an_entry().first_seen))
    listed, phone = timeline.bars

    assert phone.start >= listed.start + listed.width


def test_a_match_without_times_says_so_in_words():
    """A phone without times has no bar and says so."""
    timeline = the_timeline([a_sighting()])

    assert timeline.bars[1].width == 0
    assert timeline.bars[1].words == "no usable time"


def test_everything_lies_on_the_drawing():
    """No bar leaves the drawing, and a single day is still to be seen."""
    timeline = the_timeline([a_call("2026-04-01")], an_entry(first_seen=AT.date(), last_seen=AT.date()))

    assert all(bar.width > 0 and 0 <= bar.start <= bar.start + bar.width <= WIDTH for bar in timeline.bars)
    assert 0 <= timeline.now <= WIDTH


def test_the_words_say_everything_the_bars_show():
    """Both periods and the moment judged at are written out."""
    timeline = the_timeline([a_call("2026-03-20")])

    assert [bar.words for bar in timeline.bars] == ["1 February 2026 to 31 March 2026", "20 March 2026"]
    assert timeline.now_words == "Judged at 1 April 2026"


def test_a_number_with_a_last_day_only_has_an_open_start():
    """Where the list gives a last day alone, the bar begins with the drawing and the words claim no first day."""
    timeline = the_timeline([a_call("2025-06-01")], an_entry(first_seen=None))
    listed, phone = timeline.bars

    assert listed.words == "until 31 March 2026, since when is not known"
    assert listed.start == 0
    assert phone.start + phone.width <= listed.start + listed.width
