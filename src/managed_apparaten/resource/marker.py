"""Whose object it is: a mark in the description (`notes` on an app) that we write into the tenant.

There is no state file. An object is ours exactly when its description holds this mark; names prove nothing, because Intune lets two
objects carry one name. We write it as the last line. Wherever else it stands it says the same: portals and people add text behind it,
turn line breaks into spaces, and write characters as HTML does. Removing it by hand in the portal, with the line that the
last apply noted before it, sets an object free; what is left of one is a mark that somebody must mend.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from managed_apparaten.core.address import Address
from managed_apparaten.resource import applied
from managed_apparaten.resource.text_views import TextView, seen

_SPACE = r"[\s\u00ad\u200b-\u200d\u2060\ufeff]"
"""White space of any sort, and characters that nobody sees."""
_ANY, _SOME = f"{_SPACE}{{0,16}}", f"{_SPACE}{{1,16}}"
_OWNER = rf"\[{_ANY}(?i:apparaten){_SOME}(?P<organisation>[A-Za-z0-9-]+){_ANY}/"
_ADDRESS = rf"{_OWNER}{_ANY}(?P<kind>[A-Za-z0-9_]+){_ANY}/{_ANY}(?P<key>[A-Za-z0-9.-]+)"
_GROUPS = rf"(?P<groups>[0-9a-fA-F-]+(?:{_ANY},{_ANY}[0-9a-fA-F-]+)*)"
_WHOLE = re.compile(
    rf"{_ADDRESS}{_SOME}(?i:gen){_ANY}={_ANY}(?P<generation>[0-9a-fA-F]{{16}})"
    rf"(?:{_SOME}(?i:groups){_ANY}={_ANY}{_GROUPS})?(?P<protect>{_SOME}(?i:protect))?{_ANY}\]"
)
_PART = re.compile(rf"{_ADDRESS}(?:{_SOME}(?i:gen)[^\]\r\n]*\]?|{_ANY}\])")
"""A mark of which less is left than all, and the address for certain: what follows it shows that it was not cut short."""
_LOOSE = re.compile(
    r"(?P<organisation>[A-Za-z0-9-]+)/(?P<kind>[A-Za-z0-9_]+)/(?P<key>[A-Za-z0-9.-]+)"
    rf"{_SOME}(?i:gen){_ANY}={_ANY}[0-9a-fA-F]{{16}}[^\]\r\n]*\]?"
)
"""What is left of a mark of which somebody changed the beginning: the address for certain, as nobody writes a generation by chance."""
_BEGUN = re.compile(_OWNER)
_LEFT = re.compile(
    rf"(?i:apparaten-applied\b|\[{_ANY}appar(?:a|at|ate)?(?![a-z])|apparaten[^\]\r\n]{{0,200}}?gen{_ANY}={_ANY}[0-9a-f]{{16}})"
    rf"|(?<![?&\w])(?i:gen){_ANY}={_ANY}[0-9a-fA-F]{{16}}(?:{_SOME}(?i:groups){_ANY}={_ANY}{_GROUPS})?(?:{_SOME}(?i:protect))?{_ANY}\]"
)
"""What shows that a mark of ours stood here, of which neither owner nor address can be read: the line of the last apply, part of the first
word, or a generation behind that word or before the bracket."""
_UNCLOSED = re.compile(rf"\[{_ANY}(?i:apparaten)(?![A-Za-z])")
_GENERATION = re.compile(
    rf"(?<![A-Za-z])(?i:gen){_ANY}={_ANY}(?P<generation>[0-9a-fA-F]{{16}})(?![0-9a-fA-F])"
)
_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_STANDS_FOR_IT = "[apparaten …]"
"""The mark as it is shown where it does not stand as we write it."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Owner, address, generation of content, and whether deleting needs more than removing a file."""

    organisation: str
    address: Address
    generation: str
    """`short_digest` of the normalised content that was written with it; empty when the mark is damaged."""
    protect: bool = False
    groups: tuple[str, ...] = ()
    """On an object that is not ours: ids of the groups whose assignments are, sorted."""

    def __str__(self) -> str:
        groups = f" groups={','.join(self.groups)}" if self.groups else ""
        return f"[apparaten {self.organisation}/{self.address} gen={self.generation}{groups}{' protect' if self.protect else ''}]"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text tells of whose object it is."""

    text: str
    """Everything but the marks."""
    marker: Marker | None
    """The one that counts: the last, protected when any that names the same object is."""
    shown: str
    """The text to compare with ours: without the marker where it stands as we write it, else with something in its place."""
    others: tuple[Marker, ...] = ()
    """Markers that name another object."""
    damaged: bool = False
    """Whether a mark is not whole. Without a marker even the address is not certain."""
    owner: str = ""
    """Of a damaged mark without a certain address: the organisation that it names; empty when that cannot be read either."""
    generations: tuple[str, ...] = ()
    """Where a mark is not whole, or there is none: what can be the generation of one."""
    strange: tuple[str, ...] = ()
    """Characters inside a mark that do not belong there, and that most people do not see."""


def marked(text: str, marker: Marker) -> str:
    """A description that ends with the marker."""
    return f"{text}\n{marker}" if text else str(marker)


def split(description: str | None) -> tuple[str, Marker | None]:
    """The text without the marker, and the marker when there is one."""
    found = marks(description)
    return found.text, found.marker


@lru_cache(maxsize=4096)
def marks(description: str | None) -> Marks:
    """All that a description says of whose object it is. What the last apply noted there is no part of it."""
    bare = applied.without(description or "")
    views = [(view, _found(view.text)) for view in seen(bare)]
    view, found = max(views, key=lambda one: (sum(match.re is _WHOLE for match in one[1]), len(one[1])))
    text = view.base
    if not found:
        return _rest(bare, seen(description or ""))
    read = [_marker(match) for match in found]
    last = read[-1]
    same = [
        marker
        for marker in read
        if (marker.organisation, marker.address) == (last.organisation, last.address)
    ]
    marker = replace(last, protect=any(one.protect for one in same))
    spans = [view.span(match) for match in found]
    tidy = (
        text is bare and len(found) == 1 and str(marker) == text[slice(*spans[0])] and _ends(text, spans[0])
    )
    lines = [view.span(match) for match in applied.LINE.finditer(view.text)]
    left = _without(text, sorted([*spans, *lines]))
    aside = [(span, _STANDS_FOR_IT) for span, match in zip(spans, found, strict=True) if match.re is _WHOLE]
    shown = left if tidy else _put_aside(text, [*aside, *((span, "") for span in lines)])
    others = tuple(dict.fromkeys(one for one in read if one not in same))
    strange = tuple(dict.fromkeys(c for span in spans for c in view.strange(span)))
    damaged = not all(one.generation for one in read)
    generations = _generations([one for one, _ in views]) if damaged else ()
    return Marks(left, marker, shown, others, damaged=damaged, strange=strange, generations=generations)


def _rest(bare: str, views: Sequence[TextView]) -> Marks:
    """What a text without a mark that names an object has left of one."""
    begun = next((match for one in views if (match := _BEGUN.search(one.text))), None)
    damaged = begun is not None or any(_LEFT.search(one.text) or _unclosed(one.text) for one in views)
    owner = begun["organisation"].lower() if begun else ""
    return Marks(bare, None, bare, damaged=damaged, owner=owner, generations=_generations(views))


def _generations(views: Sequence[TextView]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            match["generation"].lower() for one in views for match in _GENERATION.finditer(one.text)
        )
    )


def _unclosed(text: str) -> bool:
    """Whether a mark begins of which the end is gone."""
    return _UNCLOSED.search(text, text.rfind("]") + 1) is not None


def _found(text: str) -> list[re.Match[str]]:
    """Every mark that names an object, whole or not, in order."""
    whole = list(_WHOLE.finditer(text))
    starts = {match.start() for match in whole}
    found = sorted(
        [*whole, *(m for m in _PART.finditer(text) if m.start() not in starts)],
        key=lambda match: match.start(),
    )
    return found or list(_LOOSE.finditer(text))


def _marker(match: re.Match[str]) -> Marker:
    """What a mark says. Nobody knows what a damaged one said of protection, so it counts as said."""
    organisation, address = (
        match["organisation"].lower(),
        Address(match["kind"].lower(), match["key"].lower()),
    )
    if match.re is not _WHOLE:
        return Marker(organisation, address, "", protect=True)
    groups = tuple(part for part in re.sub(_SPACE, "", match["groups"] or "").lower().split(",") if part)
    return Marker(organisation, address, match["generation"].lower(), bool(match["protect"]), groups)


def _ends(text: str, span: tuple[int, int]) -> bool:
    """Whether it is the last line, as we write it. White space behind it is forgiven: portals add it."""
    return text[: span[0]][-1:] in ("", "\n", "\r") and not text[span[1] :].strip()


def _put_aside(text: str, spans: list[tuple[tuple[int, int], str]]) -> str:
    """The text with something else in the place of each span."""
    for (start, end), instead in sorted(spans, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text around the marks; what stood before a mark and what stood behind it stay on one line only when the mark was on it."""
    left, end = "", 0
    for start, after in [*spans, (len(text), len(text))]:
        part, first, end = text[end:start], not end, after
        if not left.strip():
            left = part if first else part.lstrip()
        elif part.strip():
            apart = "\n" if left[-1] in "\r\n" or part[0] in "\r\n" else " "
            left = f"{left.rstrip()}{apart}{part.lstrip()}"
    return _LINE_END.sub("", left) if left.strip() else ""
