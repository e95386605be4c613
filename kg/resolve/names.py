"""Comparing names of persons: initials, given names, family names.

Names are compared by their key (`kg.cleaning.key`): "m v zakharov".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.authority import Authority
from kg.cleaning import key

# "M.V. Zakharov", "M. V. Zakharov", and the order of lists, "Razuvayev V.N."
_BEFORE = r"(?<![^\W_])((?:[^\W\d_]\.[\s-]?){1,3})\s*"
_AFTER = r",?\s+((?:[^\W\d_]\.\s?){1,3})"


def initials_in(words: str, family: str) -> Iterator[str]:
    """The initials that `words` prints before or after a family name (given as its key).

    >>> list(initials_in("pseudonym for M.V. Zakharov, Stalin's envoy", "zakharov"))
    ['m v']
    >>> list(initials_in("pseudonym for Soviet Amb. Shtykov", "shtykov"))
    []
    """
    name = re.escape(family.rsplit(maxsplit=1)[-1]) if family else "$^"
    for pattern in (rf"{_BEFORE}(?={name}\b)", rf"(?<=\b{name}){_AFTER}(?![^\W\d_])"):
        for match in re.finditer(pattern, words, re.IGNORECASE):
            yield key(match[1])


def split_initials(name: str) -> tuple[str, str]:
    """Initials and family name of a name written with initials; ("", "") for any other.

    >>> split_initials("m v zakharov"), split_initials("razuvayev v n"), split_initials("u thant")
    (('m v', 'zakharov'), ('v n', 'razuvayev'), ('u', 'thant'))
    >>> split_initials("matvei zakharov")
    ('', '')
    """
    words = name.split()
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    names = [word for word in words if len(word) > 1]
    if not letters or len(names) != 1 or len(words) != len(letters) + 1:
        return "", ""
    return " ".join(letters), names[0]


def initials_agree(letters: str, fulls: Iterable[str]) -> bool | None:
    """Whether initials fit one of the full names (all as keys).

    None when no full name has a given name to compare with.

    >>> initials_agree("m v", ["matvei zakharov"]), initials_agree("m v", ["s e zakharov"])
    (True, False)
    >>> initials_agree("m v", ["zakharov"]) is None
    True
    """
    given = [words[:-1] for full in fulls if len(words := full.split()) > 1]
    if not given:
        return None
    wanted = letters.split()
    return any(all(a[0] == b[0] for a, b in zip(wanted, words, strict=False)) for words in given)


def family_name(full: str, authority: Authority) -> str:
    """The family name of a full name (both as keys).

    It is the last word, unless the register says that it stands first.

    >>> family_name("m v zakharov", Authority.empty())
    'zakharov'
    >>> family_name("kim il sung", Authority.load())
    'kim'
    """
    for record in authority.named(full, "person"):
        entry = authority.entry("person", record.entity)
        if entry and entry.family_name:
            return key(entry.family_name)
    return split_initials(full)[1] or (full.split() or [full])[-1]


def is_short_for(short: str, full: str) -> bool:
    """True when `short`, of the same family name, may be `full` shortened (both as keys).

    A bare family name is short for every fuller one, initials only for given names they fit.

    >>> is_short_for("zakharov", "m v zakharov"), is_short_for("m v zakharov", "matvei zakharov")
    (True, True)
    >>> is_short_for("m v zakharov", "semyon zakharov"), is_short_for("zakharov", "zakharov")
    (False, False)
    """
    letters, _ = split_initials(short)
    if letters:
        return not split_initials(full)[0] and bool(initials_agree(letters, [full]))
    return " " not in short and " " in full
