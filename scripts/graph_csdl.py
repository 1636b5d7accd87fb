"""Read types of Microsoft's published metadata (CSDL).

That is whether a type is abstract, which properties may be null, Edm types, and members of enums.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
GRAPH = "microsoft.graph"


@dataclass(frozen=True, slots=True)
class Declared:
    """One structural property."""

    type: str
    """`Edm.String`, or the bare name of an enum or complex type; `[]` before it for a collection."""
    nullable: bool


@dataclass(slots=True)
class Table:
    """One entity or complex type, with what it declares itself."""

    base: str | None
    abstract: bool
    properties: dict[str, Declared] = field(default_factory=dict)
    navigation: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bound:
    """A function or an action that is bound to an object, or to a collection of them."""

    name: str
    method: str
    target: str
    """The type that it is bound to; `[]` before it for a collection."""
    parameters: dict[str, str]
    answer: str


@dataclass(slots=True)
class Schema:
    """What one file declares, by the names that Graph uses below microsoft.graph."""

    types: dict[str, Table] = field(default_factory=dict)
    enums: dict[str, list[str]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    """Enums of which several members may be given together."""
    bound: list[Bound] = field(default_factory=list)


def read(path: Path) -> Schema:
    """Return everything that a CSDL file declares."""
    schema, aliases = Schema(), {}
    root = ElementTree.parse(path).getroot()
    for part in root.iter(f"{EDM}Schema"):
        aliases[part.get("Alias") or part.get("Namespace") or ""] = part.get("Namespace") or ""
    for part in root.iter(f"{EDM}Schema"):
        namespace = part.get("Namespace") or ""
        for element in part:
            name = bare(f"{namespace}.{element.get('Name')}", aliases)
            if element.tag == f"{EDM}EnumType":
                schema.enums[name] = [str(member.get("Name")) for member in element.iter(f"{EDM}Member")]
                if element.get("IsFlags") == "true":
                    schema.flags.add(name)
            elif element.tag in (f"{EDM}EntityType", f"{EDM}ComplexType"):
                schema.types[name] = _table(element, aliases)
            elif element.tag in (f"{EDM}Function", f"{EDM}Action") and element.get("IsBound") == "true":
                schema.bound.append(_bound(element, aliases))
    return schema


def _bound(element: ElementTree.Element, aliases: dict[str, str]) -> Bound:
    declared = {
        str(item.get("Name")): _kind(item, aliases) for item in element if item.tag == f"{EDM}Parameter"
    }
    (_, target), *parameters = declared.items()
    answer = next((_kind(item, aliases) for item in element if item.tag == f"{EDM}ReturnType"), "")
    method = "GET" if element.tag == f"{EDM}Function" else "POST"
    return Bound(str(element.get("Name")), method, target, dict(parameters), answer)


def _kind(item: ElementTree.Element, aliases: dict[str, str]) -> str:
    """Return the name of a type, with `[]` before it for a collection."""
    kind = str(item.get("Type"))
    many = kind.startswith("Collection(")
    return ("[]" if many else "") + bare(kind.removeprefix("Collection(").removesuffix(")"), aliases)


def _table(element: ElementTree.Element, aliases: dict[str, str]) -> Table:
    base = element.get("BaseType")
    table = Table(bare(base, aliases) if base else None, element.get("Abstract") == "true")
    for item in element:
        if item.tag not in (f"{EDM}Property", f"{EDM}NavigationProperty"):
            continue
        target = _kind(item, aliases)
        if item.tag == f"{EDM}Property":
            table.properties[str(item.get("Name"))] = Declared(target, item.get("Nullable") != "false")
        else:
            table.navigation[str(item.get("Name"))] = target
    return table


def bare(name: str, aliases: dict[str, str]) -> str:
    """Return `iosCompliancePolicy` for `graph.iosCompliancePolicy`; a namespace below microsoft.graph stays
    before the name.
    """
    namespace, _, last = name.rpartition(".")
    namespace = aliases.get(namespace, namespace)
    if namespace == GRAPH or not namespace:
        return last
    return f"{namespace.removeprefix(GRAPH + '.')}.{last}"
