"""Report what a plan loosens for roles that the policy rates as a high risk, or protects.

Guards are shares of all people under management, so a role with a few people stays below any limit. For such
a role the plan always says who is less protected and by what.
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.pointer import parts
from managed_apparaten.plan.change import Change, FieldChange
from managed_apparaten.plan.guards.loosening import Loosening
from managed_apparaten.plan.guards.strictness import weaker
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import together
from managed_apparaten.policy.model import Role

HIGH = 3
"""The lowest rating of a role that counts as a high risk, on a scale of 1 (low) to 4 (very high)."""
_OBJECTS, _VALUES = 3, 3
"""How many objects, and how many values of each, are named."""


def report_risky_roles(
    measured: Sequence[Impact], loosened: Mapping[str, Loosening], roles: Sequence[Role]
) -> Iterator[Diagnostic]:
    """Report a warning for each such role: PLN050 for its risk rating, PLN052 where it is protected and its
    rating is lower."""
    for role in sorted(roles, key=lambda one: one.id):
        loosened_here = [
            i
            for i in measured
            if i.change.role == role.id and (i.change.removes_protection or i.change.weakens)
        ]
        if not loosened_here or (role.risk.rating < HIGH and not role.protect):
            continue
        less_protected = together(
            i.before & loosened[i.change.address.kind].all
            for i in loosened_here
            if i.change.address.kind in loosened
        )
        descriptions = [
            _said(i.change) for i in sorted(loosened_here, key=lambda i: (i.kind.order, i.change.address))
        ]
        args = {
            "role": role.id,
            "rating": str(role.risk.rating),
            "people": str(len(less_protected.people)),
            "devices": str(len(less_protected.devices)),
            "what": _first(descriptions, _OBJECTS, "; "),
        }
        yield Diagnostic("PLN050" if role.risk.rating >= HIGH else "PLN052", "warning", role.risk.span, args)


def _said(change: Change) -> str:
    """An object with what of it gets weaker: `MA | College: TikTok (com.zhiliaoapp.musically)`."""
    values = [] if change.removes_protection else _weaker_values(change)
    return f"{change.name}: {_first(values, _VALUES, ', ')}" if values else change.name


def _weaker_values(change: Change) -> list[str]:
    body_before, body_after = (image.body if image else {} for image in (change.before, change.after))
    names = {
        name for name in body_before if weaker([{name: body_before[name]}], [{name: body_after.get(name)}])
    }
    fields = [
        field
        for field in change.fields
        if parts(field.pointer)[0] in names and (field.op != "add" or field.label)
    ]
    return list(dict.fromkeys(field.label or _plain(field) for field in fields))


def _plain(field: FieldChange) -> str:
    """Return the member that is removed, or the name of the property that changes."""
    return (
        field.before if field.op == "remove" and isinstance(field.before, str) else parts(field.pointer)[-1]
    )


def _first(texts: Sequence[str], most: int, between: str) -> str:
    return between.join([*texts[:most], *(["…"] if len(texts) > most else [])])
