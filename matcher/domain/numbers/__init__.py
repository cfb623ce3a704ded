"""One normaliser for phones, line lists, interviews and typed checks: text and region in, numbers out."""

from matcher.domain.numbers.cut import read_cut
from matcher.domain.numbers.fast import key_column_of, keys_of, read_all
from matcher.domain.numbers.foreign import read_foreign
from matcher.domain.numbers.key_column import NO_KEY, KeyColumn
from matcher.domain.numbers.messenger import read_messenger_id
from matcher.domain.numbers.plans import PHONE_METADATA
from matcher.domain.numbers.prose import Place, find_in_text, key_of, once, places_in_text
from matcher.domain.numbers.reading import NORMALISER_VERSION, Certainty, Kind, Number, Reading, Status, Unusable

__all__ = [
    "NORMALISER_VERSION",
    "NO_KEY",
    "PHONE_METADATA",
    "Certainty",
    "KeyColumn",
    "Kind",
    "Number",
    "Place",
    "Reading",
    "Status",
    "Unusable",
    "find_in_text",
    "key_column_of",
    "key_of",
    "keys_of",
    "once",
    "places_in_text",
    "read_all",
    "read_cut",
    "read_foreign",
    "read_messenger_id",
]
