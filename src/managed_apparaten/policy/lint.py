"""What is allowed but probably not meant: warnings and notes, never errors."""

from collections.abc import Iterable, Iterator

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.names import fold_name
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import App, Role
from managed_apparaten.policy.references import Index

_UNUSED = {"list": "POL312", "advisory": "POL313"}


def unused(known: Index) -> Iterator[Diagnostic]:
    """Lists and advisories that nothing refers to."""
    for sort, code in _UNUSED.items():
        for name, span in known.names[sort].items():
            if name not in known.used[sort]:
                yield Diagnostic(code, "warning", span=span, args={"name": name})


def unverified(apps: Iterable[App]) -> Iterator[Diagnostic]:
    """One note for the whole catalogue: how many identifiers are recalled only, with the place of each beside it."""
    found = [
        (app, identifier) for app in apps for identifier in app.identifiers if identifier.grade == "recalled"
    ]
    if found:
        related = tuple(
            Related(i.span, "label.unverified", {"app": app.name, "identifier": i.value}) for app, i in found
        )
        args = {"identifiers": str(len(found)), "apps": str(len({app.id for app, _ in found}))}
        yield Diagnostic("POL311", "note", span=found[0][1].span, args=args, related=related)


def alike(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """A note for each file that looks like policy and is not read."""
    for path in paths:
        yield Diagnostic("POL314", "note", span=Span(path, 1, 1, 1, 1))


def same_titles(roles: Iterable[Role]) -> Iterator[Diagnostic]:
    """Two roles of one title: their objects have the same names in the portal."""
    first: dict[tuple[str, str], Role] = {}
    for role in sorted(roles, key=lambda role: (role.span, role.id)):
        told: set[str] = set()
        for language in ("nl", "en"):
            title = role.title.nl if language == "nl" else role.title.en
            other = first.setdefault((language, fold_name(" ".join(title.split()))), role) if title else role
            if other is not role and other.id not in told:
                told.add(other.id)
                args = {"title": title, "role": role.id, "other": other.id}
                yield Diagnostic(
                    "POL315",
                    "warning",
                    span=role.span,
                    args=args,
                    related=(Related(other.span, "label.first-here"),),
                )
