"""AppLocker rules as data, and as the XML that Windows takes: `build` writes it, `parse` reads it back.

The XML is made and read with an element API only, so that no name can become markup. What is built is one
`RuleCollection` element: that, and no `AppLockerPolicy` around it, is the value of a `Policy` node of the AppLocker CSP.
A collection with any rule denies whatever no rule allows, and a deny goes before an allow.
Grammar: Microsoft Learn, "AppLocker XSD" (github MicrosoftDocs/windows-itpro-docs @0f701b5, applocker-xsd.md), and
"AppLocker CSP" (@025c236, applocker-csp.md). A path is matched whole, `*` stands for anything; in a publisher and a
product `*` by itself stands for any, and has no meaning next to other characters ("Understanding the publisher rule
condition in AppLocker", @0a3537a).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate

ANY = "*"
EVERYONE = "S-1-1-0"
ADMINISTRATORS = "S-1-5-32-544"
LONGEST_NAME = 1024
"""Characters in the name of a rule, by the grammar."""
Mode = Literal["Enabled", "AuditOnly"]
"""Never `NotConfigured`: a collection with rules that is not configured is enforced ("Understand AppLocker enforcement settings")."""
Sort = Literal["Exe", "Msi", "Appx"]
_SORTS: Mapping[str, Sort] = {"Exe": "Exe", "Msi": "Msi", "Appx": "Appx"}
_MODES: Mapping[str, Mode] = {"Enabled": "Enabled", "AuditOnly": "AuditOnly"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Publisher:
    """A condition on the signature. Of a packaged app, `publisher` is the subject of its certificate and `product` its package name.

    Of a program, `publisher` is what `signers.publisher_name` makes of that subject. `binary` is the name that its maker put in the file,
    in capitals: it stays when somebody gives the file another name.
    """

    publisher: str
    product: str = ANY
    binary: str = ANY


@dataclass(frozen=True, slots=True)
class Path:
    """A condition on where a file is. AppLocker's own variables, such as `%WINDIR%`, are not those of the environment."""

    path: str


@dataclass(frozen=True, slots=True)
class AppLockerRule:
    """Who may or may not run what."""

    id: str
    """A GUID."""
    name: str
    action: Literal["Allow", "Deny"]
    condition: Publisher | Path
    sid: str = EVERYONE
    description: str = ""


@dataclass(frozen=True, slots=True)
class RuleCollection:
    """All rules for one sort of file."""

    sort: Sort
    mode: Mode
    rules: tuple[AppLockerRule, ...]


def build(collection: RuleCollection) -> str:
    """The XML of a collection, on one line. Raises ValueError for a character that XML cannot hold; the loader of policies lets none in."""
    root = ElementTree.Element(
        "RuleCollection", {"Type": collection.sort, "EnforcementMode": collection.mode}
    )
    for rule in collection.rules:
        _append(root, rule)
    for element in root.iter():
        for value in element.attrib.values():
            if _NOT_IN_XML.search(value):
                raise ValueError(f"{value!r} cannot stand in XML")
    return ElementTree.tostring(root, encoding="unicode")


def _append(root: ElementTree.Element, rule: AppLockerRule) -> None:
    tag = "FilePublisherRule" if isinstance(rule.condition, Publisher) else "FilePathRule"
    attributes = {
        "Id": rule.id,
        "Name": rule.name,
        "Description": rule.description,
        "UserOrGroupSid": rule.sid,
        "Action": rule.action,
    }
    conditions = ElementTree.SubElement(ElementTree.SubElement(root, tag, attributes), "Conditions")
    match rule.condition:
        case Path(path):
            ElementTree.SubElement(conditions, "FilePathCondition", {"Path": path})
        case Publisher(publisher, product, binary):
            wanted = {"PublisherName": publisher, "ProductName": product, "BinaryName": binary}
            condition = ElementTree.SubElement(conditions, "FilePublisherCondition", wanted)
            ElementTree.SubElement(condition, "BinaryVersionRange", {"LowSection": ANY, "HighSection": ANY})


def parse(text: str) -> RuleCollection | None:
    """The collection in a text; None for one that `build` cannot have made, such as a mask, a hash rule or an entity.

    A tenant's XML is not trusted: a document type, which can hold entities that grow, ends the reading.
    """
    try:
        root = _tree(text)
        found = RuleCollection(
            _SORTS[root.attrib["Type"]],
            _MODES[root.attrib["EnforcementMode"]],
            tuple(_rule(element) for element in root),
        )
    except (ExpatError, LookupError, _Refused):
        return None
    return found if _same(root, _tree(build(found))) else None


class _Refused(Exception):
    """The text is XML that is not read any further."""


def _tree(text: str) -> ElementTree.Element:
    builder, parser = ElementTree.TreeBuilder(), ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, _refuse
    parser.Parse(text, True)
    return builder.close()


def _refuse(*_: object) -> None:
    raise _Refused


def _rule(element: ElementTree.Element) -> AppLockerRule:
    condition = element[0][0]
    what = Path(condition.attrib["Path"]) if condition.tag == "FilePathCondition" else _publisher(condition)
    return AppLockerRule(
        element.attrib["Id"],
        element.attrib["Name"],
        _action(element),
        what,
        element.attrib["UserOrGroupSid"],
        element.attrib["Description"],
    )


def _action(element: ElementTree.Element) -> Literal["Allow", "Deny"]:
    return "Deny" if element.attrib["Action"] == "Deny" else "Allow"


def _publisher(condition: ElementTree.Element) -> Publisher:
    return Publisher(
        condition.attrib["PublisherName"], condition.attrib["ProductName"], condition.attrib["BinaryName"]
    )


def _same(one: ElementTree.Element, other: ElementTree.Element) -> bool:
    """Whether two trees say the same, so that nothing was passed over while reading."""
    return (
        (one.tag, one.attrib, (one.text or "").strip(), (one.tail or "").strip(), len(one))
        == (other.tag, other.attrib, (other.text or "").strip(), (other.tail or "").strip(), len(other))
    ) and all(_same(inner, outer) for inner, outer in zip(one, other, strict=True))


def package_name(family: str) -> str:
    """The package name in a package family name: `Microsoft.CompanyPortal_8wekyb3d8bbwe` is `Microsoft.CompanyPortal`."""
    return family.rpartition("_")[0]


def publisher_id(subject: str) -> str:
    """The thirteen characters after the underscore of a package family name, from the subject of the publisher's certificate.

    The first 64 bits of SHA-256 over the subject in UTF-16, in Crockford's base 32. So a subject can be checked against a
    family name: nobody finds another one with the same id. https://learn.microsoft.com/windows/apps/desktop/modernize/package-identity-overview
    """
    bits = int.from_bytes(hashlib.sha256(subject.encode("utf-16-le")).digest()[:8], "big") << 1
    return "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(60, -1, -5))


def publisher_of(family: str, subjects: Sequence[str]) -> str | None:
    """Which of these certificate subjects signed the packages of a family; None when it is none of them."""
    wanted = family.rpartition("_")[2]
    return next((subject for subject in subjects if publisher_id(subject) == wanted), None)
