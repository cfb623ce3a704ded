"""Every table there is, for what has to know them all, such as the steps that make them."""

from matcher.store.schema import answers, identity, lists, trail  # noqa: F401 - their tables belong to the metadata
from matcher.store.schema.columns import metadata

__all__ = ["metadata"]
