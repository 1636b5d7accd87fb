"""The grammar of AppLocker rule collections, and what they do, without a line of the compiler.

Grammar: Microsoft Learn, "AppLocker XSD" (github MicrosoftDocs/windows-itpro-docs @0f701b5); packaged apps have publisher
rules only ("Packaged apps and packaged app installer rules in AppLocker"). Meaning: deny first, then allow, then deny.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ParserCreate

ATTRIBUTES = {
    "RuleCollection": {"Type": r"Exe|Msi|Script|Dll|Appx", "EnforcementMode": r"Enabled|AuditOnly"},
    "FilePublisherRule": {},
    "FilePathRule": {},
    "Conditions": {},
    "FilePublisherCondition": {
        "PublisherName": r"(?s:.+)",
        "ProductName": r"(?s:.*)",
        "BinaryName": r"(?s:.*)",
    },
    "FilePathCondition": {"Path": r"(?s:.{1,32767})"},
    "BinaryVersionRange": {
        "LowSection": r"\*|(\d{1,5}\.){3}\d{1,5}",
        "HighSection": r"\*|(\d{1,5}\.){3}\d{1,5}",
    },
}
RULE = {
    "Id": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "Name": r"(?s:.{1,1024})",
    "Description": r"(?s:.{0,1024})",
    "UserOrGroupSid": r"S-1(-\d+)+",
    "Action": r"Allow|Deny",
}
INSIDE = {
    "RuleCollection": ("FilePublisherRule", "FilePathRule"),
    "FilePublisherRule": ("Conditions",),
    "FilePathRule": ("Conditions",),
    "Conditions": ("FilePublisherCondition", "FilePathCondition"),
    "FilePublisherCondition": ("BinaryVersionRange",),
    "FilePathCondition": (),
    "BinaryVersionRange": (),
}
PLACES = {
    "%WINDIR%": ("c:\\windows",),
    "%PROGRAMFILES%": ("c:\\program files", "c:\\program files (x86)"),
    "%OSDRIVE%": ("c:",),
}


def tree(text: str) -> Element:
    """The document, by a parser that is not ours."""
    builder, parser = TreeBuilder(), ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
        builder.start,
        builder.end,
        builder.data,
    )
    parser.Parse(text, True)
    return builder.close()


def elements(text: str) -> list[Element]:
    return list(tree(text).iter())


def judge(text: str) -> list[str]:
    """Everything that Windows would not take, and rules that stand there twice."""
    root = tree(text)
    return [*_faults(root), *_twice(root)]


def _faults(element: Element) -> Iterator[str]:
    if element.tag not in ATTRIBUTES:
        yield f"{element.tag} is unknown"
        return
    wanted = RULE if element.tag.endswith("Rule") else ATTRIBUTES[element.tag]
    yield from (f"{element.tag} lacks {name}" for name in wanted if name not in element.attrib)
    yield from (f"{element.tag} has {name}" for name in element.attrib if name not in wanted)
    for name, pattern in wanted.items():
        if name in element.attrib and not re.fullmatch(pattern, element.attrib[name]):
            yield f"{name} is {element.attrib[name]!r}"
    if (element.text or "").strip() or (element.tail or "").strip():
        yield f"{element.tag} has text"
    if element.tag not in ("RuleCollection", "FilePathCondition", "BinaryVersionRange") and len(element) != 1:
        yield f"{element.tag} has {len(element)} children"
    for child in element:
        if child.tag not in INSIDE[element.tag]:
            yield f"{child.tag} stands in {element.tag}"
        yield from _faults(child)


def _twice(root: Element) -> Iterator[str]:
    ids = [rule.get("Id", "").lower() for rule in root]
    yield from (f"{found} stands there twice" for found in sorted(set(ids)) if ids.count(found) > 1)
    seen = [
        (
            rule.get("Action"),
            rule.get("UserOrGroupSid"),
            str([sorted(e.items()) for e in rule.iter() if e is not rule]),
        )
        for rule in root
    ]
    texts = [str(found) for found in seen]
    yield from (
        f"the same condition in two rules: {found}" for found in sorted(set(texts)) if texts.count(found) > 1
    )
    if root.get("Type") == "Appx" and any(rule.tag != "FilePublisherRule" for rule in root):
        yield "Appx takes publisher rules only"


def lets_in(
    text: str,
    *,
    path: str = "",
    publisher: str = "",
    product: str = "",
    binary: str = "",
    admin: bool = False,
) -> bool:
    """Whether a file at a path, or a package of a publisher, starts. `binary` is the name that the maker put in a file."""
    root = tree(text)
    if root.get("EnforcementMode") == "AuditOnly" or not len(root):
        return True
    return decides(text, path=path, publisher=publisher, product=product, binary=binary, admin=admin)


def decides(
    text: str,
    *,
    path: str = "",
    publisher: str = "",
    product: str = "",
    binary: str = "",
    admin: bool = False,
) -> bool:
    """The same, as if the collection were enforced."""
    sids = {"S-1-1-0", "S-1-5-32-544"} if admin else {"S-1-1-0"}
    actions = {
        rule.get("Action")
        for rule in tree(text)
        if rule.get("UserOrGroupSid") in sids
        and _hits(rule[0][0], path.lower(), publisher.lower(), product.lower(), binary.lower())
    }
    return "Allow" in actions and "Deny" not in actions


def _hits(condition: Element, path: str, publisher: str, product: str, binary: str) -> bool:
    if condition.tag == "FilePathCondition":
        return any(fnmatchcase(path, pattern) for pattern in _patterns(condition.attrib["Path"].lower()))
    told = {"PublisherName": publisher, "ProductName": product, "BinaryName": binary}
    return all(condition.attrib[name].lower() in ("*", value) for name, value in told.items())


def _patterns(path: str) -> list[str]:
    for variable, places in PLACES.items():
        if path.startswith(variable.lower()):
            return [place + path.removeprefix(variable.lower()).replace("[", "[[]") for place in places]
    return [path.replace("[", "[[]")]
