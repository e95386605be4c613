"""Making words of documents fit for files and pages: nothing in them is trusted.

Names and quotes can hold any character. Markup is never built from them by joining strings;
what is left to do here is to shorten what no picture can show, and to write JSON that may
stand inside a `script` element.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

from kg.cleaning import shown

_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
NO_NAME = "(no name)"


def wrapped(name: str, width: int = 22, lines: int = 3) -> str:
    """A name in lines short enough to stand under a point of the picture.

    >>> wrapped("Central Committee of the Communist Party", 22, 2)
    'Central Committee of\\nthe Communist Party'
    """
    found = textwrap.wrap(shown(name, 200), width, max_lines=lines, placeholder=" …")
    return "\n".join(found) or NO_NAME


def script_json(value: Any) -> str:
    """JSON that can stand inside a script element: no "<", ">", "&" or line separator in it.

    Source: HTML Living Standard, "Restrictions for contents of script elements".

    >>> script_json(["</script>"])
    '["\\\\u003c/script\\\\u003e"]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.translate(_ESCAPED)
