"""Check that the tenant has each setting of the settings catalog that the plan uses.

The catalog changes with Intune's releases, and a tenant may not have a setting yet. Intune refuses a policy
with an unknown setting halfway through an apply; this check finds it before the first write, at the line that
asked for it.
"""

from collections.abc import Iterator, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import leaves, parts

NAME = "settingDefinitionId"


def definitions(resources: Sequence[Desired]) -> list[str]:
    """Return the ids of all setting definitions in these bodies, sorted."""
    return sorted({definition for desired in resources for definition in _ids(desired.body.get("settings"))})


def unknown(resources: Sequence[Desired], known: frozenset[str]) -> Iterator[Diagnostic]:
    """Report PLN047 once for each definition that the tenant lacks, at the first line that asked for it."""
    reported: set[str] = set()
    if known.issuperset(definitions(resources)):
        return
    for desired in resources:
        for pointer, definition in _named(desired):
            if definition not in known and definition not in reported:
                reported.add(definition)
                span = next((cause.span for cause in desired.blame.get(pointer, ()) if cause.span), None)
                args = {"definition": definition, "address": str(desired.address)}
                yield Diagnostic(
                    "PLN047", span=span, args=args, pointer=pointer, address=str(desired.address)
                )


def _ids(value: JSON) -> Iterator[str]:
    """Yield the same ids as `_named`, without their places."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(inner),) if key == NAME else _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _named(desired: Desired) -> list[tuple[str, str]]:
    if "settings" not in desired.body:
        return []
    all_leaves = leaves(desired.body["settings"], "/settings")
    return [(pointer, str(value)) for pointer, value in all_leaves.items() if parts(pointer)[-1] == NAME]
