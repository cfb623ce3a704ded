"""The law of labels told apart by their beginning: what is passed over at once is what a look at all words passes over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.guarding.label_words import Phrases, words_of

#: Short, long, of several words, and one whose plural is as long as what is looked at first.
LISTED = [("gp",), ("doc",), ("doctor",), ("social", "worker"), ("childline",), ("youth", "offending", "team")]
PHRASES = Phrases(LISTED, [("samaritans",)])

PIECES = [
    *("gp", "gps", "GP's", "doc", "docs", "Doc's", "do'c", "doctor", "social", "worker", "socialworker", "child", "line", "childline"),
    *("youth", "offending", "team", "my", "the", "th'eir", "tea'm", "mobile", "no", "a", "g.p.", "s", "w", "sw9", "mp3", "Dóctor", "ghost"),
    *("Brand000123", "12", "🙂", "x", "uk"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=4).flatmap(
    lambda pieces: st.sampled_from([" ", "", "-", ". "]).map(lambda gap: gap.join(pieces))
)


@given(TEXTS)
def test_no_text_of_listed_words_alone_is_passed_over(text: str) -> None:
    """Whatever is listed words and nothing else may begin as listed words do."""
    assert PHRASES.may_begin(text) or not PHRASES.are_all(words_of(text))


@given(st.sampled_from(LISTED), st.sampled_from(["", "'s"]), st.sampled_from(["", "my ", "the ", "a "]))
def test_listed_words_alone_are_known(phrase: tuple[str, ...], ending: str, whose: str) -> None:
    """A listed phrase with a possessive in front is listed words and nothing else, with a possessive behind as well."""
    text = f"{whose}{' '.join(phrase)}{ending}"

    assert PHRASES.may_begin(text)
    assert PHRASES.are_all(words_of(text))
