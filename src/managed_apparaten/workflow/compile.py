"""Compiled resources as documents, one an address."""

from managed_apparaten.compile.output import as_json, file_name
from managed_apparaten.core.digest import JSON
from managed_apparaten.kinds import all_kinds
from managed_apparaten.workflow.check import Ready


def documents(ready: Ready) -> dict[str, JSON]:
    """File name -> document, sorted by address."""
    kinds = {kind.name: kind for kind in all_kinds()}
    return {
        file_name(desired): as_json(desired, kinds[desired.address.kind])
        for desired in ready.compiled.resources
    }
