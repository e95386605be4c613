"""Making printed text comparable without moving a single offset.

`fold` gives a copy of the same length in which typographic variants look alike, so that
patterns may be plain and their matches are places in the stored text. `plain` and `key` are
for values (names, titles), where the length may change. `xml_safe` and `shown` make words of
documents fit for files, pages and terminals, which cannot hold every character.
"""

from __future__ import annotations

import re
import unicodedata

_SAME_LENGTH = str.maketrans(
    {
        # Curly and low quotation marks and apostrophes of web pages and word processors.
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'",
        # Blanks that are not U+0020: no-break, thin, figure, narrow, zero-width, soft hyphen.
        "\u00a0": " ", "\u2009": " ", "\u2007": " ", "\u202f": " ", "\u200b": " ",
        "\u00ad": " ", "\ufeff": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
        # Dashes of every length.
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        # Number signs: masculine ordinal and degree stand for the raised o of "No".
        "º": "°", "№": "#",
        # Markdown emphasis and escapes of copied pages; a cell border ends a line.
        "*": " ", "\\": " ", "|": "\n",
    }
)  # fmt: skip

_BLANKS = re.compile(r"\s+")
_FOOTNOTE_DIGITS = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}\b")
_SPACED = len("A B C")
"""Two single letters may be initials; three are a word set apart."""
_LETTER_SPACED = re.compile(r"[^\W\d_](?:\s[^\W\d_])*")


def fold(text: str) -> str:
    """The text with quotes, dashes, blanks and markdown marks made alike; same length.

    >>> fold("**“Nº 88”**")
    '  "N° 88"  '
    """
    return text.translate(_SAME_LENGTH)


def plain(text: str) -> str:
    """The words on one line: folded, white space squeezed.

    >>> plain("Feng Xi [Stalin] to  \\nShtraus")
    'Feng Xi [Stalin] to Shtraus'
    """
    return _BLANKS.sub(" ", fold(text)).strip()


def without_footnote(name: str) -> str:
    """The name without the digits that a footnote glued to it (DREY1).

    >>> without_footnote("TARN2")
    'TARN'
    """
    return _FOOTNOTE_DIGITS.sub("", name)


def unspaced(name: str) -> str:
    """A letter-spaced name closed up; blanks wider than one part its words.

    >>> unspaced("T A M S I N")
    'TAMSIN'
    """
    words = re.split(r"\s{2,}", name.strip())
    if any(len(word) >= _SPACED for word in words) and all(map(_LETTER_SPACED.fullmatch, words)):
        return " ".join(re.sub(r"\s", "", word) for word in words)
    return name


def ascii_fold(text: str) -> str:
    """Lower case without diacritics.

    >>> ascii_fold("Pak Hŏn-yŏng")
    'pak hon-yong'
    """
    # Decomposed before, so that the case of letters inside ligatures folds; and after, since
    # folding may compose.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def key(name: str) -> str:
    """What two spellings of one name share: letters and digits, lower case, single blanks.

    >>> key("PAK HEON-YEONG"), key("M.V. Zakharov")
    ('pak heon yeong', 'm v zakharov')
    """
    return " ".join(re.findall(r"\w+", fold(ascii_fold(name)).replace("'", "")))


def title_case(name: str) -> str:
    """A name in capitals as it is written in running text; other names unchanged.

    >>> title_case("PAK HEON-YEONG"), title_case("LARK"), title_case("M.V. Zakharov")
    ('Pak Heon-yeong', 'Lark', 'M.V. Zakharov')
    """
    if any(c.islower() for c in name):
        return name
    return " ".join(_capitalized(word) for word in name.split(" "))


def _capitalized(word: str) -> str:
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?", word):  # initials stay: P.Q.
        return word
    return word[:1].upper() + word[1:].lower()


# What "Extensible Markup Language (XML) 1.0", fifth edition, section 2.2, does not allow.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Controls that XML allows but HTML does not, and bidirectional overrides that turn what follows.
_NOT_SHOWN = re.compile("[\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]")


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


def slug(name: str) -> str:
    """A name as part of an identifier; letters of other scripts by their number.

    >>> slug("Budanova"), slug("Vasil'yev, A."), slug("金"), slug("Embassy in India")
    ('budanova', 'vasilyev-a', 'u91d1', 'embassy-in-india')
    """
    ascii_name = "".join(c if c.isascii() else f"u{ord(c):x}" for c in ascii_fold(key(name)))
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:80] or "unnamed"
