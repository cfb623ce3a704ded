"""The protected, warning and family lists in words, for the reference page."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domain.guarding.protection import ListedRange, Listing, NumberLists, NumberSet

_INTRODUCTIONS = (
    ("Protected", "protected", "Leave no trace: never shown, never counted, never flagged. A line list that holds one is refused."),
    ("Warning", "warning", "Ordinary numbers and words: a match on one is shown with a caution."),
    ("Family", "family", "Words for a relative: a match saved under one is shown with a caution."),
)


def describe_number_lists(lists: NumberLists) -> str:
    """Write every entry with its group, what it covers and where it comes from, as Markdown."""
    return "\n\n".join(part for title, name, meaning in _INTRODUCTIONS for part in _describe(title, meaning, getattr(lists, name)))


def _describe(title: str, meaning: str, numbers: NumberSet) -> Iterator[str]:
    yield f"## {title}"
    yield meaning
    covered: dict[Listing, list[str]] = {}
    for listing, words in _covered(numbers):
        covered.setdefault(listing, []).append(words)
    rows = [
        f"| {listing.group} | {listing.name} | {', '.join(sorted(words))} | {listing.source} | {'yes' if listing.confirmed else 'no'} |"
        for listing, words in sorted(covered.items(), key=lambda each: (each[0].group, each[0].name, each[0].source))
    ]
    yield "\n".join(("| group | name | covers | source | confirmed |", "|---|---|---|---|---|", *rows))


def _covered(numbers: NumberSet) -> Iterator[tuple[Listing, str]]:
    for number, listing in numbers.numbers.items():
        yield listing, number
    for each in numbers.ranges:
        yield each.listing, _say_range(each, "+")
    for code, listing in numbers.codes.items():
        yield listing, code
    for each in numbers.code_ranges:
        yield each.listing, _say_range(each, "")
    for phrase, listing in numbers.words.items():
        yield listing, f"“{' '.join(phrase)}”"
    for phrase, listing in numbers.names.items():
        yield listing, f"“{' '.join(phrase)}” alone"


def _say_range(listed: ListedRange, sign: str) -> str:
    return f"{sign}{listed.first} to {sign}{listed.last}"
