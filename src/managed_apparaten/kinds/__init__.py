"""The kinds of Intune objects that this program makes: one module for each, found by listing this package."""

import importlib
import pkgutil
from functools import cache

from managed_apparaten.compile.kind import Kind


def module_names() -> tuple[str, ...]:
    """Return the names of the modules in this package."""
    return tuple(info.name for info in pkgutil.iter_modules(__path__))


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Return the `KIND` of every module in this package, in the order in which they are applied."""
    modules = (importlib.import_module(f"{__name__}.{name}") for name in module_names())
    kinds: list[Kind] = [module.KIND for module in modules]
    return tuple(sorted(kinds, key=lambda kind: (kind.order, kind.name)))
