"""Reading: files to Documents.

`sources` lists the files under some paths, `read` gives the documents of one of them, and
`READERS` is the table of the kinds of source that Coldwire knows. How to add one: `base`.
"""

from __future__ import annotations

from kg.readers.listing import sources
from kg.readers.reading import LARGEST_FILE, READERS, read, volume_name

__all__ = ["LARGEST_FILE", "READERS", "read", "sources", "volume_name"]
