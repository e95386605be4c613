"""The description of the API as the page `/docs` shows it: what OpenAPI says, made ready to read.

Source: OpenAPI Specification 3.1.0, sections 4.8.10 (operations), 4.8.12 (parameters); JSON Schema
2020-12, validation vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

_METHODS = ("get", "post")
_SHOWN_IN_EXAMPLE = 2
_NAMES = {"format", "limit", "cursor", "evidence"}
"""Parameters that an example does without."""

Described = dict[str, Any]
"""A part of the description; the template has its members."""


def operations(api: Mapping[str, Any]) -> dict[str, list[Described]]:
    """The operations by tag, each whole: what it takes, an example, the members of the answer."""
    found: dict[str, list[Described]] = {}
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                tag = (operation.get("tags") or ["Service"])[0]
                found.setdefault(tag, []).append(_operation(api, path, method, operation))
    return found


def _operation(
    api: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Described:
    parameters = [_parameter(each) for each in operation.get("parameters", ())]
    responses = operation.get("responses", {})
    return {
        "path": path,
        "method": method.upper(),
        "anchor": operation.get("operationId", ""),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": parameters,
        "example": _example(path, parameters) if method == "get" else None,
        "bodies": sorted(operation.get("requestBody", {}).get("content", {})),
        "members": [*_members(api, responses.get("200", {}))],
        "responses": [
            (status, response.get("description", ""), sorted(response.get("content", {})))
            for status, response in responses.items()
        ],
    }


def _parameter(parameter: Mapping[str, Any]) -> Described:
    schema = parameter.get("schema", {})
    examples = schema.get("examples") or [parameter.get("example")]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "is_required": parameter.get("required", False),
        "meaning": parameter.get("description", ""),
        "values": values_of(schema),
        "default": _said(schema.get("default")),
        "example": _said(examples[0]),
    }


def values_of(schema: Mapping[str, Any]) -> str:
    """Which values a schema allows, in words.

    >>> values_of({"type": "integer", "minimum": 1, "maximum": 200})
    'integer, from 1, to 200'
    >>> values_of({"anyOf": [{"enum": ["json", "csv"], "type": "string"}, {"type": "null"}]})
    'json, csv'
    >>> values_of({"type": "array", "items": {"$ref": "#/components/schemas/Link"}})
    'list of Link'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        kinds = [values_of(each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema or "const" in schema:
        return ", ".join(str(each) for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {values_of(schema.get('items', {}))}"
    bounds = [
        f"{word} {schema[name]}"
        for name, word in (("minimum", "from"), ("maximum", "to"))
        if name in schema
    ]
    return ", ".join([str(schema.get("type", "")), *bounds])


def _said(value: Any) -> str | None:
    """A value as one writes it in an address."""
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value)


def _example(path: str, parameters: list[Described]) -> str | None:
    """An address to try, with the first filters; None when one that it needs has no example."""
    if any(each["is_required"] and not each["example"] for each in parameters):
        return None
    asked = []
    for each in sorted(parameters, key=lambda each: not each["is_required"]):
        if each["place"] == "path":
            path = _filled(path, each["name"], each["example"])
        elif each["example"] and (each["is_required"] or each["name"] not in _NAMES):
            asked.append((each["name"], each["example"]))
    return path + (f"?{urlencode(asked[:_SHOWN_IN_EXAMPLE], safe='/')}" if asked else "")


def _filled(path: str, name: str, value: str) -> str:
    before, _, after = path.partition("{" + name)
    return before + quote(value, safe="/~") + after.partition("}")[2]


def _members(api: Mapping[str, Any], response: Mapping[str, Any]) -> Iterator[Described]:
    """The members of the JSON of an answer; of a page of a list, those of its records."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    model = _model(api, schema)
    items = model.get("properties", {}).get("items", {}).get("items")
    for name, member in _model(api, items or schema).get("properties", {}).items():
        meaning = member.get("description") or next(
            (each["description"] for each in member.get("anyOf", ()) if "description" in each), ""
        )
        yield {"name": name, "values": values_of(member), "meaning": meaning}


def _model(api: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Mapping[str, Any] = api.get("components", {}).get("schemas", {}).get(name, schema)
    return found
