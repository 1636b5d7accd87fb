"""Who wins: the order of grounds for one app, and the order of roles for one person.

Grounds, first one decides:

1. built in: management apps are approved, whatever anybody wrote;
2. an active exception;
3. a locked block;
4. any other block, of the role or of the organisation;
5. a measure of an exception that keeps apps for work off an isolated device;
6. caution, allow and require: the role's before the organisation's, and of one owner caution before allow, because
   conditions that somebody wrote down do not vanish when the app also stands in a list of approved apps;
7. the ladder.

Equals are put in order by owner, by how exactly the selector names the app, and by place in the files, so that the
winner is the same on every machine. Between equals only the reason differs, never the effect.
"""

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import Role
from managed_apparaten.resolve.decision import Ground

TIERS = {
    "built-in": 0,
    "exception": 1,
    "locked-block": 2,
    "block": 3,
    "measure": 4,
    "caution": 5,
    "allow": 5,
    "require": 5,
}
"""The ladder has no rank: it is what is left when no ground speaks."""

EXACTNESS = {"app": 0, "list": 1, "advisory": 2, "country": 3, "category": 4}

GroundRank = tuple[int, bool, bool, int, Span, Span]
RoleRank = tuple[int, bool, str]


def ground_rank(ground: Ground) -> GroundRank:
    """Where a ground stands: the lowest decides."""
    rule, selector = ground.rule, ground.selector
    return (
        TIERS[ground.kind],
        rule is not None and rule.owner is None,
        ground.effect == "allow",
        EXACTNESS[selector.kind] if selector else 0,
        ground.span,
        selector.span if selector else ground.span,
    )


def role_rank(role: Role) -> RoleRank:
    """Where a role stands: highest priority first, a derived role before its base (they share the number), then by id."""
    return (-role.priority.value, role.derived_from is None, role.id)


def outranks(role: Role, other: Role) -> bool:
    """Whether somebody in both roles gets `role`.

    Two written roles of equal priority never outrank each other: on overlapping groups that is an error. Two derived
    roles do, by id, so that somebody in the groups of two exceptions gets one complete set of policies and not two.
    """
    if role.derived_from is None and other.derived_from is None:
        return role.priority.value > other.priority.value
    return role_rank(role) < role_rank(other)
