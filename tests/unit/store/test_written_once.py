"""Statements that are asked again and again are written as SQL once: without a key, each question for an account wrote its own anew."""

import pytest
import sqlalchemy as sa

from matcher.store.accounts import COLUMNS, PLACED
from matcher.store.coverage import coverage_column
from matcher.store.schema.identity import accounts


@pytest.mark.parametrize(
    "made",
    [lambda: sa.select(*COLUMNS).select_from(PLACED), lambda: sa.select(accounts.c.id, coverage_column())],
    ids=["accounts", "coverage"],
)
def test_a_question_for_accounts_is_known_again(made):
    """A question for accounts that is put together anew has the key under which the first one was kept."""
    asked, again = (made().where(accounts.c.id == each)._generate_cache_key() for each in ("acc_1", "acc_2"))

    assert asked is not None
    assert asked == again
