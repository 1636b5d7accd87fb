"""Settings of the settings catalog that a plan leans on, looked up in the tenant before anything is planned.

The catalog grows and shrinks with Intune's releases, and a tenant may not have a setting yet. A policy with an unknown id is
refused by the service halfway through an apply; here it is an error before the first write, at the line that asked for it.
"""

from collections.abc import Iterator, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import leaves, parts

NAME = "settingDefinitionId"


def definitions(resources: Sequence[Desired]) -> list[str]:
    """Ids of all definitions in these bodies, sorted."""
    return sorted({definition for desired in resources for definition in _ids(desired.body.get("settings"))})


def unknown(resources: Sequence[Desired], known: frozenset[str]) -> Iterator[Diagnostic]:
    """One error a definition that the tenant does not have, at the first line that asked for it."""
    told: set[str] = set()
    if known.issuperset(definitions(resources)):
        return
    for desired in resources:
        for pointer, definition in _named(desired):
            if definition not in known and definition not in told:
                told.add(definition)
                span = next((cause.span for cause in desired.blame.get(pointer, ()) if cause.span), None)
                args = {"definition": definition, "address": str(desired.address)}
                yield Diagnostic(
                    "PLN047", span=span, args=args, pointer=pointer, address=str(desired.address)
                )


def _ids(value: JSON) -> Iterator[str]:
    """The same ids as `_named` has, without their places."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(inner),) if key == NAME else _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _named(desired: Desired) -> list[tuple[str, str]]:
    if "settings" not in desired.body:
        return []
    found = leaves(desired.body["settings"], "/settings")
    return [(pointer, str(value)) for pointer, value in found.items() if parts(pointer)[-1] == NAME]
