"""Documents against the JSON Schemas of `schemas/`, each fault as one diagnostic at the key or value concerned.

jsonschema finds the faults; here they get our codes, a place and a suggestion. `$ref` is resolved once, when a schema is read:
looking each one up while validating doubles the time.
"""

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.lookalikes import describe_character
from managed_apparaten.core.pointer import child
from managed_apparaten.core.span import Span
from managed_apparaten.policy import characters, versions
from managed_apparaten.policy.model import PLATFORMS, RULE_EFFECTS, Platform
from managed_apparaten.policy.node import Node, PolicyFile

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMAS = {
    "Organisation": "organisation.json",
    "Role": "role.json",
    "Apps": "apps.json",
    "Advisories": "advisories.json",
    "List": "list.json",
    "Exception": "exception.json",
}
"""The kinds of policy file, each with its schema."""

_MISSING = {
    ("Exception", "/ends"): "POL151",
    ("Exception", "/approvals"): "POL152",
    ("Role", "/members"): "POL153",
    ("Role", "/members/groups"): "POL153",
}
"""Absences that say something about the policy and get their own sentence; an empty value is the same as none."""

_TERMS = {
    "id": "POL140",
    "country": "POL141",
    "date": "POL142",
    "guid": "POL143",
    "email": "POL144",
    "percentage": "POL145",
    "line": "POL124",
    "scope-tag": "POL124",
}
"""What a text that does not match its pattern was meant to be, by the term of `terms.json`."""

_PLACES = {"/os-minimum/": "POL146", "/identifiers/": "POL148"}
"""The same for texts without a term, by where they stand."""

_KEYWORDS = {
    "enum": "POL133",
    "pattern": "POL134",
    "maxLength": "POL135",
    "minLength": "POL136",
    "minItems": "POL136",
    "minProperties": "POL136",
    "maxItems": "POL137",
    "maxProperties": "POL137",
    "uniqueItems": "POL138",
    "minimum": "POL139",
    "maximum": "POL139",
}

_TYPES = {
    ("object",): "POL131",
    ("array",): "POL161",
    ("string",): "POL162",
    ("integer",): "POL163",
    ("boolean",): "POL164",
    ("string", "object"): "POL165",
}
"""What was expected where a value has the wrong type."""

_LONGEST_GUESS = 80
_MOST_FAULTS = 100
_SELECTORS = ("selector", "named-selector")
_QUOTABLE = (*_SELECTORS, "scope-tag")


def _read(name: str) -> JSON:
    return json.loads(resources.files("managed_apparaten.schemas").joinpath(name).read_bytes())


