"""Functions of a role as properties of a device configuration, or as choices of the settings catalog: tables, and how a role turns them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import settings_catalog


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
        return because(switch.unasked, common_causes.function(scope, switch.functions[0]))
    strictest = min(asked, key=lambda name: scope.role.functions[name].value != "block")
    value = switch.blocked if scope.role.functions[strictest].value == "block" else switch.allowed
    return because(value, common_causes.function(scope, strictest))


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the settings catalog that a function decides."""

    id: str
    """The setting definition."""
    label: str
    function: str
    turned_by: Mapping[str, str]
    """Value of the function -> option."""
    otherwise: str
    """The option when the role asks for none of these."""


def chosen(scope: Scope, choice: Choice) -> Traced:
    """The option that the role asks for."""
    asked = scope.role.functions.get(choice.function)
    option = choice.turned_by.get(asked.value, choice.otherwise) if asked else choice.otherwise
    return because(settings_catalog.choice(choice.id, option), common_causes.function(scope, choice.function))


def shown(value: JSON, choices: Iterable[tuple[str, str]], off: str) -> str | None:
    """A choice as what it is about: `AirDrop: off`. `choices` are definitions with their labels; None for any other value."""
    definition, _, option = value.rpartition("_") if isinstance(value, str) else ("", "", "")
    label = dict(choices).get(definition)
    return f"{label}: {'off' if option == off else 'on'}" if label else None
