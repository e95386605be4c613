"""The store: built in one step, read-only, asked with SPARQL as text.

`write_store` makes a store out of N-Quads lines, `Store.open` reads it, `FORMATS` lists the
formats of answers. `lexical` says what is refused before the engine runs a query, `folders` how a
store lies on the disk.
"""

from kg.store.addresses import is_address
from kg.store.answers import Output, Rows, Term, TooLargeError, rows_of
from kg.store.building import ReadyPart, Stretch, write_store
from kg.store.embedded import Store
from kg.store.folders import disk_errors_told, prepare, unfinished
from kg.store.formats import FORMATS, Format, Kind, ResultFormat, format_for
from kg.store.lookup import address_of
from kg.store.previous import Previous
from kg.store.texts import StoredText, Text

__all__ = [
    "FORMATS",
    "Format",
    "Kind",
    "Output",
    "Previous",
    "ReadyPart",
    "ResultFormat",
    "Rows",
    "Store",
    "StoredText",
    "Stretch",
    "Term",
    "Text",
    "TooLargeError",
    "address_of",
    "disk_errors_told",
    "format_for",
    "is_address",
    "prepare",
    "rows_of",
    "unfinished",
    "write_store",
]
