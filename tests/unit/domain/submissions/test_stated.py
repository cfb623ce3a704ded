"""Whether a text says anything, and what nobody sees of it."""

import pytest

from matcher.domain.submissions.stated import is_sentence, is_stated, says_something, tidied


@pytest.mark.parametrize("text", ["why", "Complaint 7", "Чому", "Named by her mother", "- see note"])
def test_a_word_says_something(text):
    """In any script."""
    assert says_something(text)


@pytest.mark.parametrize("text", [None, "", " ", ".", "x", "…", "ab", "12345", "a b c", "--- ---", "\u202e\u202e\u202e"])
def test_signs_and_single_letters_say_nothing(text):
    """Somebody who reads the trail later learns nothing of them."""
    assert not says_something(text)


def test_a_reference_may_be_digits_alone():
    """Some houses count their cases."""
    assert is_stated("81")
    assert not is_stated("8")


def test_a_sentence_is_more_than_a_word():
    """A person has to be able to disagree with it."""
    assert is_sentence("Nobody knows where")
    assert not is_sentence("Necessary")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [(" a b ", "a b"), ("a\u202eb", "ab"), ("a\r\nb", "a\nb"), ("a\x00\x1b[2Jb", "a[2Jb"), ("Zoë — 3 ½", "Zoë — 3 ½")],
)
def test_what_is_seen_stays(typed, plain):
    """Lines, accents and signs stay; what turns, hides or commands does not."""
    assert tidied(typed) == plain
