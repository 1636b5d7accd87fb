"""Roles that the policy weighs as a high risk or protects, of which a plan loosens something.

Guards are shares of all people under management, so a role of a few people is below any limit. For a role that the policy itself calls
risky the plan therefore says each time who is less protected and by what, however few they are.
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
"""Of the weighing of a role, which goes from 1 (low) to 4 (very high)."""
_OBJECTS, _VALUES = 3, 3
"""How many are named."""


def risky(
    found: Sequence[Impact], loosened: Mapping[str, Loosening], roles: Sequence[Role]
) -> Iterator[Diagnostic]:
    """A warning for each such role: PLN050 for its risk, PLN052 where it is protected and the risk is lower."""
    for role in sorted(roles, key=lambda one: one.id):
        less = [
            i for i in found if i.change.role == role.id and (i.change.removes_protection or i.change.weakens)
        ]
        if not less or (role.risk.rating < HIGH and not role.protect):
            continue
        whom = together(
            i.before & loosened[i.change.address.kind].all for i in less if i.change.address.kind in loosened
        )
        what = [_said(i.change) for i in sorted(less, key=lambda i: (i.kind.order, i.change.address))]
        args = {"role": role.id, "rating": str(role.risk.rating), "people": str(len(whom.people)), "devices": str(len(whom.devices)),
                "what": _first(what, _OBJECTS, "; ")}  # fmt: skip
        yield Diagnostic("PLN050" if role.risk.rating >= HIGH else "PLN052", "warning", role.risk.span, args)


def _said(change: Change) -> str:
    """An object with what of it gets weaker: `MA | College: TikTok (com.zhiliaoapp.musically)`."""
    values = [] if change.removes_protection else _weaker_values(change)
    return f"{change.name}: {_first(values, _VALUES, ', ')}" if values else change.name


def _weaker_values(change: Change) -> list[str]:
    was, now = (image.body if image else {} for image in (change.before, change.after))
    names = {name for name in was if weaker([{name: was[name]}], [{name: now.get(name)}])}
    fields = [
        field
        for field in change.fields
        if parts(field.pointer)[0] in names and (field.op != "add" or field.label)
    ]
    return list(dict.fromkeys(field.label or _plain(field) for field in fields))


def _plain(field: FieldChange) -> str:
    """A member that goes by itself, anything else by its property."""
    return (
        field.before if field.op == "remove" and isinstance(field.before, str) else parts(field.pointer)[-1]
    )


def _first(texts: Sequence[str], most: int, between: str) -> str:
    return between.join([*texts[:most], *(["…"] if len(texts) > most else [])])
