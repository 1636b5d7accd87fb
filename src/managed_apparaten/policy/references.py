"""Names that files use for each other: every one that nothing carries, and every one that two things carry.

Works on documents as written, also on those with other faults, so that a second run brings no new surprise.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.span import Span
from managed_apparaten.policy.countries import CODES
from managed_apparaten.policy.files import File
from managed_apparaten.policy.model import RULE_EFFECTS
from managed_apparaten.policy.node import Node, PolicyFile, select
from managed_apparaten.policy.schema import SCHEMAS, nearest

Path = tuple[str, ...]

_DEFINES: Mapping[str, tuple[tuple[Path, str], ...]] = {
    "Organisation": ((("id",), "organisation"),),
    "Role": ((("id",), "role"),),
    "List": ((("id",), "list"),),
    "Exception": ((("id",), "exception"),),
    "Apps": ((("apps", "*", "id"), "app"), (("apps", "*", "category"), "category")),
    "Advisories": ((("advisories", "*", "id"), "advisory"),),
}
"""Where each kind of file gives something a name."""

_SELECTOR_KEYS = ("app", "list", "advisory", "country", "category")


def _rule_paths() -> Iterator[tuple[Path, str]]:
    for effect in RULE_EFFECTS:
        for item in ((), ("*",)):
            yield ("rules", "*", effect, *item), "app"
            yield from ((("rules", "*", effect, *item, key), key) for key in _SELECTOR_KEYS)


_USES: Mapping[str, tuple[tuple[Path, str], ...]] = {
    "Organisation": (*_rule_paths(), (("defaults", "protection", "apps", "list"), "list")),
    "Role": (
        *_rule_paths(),
        (("protection", "apps", "list"), "list"),
        (("accepted-gaps", "*", "apps", "*"), "app"),
    ),
    "List": ((("apps", "*"), "app"),),
    "Exception": ((("app",), "app"), (("app", "*"), "app"), (("role",), "role")),
    "Apps": ((("apps", "*", "control", "country"), "country"),),
    "Advisories": (
        (("advisories", "*", "named-apps", "*", "app"), "app"),
        (("advisories", "*", "countries", "*"), "country"),
    ),
}
"""Where each kind of file names something that stands elsewhere."""

_UNKNOWN = {
    "app": "POL201",
    "list": "POL202",
    "role": "POL203",
    "advisory": "POL204",
    "country": "POL205",
    "category": "POL206",
}
_MOST_FAULTS = 100
_KIND_LINE = re.compile(r"^kind:[ ]*[\"']?(\w+)", re.MULTILINE)


@dataclass(slots=True)
class Index:
    """What carries which name, by sort of thing, and which files could hold more than could be read."""

    names: dict[str, dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))
    used: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    incomplete: set[str] = field(default_factory=set)
    """Sorts of which a file could not be read: a name missing there proves nothing."""


def _strings(document: PolicyFile, paths: Iterable[tuple[Path, str]]) -> Iterator[tuple[str, Node]]:
    for path, sort in paths:
        for node in select(document.root, path):
            if isinstance(node.value, str):
                yield sort, node


def could_define(text: str | None) -> set[str]:
    """The sorts of things that an unreadable file may have held: those of its kind, or all of them."""
    found = _KIND_LINE.search(text or "")
    kinds = [found.group(1)] if found and found.group(1) in SCHEMAS else list(SCHEMAS)
    return {sort for kind in kinds for _, sort in _DEFINES[kind]}


def index(documents: Sequence[PolicyFile], unread: Iterable[File]) -> tuple[Index, list[Diagnostic]]:
    """Collect every name; one that is given twice is reported at the second place with the first beside it."""
    known = Index(incomplete={sort for file in unread for sort in could_define(file.text)})
    known.names["country"] = dict.fromkeys(sorted(CODES), Span("", 0, 0))
    diagnostics: list[Diagnostic] = []
    for document in documents:
        if document.kind not in SCHEMAS:
            known.incomplete |= could_define(None)
        for sort, node in _strings(document, _DEFINES.get(document.kind, ())):
            first = known.names[sort].setdefault(node.value, node.span)
            if first is not node.span and sort not in ("category", "organisation"):
                related = (Related(first, "label.first-here"),)
                diagnostics.append(
                    Diagnostic(
                        "POL207", span=node.span, args={"sort": sort, "id": node.value}, related=related
                    )
                )
    return known, diagnostics


def check(documents: Iterable[PolicyFile], known: Index) -> Iterator[Diagnostic]:
    """The uses of a name that nothing carries, the first hundred of each file; uses are noted in the index."""
    for document in documents:
        yield from islice(_unknown(document, known), _MOST_FAULTS)


def _unknown(document: PolicyFile, known: Index) -> Iterator[Diagnostic]:
    for sort, node in _strings(document, _USES.get(document.kind, ())):
        known.used[sort].add(node.value)
        if node.value not in known.names[sort] and sort not in known.incomplete:
            meant = None if sort == "country" else nearest(node.value, known.names[sort])
            yield Diagnostic(_UNKNOWN[sort], span=node.span, args={"name": node.value}, suggestion=meant)


def one_organisation(
    documents: Iterable[PolicyFile], known: Index, file: str = "organisation.yaml"
) -> Iterator[Diagnostic]:
    """A policy directory belongs to exactly one organisation, or one folder of it does; `file` is where it should stand."""
    found = [document.root.fields["kind"].span for document in documents if document.kind == "Organisation"]
    if not found and "organisation" not in known.incomplete:
        yield Diagnostic("POL208", span=Span(file, 1, 1, 1, 1))
    for span in found[1:]:
        yield Diagnostic("POL209", span=span, related=(Related(found[0], "label.first-here"),))


def unmatched_sightings(document: PolicyFile) -> Iterator[Diagnostic]:
    """Entries of `verified` that speak of an identifier which the app does not have, for example after a typing error."""
    for app in select(document.root, ("apps", "*")):
        identifiers, verified = app.get("identifiers"), app.get("verified")
        if identifiers is None or verified is None:
            continue
        known = {
            f"{platform}:{value.raw}": value
            for platform, types in identifiers.fields.items()
            for values in types.fields.values()
            for value in (values.items or (values,))
        }
        for key, span in verified.keys.items():
            if key not in known:
                yield Diagnostic("POL211", span=span, args={"key": key}, suggestion=nearest(key, known))
