"""Runs the steps over the connection that `matcher.store.migrate` opened; there is no other way in."""

from __future__ import annotations

from alembic import context

from matcher.store.schema.every_table import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # The embedded database cannot change a table in place.
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
