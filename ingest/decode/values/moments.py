"""Times as tables write them, in any order of day and month, with or without a zone. What no zone is given for stays without one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import is_nothing
from ingest.decode.words.months import FILLERS, MONTHS, ZONES, plain
from ingest.decode.words.withheld import NAMELESS

#: Phones did not make such records before, and no screening happens after; beyond, a value is no moment.
_FIRST_YEAR, _LAST_YEAR = 1995, 2105
#: Programs write the start of a calendar where there is no moment; before, four digits are no year.
_EARLIEST_YEAR = 1600

_NUMERIC = re.compile(
    r"(?P<a>\d{1,4})[/.\-](?P<b>\d{1,2}|[^\W\d_]{3,12}\.?)[/.\-](?P<c>\d{4}|\d{1,3}(?!\d|[:.]\d))"
    r"(?:(?:[T,\s]+|:)(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?)(?:\s*(?P<half>[AaPp]\.?[Mm]\.?))?)?(?P<tail>.*)",
    re.DOTALL,
)
#: As Czech, Slovak and Slovene rules have it: `1. 3. 2026`.
_SPACED = re.compile(r"^(\d{1,2})\.\s{1,2}(\d{1,2})\.\s{1,2}(\d{4}|\d{2})(?!\d|[:.]\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?(?:\s*([AaPp]\.?[Mm]\.?))?(.*)", re.DOTALL)
_DAY_AND_MONTH = re.compile(r"\d{1,2}[/.\-]\d{1,2}\.?")
_LEAP_YEAR = 2024
#: What follows a day and a month without a year, which look like a time of day: `12.03. 14:05`.
_GOES_ON = re.compile(r"\.|\s*\d")
#: A time of day inside of a longer text.
_CLOCK_WITHIN = re.compile(r"(?<![\d:.,/+\-])\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?![\d:])(?:\s*[AaPp]\.?[Mm]\b\.?)?")
_CLOCK_FIRST = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?[\s,]+")
#: What stands before a day in figures besides: `Fri 13/03/2026`, and `on 13/03/2026` behind the time of day.
_WORDS_FIRST = re.compile(r"(?:[^\W\d_]{1,12}[.,]{0,2}\s+)+(?=\d)")
#: At the start it stands right behind a time; a hyphen there may lead to another time of day, unless seconds show where this one ends.
_ZONE = re.compile(r"(?:UTC|GMT|(?<=\d)|\s|\(|^(?=\+|-\d{4}(?!\d)))\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
#: A zone that stands right behind a time of day: by its hours, or by its name.
_ZONE_BEHIND = re.compile(r"\s*\(?(?:(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?(?![\d/.\-])|([A-Za-z]{1,5})\b)\)?")
_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_ZONE_NAME = re.compile(r"[A-Za-z]+")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_AS_SLASHES = str.maketrans({"年": "/", "月": "/", "日": " "})
#: Halves of the day as Spanish, Greek, Turkish and Asian phones write them; a blank may stand inside.
_MORNING = re.compile(r"(?<![^\W\d_])(?:[Aa]\.?\s[Mm]\b\.?|π\.\s?μ\.|öö\b)", re.IGNORECASE)
_EVENING = re.compile(r"(?<![^\W\d_])(?:[Pp]\.?\s[Mm]\b\.?|μ\.\s?μ\.|ös\b)", re.IGNORECASE)
_HALF_FIRST = re.compile(r"(?:(上午|午前|오전)|下午|午後|오후)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
#: `21h15`, `21 h 15 min 20`; `2115hrs`.
_HOURS = re.compile(r"(?<![\d:.,/\-])(\d{1,2})\s?h\s?([0-5]\d)(?:\s?(?:min|mn|m)?\s?([0-5]\d)\s?s?)?(?!\d)", re.IGNORECASE)
#: Hours and minutes in figures alone, behind a whole day or before one in figures: `13/03/2026 1005`, `1005 on 13/03/2026`.
_FIGURES_BEHIND = re.compile(r"(?:(?<=[/.\-\s]\d{4})|(?<=[/.\-]\d\d))[,\s]+([01]\d|2[0-3])([0-5]\d)([0-5]\d)?$", re.ASCII)
_FIGURES_FIRST = re.compile(r"^([01]\d|2[0-3])([0-5]\d)(?=,?(?:\s+on)?\s+(?:\d{1,2}[/.\-]){2}\d{2,4}$)", re.ASCII)
_MILITARY = re.compile(r"(?<![\d:.,/\-])([01]\d|2[0-3]):?([0-5]\d)\s?(?:hrs?|hours|h)\b\.?", re.IGNORECASE)

_SECONDS: Final = re.compile(r"\d{10}(?:\.\d+)?", re.ASCII)
_MILLISECONDS: Final = re.compile(r"\d{13}", re.ASCII)
_LONG_COUNT = re.compile(r"[1-9]\d{8,18}(?:\.\d+)?", re.ASCII)
_COUNTED_FROM, _COUNTED_TO = datetime(2005, 1, 1, tzinfo=UTC).timestamp(), datetime(2105, 1, 1, tzinfo=UTC).timestamp()
#: Windows counts to the last of these years in less than Apple's nanoseconds to 2007, and no phone counted those before this one.
_NANOSECONDS_FROM = datetime(2011, 1, 1, tzinfo=UTC).timestamp()
#: Units to the second, the second that is 0, and the earliest that is meant, of the other counts: Unix in finer units, Apple in seconds,
#: Chrome, Windows, Apple in nanoseconds (formats facts 18.1). No count is meant by two of them, but Apple's nanoseconds from 2035 on.
_UNITS = (
    (10**6, 0, _COUNTED_FROM),
    (10**9, 0, _COUNTED_FROM),
    (1, 978307200, _COUNTED_FROM),
    (10**6, -11644473600, _COUNTED_FROM),
    (10**7, -11644473600, _COUNTED_FROM),
    (10**9, 978307200, _NANOSECONDS_FROM),
)
#: Days since the end of 1899, as spreadsheets count them, and parts of a day.
_SERIAL = re.compile(r"(\d{5})?(?:(?<=\d)|0)(\.\d{1,15})?", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
_SECONDS_OF_DAY = 86400

#: Headers of times of day, what may stand beside these words, and how some write what stands below: `2230`.
_CLOCKS: Final = frozenset(
    {"time", "times", "uhrzeit", "heure", "hora", "godzina", "ora", "tijd", "tid", "hour", "hr", "clock", "hh", "hhmm"}
)
_BESIDE_CLOCKS: Final = frozenset({"start", "of", "day", "the", "hrs", "hours", "h", "mm", "ss", "hhmmss", "utc", "gmt", "local"})
_FOUR_FIGURES = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:\.0)?", re.ASCII)

_HEADER_ORDER = re.compile(r"\(\s*(d{1,2}|m{1,2}|y{2,4})[/.\- ]", re.IGNORECASE)
_HEADER_UTC = re.compile(r"\bUTC\b(?:\s*([+-])(\d{1,2}):?(\d{2})?)?", re.IGNORECASE)
#: What stands in a column of times for something that never was.
_NEVER = NAMELESS | {"0", "0.0", "00:00:00", "never", "not set", "no date", "0000-00-00", "0000-00-00 00:00:00", "not available"}


class TimeStyle(NamedTuple):
    """What the header of a time column says about its cells."""

    day_first: bool = True
    #: None: the header says nothing.
    zone: timezone | None = None
    #: The header itself gives the order of day and month.
    order_known: bool = False
    #: A header says that times stand here, so that plain counts of days and seconds are some.
    is_told: bool = False
    #: A header says that times of day stand here, so that four figures are hours and minutes, and no year.
    is_clock: bool = False


def style_of_header(header: str) -> TimeStyle:
    """Read zone and order of day and month out of a header, where it gives them."""
    zone = _HEADER_UTC.search(header)
    order = _HEADER_ORDER.search(header)
    return TimeStyle(
        day_first=not (order and order[1].lower().startswith("m")),
        zone=_offset(zone[1], zone[2], zone[3]) if zone else None,
        order_known=bool(order),
        is_told=True,
        is_clock=names_clock(header),
    )


def names_clock(header: str) -> bool:
    """Whether a header says no more than that times of day stand below it: `Time`, `Start time (24 hr)`, `Hour`."""
    words = [plain(word) for word in _TOKEN.findall(header)]
    return not _CLOCKS.isdisjoint(words) and all(word.isdecimal() or word in _CLOCKS or word in _BESIDE_CLOCKS for word in words)


def read_moment(text: str, style: TimeStyle) -> datetime | date | time | None:
    """Read a moment, a day or a time of day; None when the text is none of them or out of any sensible range."""
    found = _read(text.strip(), style)
    if isinstance(found, datetime):
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return None
        if found.tzinfo is None and style.zone is not None:
            found = found.replace(tzinfo=style.zone)
        return found.astimezone(UTC) if found.tzinfo is not None else found
    if isinstance(found, date):
        return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
    return found


def is_unread(text: str, style: TimeStyle) -> bool:
    """Whether a cell meant for a time says something that is not understood; what says that there is none is."""
    text = text.strip()
    return not is_nothing(text) and text.casefold() not in _NEVER and _read(text, style) is None


def hides_clock(text: str) -> bool:
    """Whether more figures stand behind a day in figures, which say when on it and are not understood: `13/03/2026 930`."""
    found = _dated(_from_day(_in_usual_words(text.strip())))
    return found is not None and not found["clock"] and any(map(str.isdecimal, _ZONE.sub("", found["tail"], count=1)))


def lacks_year(text: str) -> bool:
    """Whether a text is a day by the name of its month, or a time of day beside a day in figures, and has all but a year."""
    clock, rest = _clock_within(_in_usual_words(text.strip()))
    tokens = [plain(token) for token in _TOKEN.findall(rest)]
    if not any(map(str.isdecimal, tokens)):
        return False
    if all(map(str.isdecimal, tokens)):
        return clock is not None and _DAY_AND_MONTH.fullmatch(rest.strip(" ,")) is not None
    try:
        return _named_day(f"{rest} {_LEAP_YEAR}") is not None
    except ValueError:
        return False


def unread_times(count: int) -> str:
    """Say of a file that so many of its times are not understood."""
    told = "1 time is" if count == 1 else f"{count:,} times are"
    without = "those records are shown and judged by their day alone, or without a time"
    return f"{told} written in a way that is not understood, or without a day or year; {without}."


def order_of(texts: Iterable[str]) -> bool | None:
    """Whether the day comes first in a column of times, by the first value that cannot be read both ways; None when there is none."""
    for text in texts:
        found = _dated(_from_day(text.strip()))
        if found and found["b"].isdigit() and len(found["a"]) <= 2 and (int(found["a"]) > 12) != (int(found["b"]) > 12):
            return int(found["a"]) > 12
    return None


def is_order_open(texts: Iterable[str]) -> bool:
    """Whether any of the times is written in a way that leaves day and month open."""
    for text in texts:
        found = _dated(_from_day(text.strip()))
        if found and found["b"].isdigit() and len(found["a"]) <= 2:
            return True
    return False


def _read(text: str, style: TimeStyle) -> datetime | date | time | None:
    if not text:
        return None
    # A day may have a zone behind it: `2026-03-13+01:00`.
    if len(text) > 10 and text[4] == "-" and text[10] not in "+-":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    if style.is_clock and (figures := _FOUR_FIGURES.fullmatch(text)):
        return time(int(figures[1]), int(figures[2]))
    text = _in_usual_words(text)
    for read in (_numeric, _counted, _compact, _spelled):
        try:
            found = read(text, style)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found
    try:
        return _clock(text)
    except ValueError:
        return None


def _in_usual_words(text: str) -> str:
    """Write the half of the day, and hours with a letter behind them, as most programs do."""
    if not text.isascii():
        text = text.translate(_AS_SLASHES).strip()
        text = _HALF_FIRST.sub(lambda found: f"{found[2]} {'am' if found[1] else 'pm'}", text)
    if ":" in text or "." in text:
        text = _EVENING.sub("pm", _MORNING.sub("am", text))
    if text[-4:].isdecimal():
        text = _FIGURES_FIRST.sub(r"\1:\2", _FIGURES_BEHIND.sub(_behind_day, text))
    if "h" in text or "H" in text:
        text = _MILITARY.sub(r"\1:\2", _HOURS.sub(_with_colons, text))
    return text


def _behind_day(found: re.Match[str]) -> str:
    return f" {_with_colons(found)}"


def _with_colons(found: re.Match[str]) -> str:
    return ":".join(part for part in found.groups() if part)


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    if not sign or not hours:
        return UTC
    shift = timedelta(hours=min(int(hours), 23), minutes=min(int(minutes or 0), 59))
    return timezone(-shift if sign == "-" else shift)


def _counted(text: str, style: TimeStyle) -> datetime | date | time | None:
    """Read a count: of milliseconds or seconds anywhere, of anything else only where a header says that it is a time."""
    if not text[0].isdecimal():
        return None
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC)
    if not style.is_told:
        return None
    if _LONG_COUNT.fullmatch(text):
        whole, _, part = text.partition(".")
        counts = ((int(whole) // unit + (float(f"0.{part or 0}") if unit == 1 else 0.0) + zero, least) for unit, zero, least in _UNITS)
        count = next((each for each, least in counts if least <= each < _COUNTED_TO), None)
        return None if count is None else datetime.fromtimestamp(count, UTC)
    serial = _SERIAL.fullmatch(text)
    if serial is None or not any(serial.groups()):
        return None
    days, seconds = divmod(round(float(f"0{serial[2] or ''}") * _SECONDS_OF_DAY), _SECONDS_OF_DAY)
    clock = time(seconds // 3600, seconds % 3600 // 60, seconds % 60)
    if serial[1] is None:
        return clock if not days else None
    day = _SERIAL_ZERO + timedelta(days=int(serial[1]) + days)
    return datetime.combine(day, clock) if serial[2] else day


def _compact(text: str, _: TimeStyle) -> datetime | date | None:
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None:
        return day
    zone = found[7] and (UTC if found[7] == "Z" else _offset(found[7][0], found[7][1:3], found[7][-2:]))
    return datetime.combine(day, time(int(found[4]), int(found[5]), int(found[6] or 0), tzinfo=zone or None))


def _dated(text: str) -> re.Match[str] | None:
    """Find a day at the start of a text; only the day of one that begins with its year has a single digit at the end."""
    found = _NUMERIC.match(_SPACED.sub(r"\1.\2.\3", text) if ". " in text else text)
    return found if found and (len(found["c"]) > 1 or len(found["a"]) == 4) else None


def _from_day(text: str) -> str:
    """Give a text from its day in figures on, where no more than the time of day, the day of the week and small words stand before it."""
    behind = _CLOCK_FIRST.sub("", text)
    found = _WORDS_FIRST.match(behind)
    # Tuesday is as short as March in French and Spanish.
    is_before = found is not None and all(word == "mar" or word in FILLERS for word in map(plain, _TOKEN.findall(found[0])))
    return behind[found.end() :] if found is not None and is_before else behind


def _numeric(text: str, style: TimeStyle) -> datetime | date | None:
    found = _dated(text)
    if found is None:
        return None
    day = _day(found["a"], found["b"], found["c"], day_first=style.day_first)
    if not found["clock"]:
        clock, _ = _clock_within(found["tail"])
        return day if clock is None else datetime.combine(day, clock)
    of_day = _clock(f"{found['clock']} {found['half'] or ''}")
    if of_day is None:
        return day
    has_seconds = len(re.split("[:.]", found["clock"])) > 2
    return datetime.combine(day, of_day, _zone(f" {found['tail']}" if has_seconds else found["tail"]))


def _spelled(text: str, style: TimeStyle) -> datetime | date | None:
    """Read a day whose month has a name, or one that stands behind the time of day, in whatever order."""
    clock, rest = _clock_within(text)
    numeric = _dated(_from_day(rest.strip()))
    if numeric is not None:
        day = _day(numeric["a"], numeric["b"], numeric["c"], day_first=style.day_first)
    else:
        named = _named_day(rest)
        if named is None:
            return None
        day = named
    return day if clock is None else datetime.combine(day, clock)


def _clock_within(text: str) -> tuple[time | None, str]:
    """Take the time of day with its zone out of a text; give it and the rest."""
    found = _CLOCK_WITHIN.search(text)
    if found is None:
        return None, text
    clock = _clock(found[0].replace("h", ":", 1).replace(",", "."))
    if clock is None:
        return None, text
    behind = text[found.end() :]
    zone = _ZONE_BEHIND.match(behind)
    if zone is not None and zone[1]:
        clock, behind = clock.replace(tzinfo=_offset(zone[1], zone[2], zone[3])), behind[zone.end() :]
    elif zone is not None and zone[4].lower() in ZONES:
        clock, behind = clock.replace(tzinfo=_named_zone(zone[4])), behind[zone.end() :]
    return clock, f"{text[: found.start()]} {_IN_BRACKETS.sub(' ', behind)}"


def _named_day(text: str) -> date | None:
    """Read a day by the name of its month; None where a word or a number is left that means something else."""
    tokens = [plain(token) for token in _TOKEN.findall(text)]
    months = [token for token in tokens if token in MONTHS]
    if len(months) > 1 and "mar" in months:
        # A Tuesday in French and Spanish.
        months.remove("mar")
    if len(set(months)) != 1 or any(not token.isdecimal() and token not in MONTHS and token not in FILLERS for token in tokens):
        return None
    numbers = [token for token in tokens if token.isdecimal()]
    if len(numbers) != 2:
        return None
    if len(numbers[0]) == 4:
        numbers.reverse()
    day, year = numbers
    if len(day) > 2 or len(year) not in {2, 4} or (len(year) == 4 and int(year) < _EARLIEST_YEAR):
        # `12 Mar 1405` is a day without a year.
        return None
    return date(int(year) + (2000 if len(year) == 2 else 0), MONTHS[months[0]], int(day))


def _zone(tail: str) -> timezone | None:
    zone = _ZONE.search(tail)
    if zone:
        return _offset(zone[1], zone[2], zone[3])
    return next((_named_zone(word) for word in _ZONE_NAME.findall(tail) if word.lower() in ZONES), None)


def _named_zone(name: str) -> timezone:
    return timezone(timedelta(hours=ZONES[name.lower()])) if ZONES[name.lower()] else UTC


def _day(first: str, second: str, third: str, *, day_first: bool) -> date:
    if len(first) == 4:
        year, month, day = first, second, third
    elif not second.isdigit() or day_first:
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    month_number = int(month) if month.isdigit() else MONTHS.get(plain(month.rstrip(".")), 0)
    year_number = int(year) + (2000 if len(year) <= 2 else 0)
    return date(year_number, month_number, int(day))


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None or _GOES_ON.match(found[5]):
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4][0] in "pP" else 0)
    return time(hour, int(found[2]), int(found[3] or 0), tzinfo=_zone(found[5]))
