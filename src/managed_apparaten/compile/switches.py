"""Functions of a role as properties of a device configuration: a table of switches, and how a role turns them."""

from dataclasses import dataclass

from managed_apparaten.compile import reasons
from managed_apparaten.compile.kind import Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.digest import JSON


@dataclass(frozen=True, slots=True)
class Switch:
    """A property, the functions that decide it, and its values: asked to block, asked to allow, not asked."""

    name: str
    functions: tuple[str, ...]
    blocked: JSON
    allowed: JSON
    unasked: JSON


def turned(scope: Scope, switch: Switch) -> Traced:
    """The value that the role asks for. Block wins over allow where two functions decide one property."""
    asked = [name for name in switch.functions if name in scope.role.functions]
    if not asked:
        return because(switch.unasked, reasons.function(scope, switch.functions[0]))
    strictest = min(asked, key=lambda name: scope.role.functions[name].value != "block")
    value = switch.blocked if scope.role.functions[strictest].value == "block" else switch.allowed
    return because(value, reasons.function(scope, strictest))
