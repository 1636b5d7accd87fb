"""Rules that cannot both be meant, or that the product will never carry out. Looked at once a rule, whatever the dates.

An exception does not heal them: it is dated and approved, the rule that it contradicts would outlive it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import App, Role, Selector
from managed_apparaten.resolve.claims import Claim

SHOWN = 3
"""How many apps a message names before it only counts them."""

BLOCKED_HERE = {True: "label.blocked-here-locked", False: "label.blocked-here"}


def names(apps: Sequence[App]) -> str:
    """The first few names and how many more there are, without a word of any language."""
    more = f" (+{len(apps) - SHOWN})" if len(apps) > SHOWN else ""
    return ", ".join(app.name for app in apps[:SHOWN]) + more


Blocks = Mapping[str, Sequence[Claim]]
"""What the organisation, or a role, blocks: app id -> the claims that do."""


def blocks(claims: Iterable[Claim], apps: Mapping[str, App]) -> Blocks:
    """The blocks among these that can hold: those on management apps never do."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.ground.effect == "block" and not apps[claim.app].management:
            found[claim.app].append(claim)
    return found


def loosened(
    role: Role, own: Iterable[Claim], blocked: Blocks, apps: Mapping[str, App]
) -> Iterator[Diagnostic]:
    """RES201: a role's rule allows, or cautions about, what the organisation blocks."""
    clashes: dict[Selector, list[tuple[Claim, Claim]]] = defaultdict(list)
    for claim in own:
        if claim.app in blocked and claim.ground.effect != "block" and claim.ground.selector:
            against = [block for block in blocked[claim.app] if set(block.platforms) & set(claim.platforms)]
            clashes[claim.ground.selector] += ((claim, block) for block in against)
    for selector, pairs in clashes.items():
        if pairs:
            yield _loosened(role, selector, pairs, apps)


def _loosened(
    role: Role, selector: Selector, pairs: Sequence[tuple[Claim, Claim]], apps: Mapping[str, App]
) -> Diagnostic:
    caught = sorted({claim.app for claim, _ in pairs})
    args = {"role": role.id, "apps": names([apps[app] for app in caught]), "count": str(len(caught))}
    spots = dict.fromkeys(
        spot for claim, block in pairs if claim.app in caught[:SHOWN] for spot in _spots(claim, block)
    )
    return Diagnostic(
        "RES201", "error", selector.span, args, related=tuple(Related(span, label) for span, label in spots)
    )


def forbidden(claims: Iterable[Claim], blocked: Blocks, apps: Mapping[str, App]) -> Iterator[Diagnostic]:
    """RES207: a rule requires an app that another rule blocks for the same people. Where a role loosens the organisation it is RES201."""
    told: set[tuple[Selector, str]] = set()
    for claim in claims:
        selector = claim.ground.selector
        against = [
            block for block in blocked.get(claim.app, ()) if set(block.platforms) & set(claim.platforms)
        ]
        if claim.ground.kind == "require" and selector and against and (selector, claim.app) not in told:
            told.add((selector, claim.app))
            spots = dict.fromkeys(spot for block in against for spot in _spots(claim, block))
            related = tuple(Related(span, label) for span, label in spots)
            yield Diagnostic("RES207", "error", selector.span, {"app": apps[claim.app].name}, related=related)


def _spots(claim: Claim, block: Claim) -> Iterator[tuple[Span, str]]:
    """The rule that blocks, and what linked the app to either rule."""
    if block.ground.selector:
        everyone = block.ground.rule is None or block.ground.rule.owner is None
        yield (
            block.ground.selector.span,
            BLOCKED_HERE[block.ground.kind == "locked-block"] if everyone else "label.blocked-for-role",
        )
    for ground in (claim.ground, block.ground):
        if ground.via:
            yield ground.via, "label.caught-here"


def stopped_management(claims: Iterable[Claim], apps: Mapping[str, App]) -> Iterator[Diagnostic]:
    """RES202, RES203: a rule blocks an app that may never be stopped. By name that is an error, by class the app is left out."""
    stopped: dict[tuple[str, Selector], list[str]] = defaultdict(list)
    for claim in claims:
        selector = claim.ground.selector
        if selector and claim.ground.effect == "block" and apps[claim.app].management:
            by_name = selector.kind in ("app", "list")
            stopped["RES202" if by_name else "RES203", selector].append(claim.app)
    for (code, selector), caught in stopped.items():
        found = [apps[app] for app in sorted(caught)]
        related = tuple(Related(app.span, "label.management-app", {"app": app.name}) for app in found[:SHOWN])
        args = {"apps": names(found), "count": str(len(found))}
        yield Diagnostic(
            code, "error" if code == "RES202" else "warning", selector.span, args, related=related
        )
