"""What is allowed but probably not meant: warnings and notes, never errors."""

from collections.abc import Iterable, Iterator

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import App
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
    found = [(app, identifier) for app in apps for identifier in app.identifiers if not identifier.verified]
    if found:
        related = tuple(Related(i.span, "label.unverified", {"app": app.name, "identifier": i.value}) for app, i in found)
        args = {"identifiers": str(len(found)), "apps": str(len({app.id for app, _ in found}))}
        yield Diagnostic("POL311", "note", span=found[0][1].span, args=args, related=related)
