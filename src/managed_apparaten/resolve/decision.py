"""A decision and the grounds it rests on."""

from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.cause import Cause
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import Platform, Rule, Selector

Effect = Literal["block", "refuse", "caution", "allow", "tolerate"]
"""block: a rule forbids it. refuse: an allowlist does not know it, or a measure
of an exception keeps it off. caution: allowed with conditions. allow: approved.
tolerate: nobody said anything and the step lets it be."""

GroundKind = Literal[
    "built-in", "exception", "measure", "locked-block", "block", "caution", "allow", "require", "ladder"
]


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for an effect: a rule, an exception, the ladder, or what may never be blocked."""

    kind: GroundKind
    effect: Effect
    span: Span
    """The line that says so: the rule, the exception, the role's enforcement, or the catalogue entry."""
    rule: Rule | None = None
    selector: Selector | None = None
    """The part of the rule that caught the app."""
    via: Span | None = None
    """What linked the app to the selector: its country of control, the line of the advisory or of the list."""
    exception: str | None = None

    @property
    def unverified(self) -> bool:
        """Whether identifiers without good evidence may be used on this ground."""
        return self.rule is not None and self.rule.unverified


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for one app, for one role, on one platform."""

    role: str
    app: str
    platform: Platform
    effect: Effect
    winner: Ground
    losers: tuple[Ground, ...]
    causes: tuple[Cause, ...]
    """The winner as causes for a field: the rule's line first, then what linked the app to it."""

    @property
    def approved(self) -> bool:
        """Whether an allowlist holds it."""
        return self.effect in ("allow", "caution")

    @property
    def required(self) -> Ground | None:
        """The ground for which it is to be installed: a rule that requires it, the winner or not, when nothing forbids it."""
        if not self.approved:
            return None
        return next((ground for ground in (self.winner, *self.losers) if ground.kind == "require"), None)

    @property
    def blocked(self) -> bool:
        """Whether a rule forbids it; what an allowlist merely does not know is refused, not blocked."""
        return self.effect == "block"

    @property
    def unverified(self) -> bool:
        """Whether identifiers without good evidence may be used: any ground of the same sense that speaks here says so, the winner or
        not. Otherwise a second, plain block would take away what the first one reaches, and a second, plain approval likewise."""
        senses = ("block",) if self.blocked else ("allow", "caution") if self.approved else ()
        return any(ground.effect in senses and ground.unverified for ground in (self.winner, *self.losers))
