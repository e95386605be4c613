"""Dumps: the whole dataset as files in a folder that can be published as it is.

`write_dumps` makes the folder in one step, `read_dumps` says what is in one; `FILES` is the table
of what is written.
"""

from kg.dumps.files import FILES, DumpFile, Job
from kg.dumps.listing import Dumps, Listed, read_dumps
from kg.dumps.writing import DUMPS_ADDRESS, write_dumps

__all__ = [
    "DUMPS_ADDRESS",
    "FILES",
    "DumpFile",
    "Dumps",
    "Job",
    "Listed",
    "read_dumps",
    "write_dumps",
]
