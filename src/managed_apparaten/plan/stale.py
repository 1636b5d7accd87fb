"""Find the differences between two plans for the same policy, to show why a reviewed plan no longer holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.pointer import leaves
from managed_apparaten.core.typed import to_plain_json
from managed_apparaten.plan.change import Change, Plan

_RUN = (
    "format_version",
    "tool_version",
    "organisation",
    "tenant_id",
    "evaluated_on",
    "policy_digest",
    "guards",
    "unmanaged",
)
LONGEST = 120
"""The most characters of a value that are shown in a sentence."""
_CHANGE = ("action", "name", "object_id", "before", "after", "content", "turn", "meanwhile")
"""The fields of a change that are compared. Reach, causes and field changes follow from them and would only
repeat the difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not what was expected."""

    address: Address | None
    """The object; None for what concerns the whole plan."""
    field: str
    """`assignments`, `apps`, or a JSON pointer: during a run into the body of the object, between plans into
    the change (`/before/body/...`)."""
    before: JSON
    """The expected value; None when there was none."""
    after: JSON
    """The present value; None when there is none."""


def stale(old: Plan, new: Plan) -> tuple[Difference, ...]:
    """Return every difference that matters, per object. It is empty exactly when the digests are equal."""
    if old.digest == new.digest:
        return ()
    differences = [*whole_plan(old, new), *_changes(old, new)]
    return tuple(differences) or (Difference(None, "/digest", old.digest, new.digest),)


def outdated(differences: Sequence[Difference]) -> tuple[Diagnostic, ...]:
    """Return the refusal of a plan that no longer holds (APL005), and one APL006 for each difference."""
    return (
        (Diagnostic("APL005", args={"count": str(len(differences))}), *described(differences))
        if differences
        else ()
    )


def described(differences: Sequence[Difference]) -> tuple[Diagnostic, ...]:
    """Return one note for each difference."""
    return tuple(
        Diagnostic(
            "APL006",
            "note",
            address=str(d.address) if d.address else None,
            args={
                "address": str(d.address or "plan"),
                "field": d.field,
                "before": _short(d.before),
                "after": _short(d.after),
            },
        )
        for d in differences
    )


def differing(
    address: Address | None, before: JSON, after: JSON, pointer: str = ""
) -> tuple[Difference, ...]:
    """Return the leaves that two JSON values do not share, by pointer."""
    leaves_before, leaves_after = leaves(before, pointer), leaves(after, pointer)
    return tuple(
        Difference(address, p, leaves_before.get(p), leaves_after.get(p))
        for p in sorted({*leaves_before, *leaves_after})
        if leaves_before.get(p) != leaves_after.get(p)
    )


def whole_plan(old: Plan, new: Plan) -> list[Difference]:
    """Return the differences that do not concern an object."""
    old_values, new_values = to_plain_json(old), to_plain_json(new)
    return [d for name in _RUN for d in differing(None, old_values[name], new_values[name], f"/{name}")]


def _changes(old: Plan, new: Plan) -> list[Difference]:
    old_changes, new_changes = by_object(old), by_object(new)
    return [
        difference
        for key in sorted({*old_changes, *new_changes})
        for difference in differing(
            (old_changes.get(key) or new_changes[key]).address,
            _essence(old_changes.get(key)),
            _essence(new_changes.get(key)),
        )
    ]


def by_object(plan: Plan) -> dict[tuple[str, int], Change]:
    """Return the changes by address and number; twins share an address."""
    changes: dict[tuple[str, int], Change] = {}
    for change in sorted(plan.changes, key=lambda c: (c.address, c.object_id or "")):
        address = str(change.address)
        changes[address, sum(key[0] == address for key in changes)] = change
    return changes


def essence(change: JSON) -> JSON:
    """Return what identifies a change, from the change as plain JSON."""
    return {name: value for name, value in change.items() if name in _CHANGE}


def _essence(change: Change | None) -> JSON:
    return essence(to_plain_json(change)) if change else None


def _short(value: JSON) -> str:
    text = canonical(value).decode() if value is not None else "-"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
