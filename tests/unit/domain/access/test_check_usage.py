"""What was asked about typed numbers is counted in windows that end now."""

from __future__ import annotations

from matcher.domain.access.check_limits import Usage
from matcher.domain.access.check_usage import DAY, HOUR, MINUTE, Counted, UsageBook

START = 1_776_686_400


def _asked(second=START, *, account="acc_a", organisation="org_a", reference=b"r", numbers=1, tokens=(b"n",)):
    return Counted(second, organisation, account, reference, numbers, tuple(tokens))


def _book(*asked):
    book = UsageBook()
    for each in asked:
        book.add(each)
    return book


def test_nothing_was_asked_before_the_first_question():
    """An account nobody knows yet has used nothing."""
    assert UsageBook().usage(_asked()) == Usage()


def test_a_question_counts_for_its_account_its_organisation_its_reference_and_its_number():
    """Each of them is counted by itself."""
    book = _book(_asked(numbers=3, tokens=(b"n", b"m")))

    same = book.usage(_asked())
    colleague = book.usage(_asked(account="acc_b"))
    elsewhere = book.usage(_asked(account="acc_c", organisation="org_c", reference=b"q"))

    assert same == Usage(1, 3, 3, 0, 3, 3, 3, 1)
    assert colleague == Usage(reference_numbers_last_day=3, organisation_numbers_last_hour=3, organisation_numbers_last_day=3)
    assert elsewhere == Usage()


def test_a_question_for_one_number_counts_as_single():
    """Only questions for exactly one number look like a search."""
    book = _book(_asked(), _asked(numbers=2, tokens=(b"a", b"b")))

    assert book.usage(_asked()).single_checks_last_hour == 1


def test_of_several_numbers_the_most_repeated_one_counts():
    """One number among others is asked for again as much as one alone."""
    book = _book(_asked(), _asked(), _asked(tokens=(b"m",)))

    assert book.usage(_asked(numbers=2, tokens=(b"m", b"n"))).same_number_last_day == 2


def test_what_is_no_number_is_never_repeated():
    """A text without a number has no token."""
    assert _book(_asked(tokens=())).usage(_asked(tokens=())).same_number_last_day == 0


def test_a_window_never_counts_less_than_was_asked_in_it():
    """Up to its last second a question counts; a step after its end it does not."""
    book = _book(_asked())

    within = book.usage(_asked(START + MINUTE - 1)), book.usage(_asked(START + HOUR - 1)), book.usage(_asked(START + DAY - 1))
    past = book.usage(_asked(START + MINUTE + 2)), book.usage(_asked(START + HOUR + 120)), book.usage(_asked(START + DAY + 2880))

    assert [each.requests_last_minute for each in within] == [1, 0, 0]
    assert [each.numbers_last_hour for each in within] == [1, 1, 0]
    assert [each.numbers_last_day for each in within] == [1, 1, 1]
    assert past[0].requests_last_minute == 0
    assert past[1].numbers_last_hour == past[1].single_checks_last_hour == 0
    assert past[2] == Usage()


def test_what_comes_late_from_another_process_counts():
    """Clocks of two processes differ a little; nothing is lost by that."""
    book = _book(_asked(START + 100), _asked(START + 90))

    assert book.usage(_asked(START + 101)).numbers_last_hour == 2


def test_what_nobody_asks_about_any_more_is_dropped():
    """The book does not grow from day to day."""
    book = _book(*(_asked(START + at, account=f"acc_{at}", reference=b"%d" % at, tokens=(b"%d" % at,)) for at in range(500)))

    book.add(_asked(START + 2 * DAY, account="acc_new", reference=b"new", tokens=(b"new",)))

    assert len(book._accounts) == len(book._references) == len(book._repeats) == 1
