"""The kinds of Intune resources that this program makes: one file each, found by looking."""

import importlib
import pkgutil
from functools import cache

from managed_apparaten.compile.kind import Kind


@cache
def all_kinds() -> tuple[Kind, ...]:
    """The `KIND` of every module in this package, in apply order."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    kinds: list[Kind] = [module.KIND for module in modules]
    return tuple(sorted(kinds, key=lambda kind: (kind.order, kind.name)))