def _inline(schema: JSON, terms: JSON) -> JSON:
    """The schema with each `$ref` replaced by what it points at, keeping the term's name; what stands beside the `$ref` wins."""
    if isinstance(schema, list):
        return [_inline(item, terms) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        term = schema["$ref"].rpartition("/")[2]
        own = {key: value for key, value in schema.items() if key != "$ref"}
        return _inline({**terms[term], "x-term": term, **own}, terms)
    return {key: _inline(value, terms) for key, value in schema.items()}


@cache
def validator(kind: str) -> "Draft202012Validator":
    """The validator of one kind of file, built once; jsonschema itself is imported here because that takes a tenth of a second."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

    extend: Callable[..., type[Draft202012Validator]] = validators.extend

    def unique(_validator: JSON, wanted: bool, value: JSON, _schema: JSON) -> Iterator[ValidationError]:
        """jsonschema compares each pair of objects, which lets a long list keep a pipeline busy for hours."""
        if wanted and isinstance(value, list) and len({canonical(item) for item in value}) < len(value):
            yield ValidationError("items repeat")

    schema = _inline(_read(SCHEMAS[kind]), _read("terms.json")["$defs"])
    return extend(Draft202012Validator, {"uniqueItems": unique})(
        schema, format_checker=FormatChecker(["date"])
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant; a very long one was meant to be nothing else."""
    if len(word) > _LONGEST_GUESS:
        return None
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _pointer(path: Sequence[str | int]) -> str:
    pointer = ""
    for step in path:
        pointer = child(pointer, step)
    return pointer


def _one_of(words: Iterable[JSON]) -> str:
    return ", ".join(str(word) for word in words)


class _Translator:
    """Turns the validation errors of one document into diagnostics."""

    def __init__(self, document: PolicyFile) -> None:
        self.document = document

    def all(self, errors: Iterable["ValidationError"]) -> Iterator[Diagnostic]:
        seen: set[tuple[str, str]] = set()
        for error in errors:
            pointer = _pointer(tuple(error.absolute_path))
            keyword = str(error.validator)
            if (pointer, keyword) not in seen or "propertyNames" in error.absolute_schema_path:
                seen.add((pointer, keyword))
                yield from self._one(error, keyword, pointer)

    def _one(self, error: "ValidationError", keyword: str, pointer: str) -> Iterator[Diagnostic]:
        node = self.document.root.at(tuple(error.absolute_path))
        schema: JSON = error.schema
        limit: JSON = error.validator_value
        if "propertyNames" in error.absolute_schema_path:
            key = str(error.instance)
            yield Diagnostic("POL160", span=node.keys[key], args={"key": key}, pointer=child(pointer, key))
        elif keyword == "additionalProperties":
            yield from _unknown_keys(node, schema, pointer)
        elif keyword == "required":
            yield from self._missing(node, limit, schema, pointer)
        elif keyword == "type":
            yield self._type(node, limit, schema, pointer)
        elif keyword == "format":
            if re.search(schema["pattern"], node.raw):
                yield Diagnostic("POL147", span=node.span, args={"value": node.raw}, pointer=pointer)
        elif keyword == "oneOf":
            yield self._choice(node, pointer)
        elif keyword == "not":
            yield self._not_here(node, tuple(error.absolute_path), pointer)
        elif keyword == "const":
            yield self._const(node, limit, tuple(error.absolute_path), pointer)
        else:
            yield self._plain(node, keyword, limit, schema, pointer)

    def _absent(self, pointer: str) -> str | None:
        return _MISSING.get((self.document.kind, pointer))

    def _missing(
        self, node: Node, required: Sequence[str], schema: JSON, pointer: str
    ) -> Iterator[Diagnostic]:
        known = schema.get("properties", {})
        meant = {nearest(key, known) for key in node.fields if key not in known}
        for key in required:
            if key not in node.fields and key not in meant:
                place = child(pointer, key)
                yield Diagnostic(
                    self._absent(place) or "POL130", span=node.first_key, args={"key": key}, pointer=place
                )

    def _type(self, node: Node, expected: JSON, schema: JSON, pointer: str) -> Diagnostic:
        if node.value is None:
            key = pointer.rpartition("/")[2]
            return Diagnostic(
                self._absent(pointer) or "POL156", span=node.span, args={"key": key}, pointer=pointer
            )
        types = (expected,) if isinstance(expected, str) else tuple(expected)
        quotable = types == ("string",) or schema.get("x-term") in _QUOTABLE
        if quotable and isinstance(node.value, (int, float)):
            return Diagnostic(
                "POL132",
                span=node.span,
                args={"value": node.raw},
                pointer=pointer,
                suggestion=f'"{node.raw}"',
            )
        return Diagnostic(
            _TYPES.get(types, "POL166"), span=node.span, args={"value": node.raw}, pointer=pointer
        )

    def _choice(self, node: Node, pointer: str) -> Diagnostic:
        given = [key for key in RULE_EFFECTS if key in node.fields]
        return Diagnostic("POL154", span=node.keys[given[-1]] if given else node.first_key, pointer=pointer)

    def _not_here(self, node: Node, path: tuple[str | int, ...], pointer: str) -> Diagnostic:
        return Diagnostic(
            "POL158", span=self._key_span(node, path), args={"key": str(path[-1])}, pointer=pointer
        )

    def _const(self, node: Node, value: JSON, path: tuple[str | int, ...], pointer: str) -> Diagnostic:
        if path[-1] == "supervised":
            return Diagnostic("POL159", span=self._key_span(node, path), pointer=pointer)
        return Diagnostic(
            "POL133",
            span=node.span,
            args={"value": str(node.value), "allowed": json.dumps(value)},
            pointer=pointer,
        )

    def _key_span(self, node: Node, path: tuple[str | int, ...]) -> Span:
        return self.document.root.at(path[:-1]).keys.get(str(path[-1]), node.span)

    def _plain(self, node: Node, keyword: str, limit: JSON, schema: JSON, pointer: str) -> Diagnostic:
        code = self._absent(pointer) if keyword == "minItems" else None
        if keyword == "pattern":
            code = _TERMS.get(schema.get("x-term", "")) or next(
                (code for part, code in _PLACES.items() if part in pointer), None
            )
        if keyword in ("minProperties", "maxProperties") and schema.get("x-term") in _SELECTORS:
            code = "POL157"
        value = node.raw if not node.fields and not node.items else ""
        if code == "POL146" and (likely := versions.meant(_platform(pointer), value)):
            return versions.told(_platform(pointer), value, likely, node.span, pointer)
        args = {"value": value, "limit": str(limit)}
        if code == "POL124":
            args = {"character": describe_character(characters.edge(str(node.value)))}
        if keyword == "enum":
            args = {"value": value, "allowed": _one_of(limit)}
        suggestion = nearest(value, [str(word) for word in limit]) if keyword == "enum" else None
        span = _twice(node) if keyword == "uniqueItems" else node.span
        return Diagnostic(
            code or _KEYWORDS[keyword], span=span, args=args, pointer=pointer, suggestion=suggestion
        )


def _platform(pointer: str) -> Platform:
    """The platform of which a version is written."""
    return next(platform for platform in PLATFORMS if pointer.endswith(f"/{platform}"))


def _twice(node: Node) -> Span:
    """The first item that equals an earlier one."""
    seen: set[bytes] = set()
    for item in node.items:
        form = canonical(item.value)
        if form in seen:
            return item.span
        seen.add(form)
    return node.span


def _unknown_keys(node: Node, schema: JSON, pointer: str) -> Iterator[Diagnostic]:
    known = schema.get("properties", {})
    free = [key for key in known if key not in node.fields]
    for key, span in node.keys.items():
        if key not in known:
            yield Diagnostic(
                "POL104",
                span=span,
                args={"key": key},
                pointer=child(pointer, key),
                suggestion=nearest(key, free),
            )


def check(document: PolicyFile) -> tuple[Diagnostic, ...]:
    """The faults of one document against the schema of its kind, the first hundred; without a known kind it has just that fault."""
    root = document.root
    if not isinstance(root.value, dict):
        return (Diagnostic("POL131", span=root.span, args={"value": root.raw}, pointer=""),)
    kind = root.get("kind")
    if kind is None:
        return (Diagnostic("POL130", span=root.first_key, args={"key": "kind"}, pointer="/kind"),)
    if document.kind not in SCHEMAS:
        args = {"value": kind.raw, "allowed": _one_of(SCHEMAS)}
        return (
            Diagnostic(
                "POL150", span=kind.span, args=args, pointer="/kind", suggestion=nearest(kind.raw, SCHEMAS)
            ),
        )
    faults = _Translator(document).all(validator(document.kind).iter_errors(root.value))
    return tuple(islice(faults, _MOST_FAULTS))
