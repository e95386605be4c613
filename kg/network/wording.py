"""Making words of documents fit for files and pages: nothing in them is trusted.

Names and quotes can hold any character. Markup is never built from them by joining strings;
what is left to do here is to replace what XML and HTML cannot hold at all, to shorten what
no picture can show, and to write JSON that may stand inside a `script` element.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

# What "Extensible Markup Language (XML) 1.0", fifth edition, section 2.2, does not allow.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Controls that XML allows but HTML does not, and bidirectional overrides that turn what follows.
_NOT_SHOWN = re.compile("[\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]")
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
NO_NAME = "(no name)"


def xml_safe(text: str) -> str:
    """The text with each character that XML does not allow replaced by U+FFFD.

    >>> xml_safe("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def shown(text: str | None, longest: int = 1000) -> str:
    """The text on one line as a page shows it, with an ellipsis where it is cut."""
    line = " ".join(_NOT_SHOWN.sub("", xml_safe(text or "")).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


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
