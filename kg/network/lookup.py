"""Finding the one agent that a person at the keyboard means.

Ways, the first that finds somebody decides: address or identifier, label letter by letter,
label or any form of name with case and diacritics folded (`kg.cleaning.key`). A way that finds
several is ambiguous: a choice between persons is never made silently.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping

from kg.cleaning import key
from kg.errors import StopError
from kg.network.evidence import Rows, ask

_SHOWN = 10


def find_agent(store: Rows, text: str, labels: Mapping[str, str]) -> str:
    """The address of the agent that `text` names.

    `labels` gives for every agent of the store its label.

    Raises:
        StopError: when nobody or more than one is meant; the message lists candidates.
    """
    forms = _forms(store, labels)
    wanted = key(text)
    ways = (
        {iri for iri in labels if text and (iri == text or iri.endswith("/" + text.strip("/")))},
        {iri for iri, label in labels.items() if label == text},
        forms.get(wanted, set()) if wanted else set(),
    )
    found = next((way for way in ways if way), set())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise StopError(
            f"{text!r} can mean {len(found)} agents: {_listed(found, labels)}. Give the identifier."
        )
    near = _near(wanted, forms)
    raise StopError(
        f"Nobody is called {text!r}."
        + (f" Did you mean: {_listed(near, labels)}?" if near else " Try another form of the name.")
    )


def _forms(store: Rows, labels: Mapping[str, str]) -> dict[str, set[str]]:
    """For each folded label or name the agents that bear it."""
    forms: dict[str, set[str]] = defaultdict(set)
    for iri, label in labels.items():
        forms[key(label)].add(iri)
    for row in ask(store, "names"):
        if row["agent"] in labels and row["name"]:
            forms[key(row["name"])].add(str(row["agent"]))
    return forms


def _near(wanted: str, forms: Mapping[str, set[str]]) -> set[str]:
    """Agents with a name that holds all the words wanted, or that looks alike."""
    parts = set(wanted.split())
    holding = [form for form in sorted(forms) if parts and parts <= set(form.split())]
    alike = difflib.get_close_matches(wanted, sorted(forms), n=5, cutoff=0.7)
    return {iri for form in [*holding, *alike][:_SHOWN] for iri in forms[form]}


def _listed(iris: set[str], labels: Mapping[str, str]) -> str:
    shown = sorted(f"{labels[iri]} ({'/'.join(iri.split('/')[-2:])})" for iri in iris)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return "; ".join(shown[:_SHOWN]) + more
