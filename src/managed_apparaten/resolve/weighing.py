"""What a policy rests on: a decision that is yet to be taken, and approved apps that read much beside data of very high risk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import Platform, PolicySet, Role
from managed_apparaten.resolve.decision import Decision

VERY_HIGH = 4
READS = frozenset({"contacts", "files", "keystrokes", "messages", "photos"})
"""Access through which an app of another sort can read data of the work."""


def undecided(policy: PolicySet, on: date) -> Iterator[Diagnostic]:
    """RES213: the decision that the policy rests on has a later date than the day for which it is evaluated."""
    decision = policy.organisation.approach.decision
    if decision.date > on:
        args = {"reference": decision.reference, "date": decision.date.isoformat(), "on": on.isoformat()}
        yield Diagnostic("RES213", "warning", decision.span, args)


def reads_much(
    policy: PolicySet,
    roles: Sequence[Role],
    decisions: Mapping[str, Mapping[Platform, Mapping[str, Decision]]],
) -> Iterator[Diagnostic]:
    """RES214, once a role: approved apps with access to contacts, files or keystrokes where the data of the role are at very high risk."""
    for role in roles:
        if role.risk.data < VERY_HIGH or role.derived_from:
            continue
        found: dict[str, tuple[Decision, frozenset[str]]] = {}
        for decided in decisions[role.id].values():
            for app_id, decision in decided.items():
                access = READS & frozenset(policy.apps[app_id].data_access)
                if access and decision.approved and not policy.apps[app_id].management:
                    found.setdefault(app_id, (decision, access))
        if found:
            told = ", ".join(
                f"{policy.apps[app].name} ({', '.join(sorted(access))})"
                for app, (_, access) in sorted(found.items())
            )
            related = tuple(
                Related(decision.winner.span, "label.allowed-here")
                for decision, _ in list(found.values())[:3]
            )
            yield Diagnostic(
                "RES214", "warning", role.risk.span, {"role": role.id, "apps": told}, related=related
            )
