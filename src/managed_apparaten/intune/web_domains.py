"""The websites of blocked apps: for a DNS filter or a proxy, as nothing that is compiled for Intune blocks a website.

A domain stands for its subdomains as well. One that a source names may block, as an identifier of an app may; see
`policy.model.Identifier.may_block`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.model import App, Identifier, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


@dataclass(frozen=True, slots=True)
class Site:
    """A domain to block, and the apps for which."""

    domain: str
    apps: tuple[App, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A domain to block that covers the website of an approved app."""

    identifier: Identifier
    app: App
    other: str
    approved: App


def sites(policy: PolicySet, resolved: Resolved, roles: Sequence[Role]) -> tuple[Site, ...]:
    """The domains of apps that are blocked for each of these roles, sorted; one under another that is there is left out."""
    found: dict[str, dict[str, App]] = defaultdict(dict)
    for app, identifier in _blocked(policy, resolved, roles):
        found[identifier.value][app.id] = app
    kept = [
        domain
        for domain in sorted(found)
        if not any(covers(other, domain) for other in found if other != domain)
    ]
    return tuple(Site(domain, _under(domain, found)) for domain in kept)


def _under(domain: str, found: Mapping[str, Mapping[str, App]]) -> tuple[App, ...]:
    """The apps of a domain and of those that it covers, each once, by id."""
    apps = {app.id: app for other in found if covers(domain, other) for app in found[other].values()}
    return tuple(apps[name] for name in sorted(apps))


def overlaps(policy: PolicySet, resolved: Resolved, roles: Sequence[Role]) -> tuple[Overlap, ...]:
    """Where blocking a domain closes the website of an app that one of these roles approves."""
    approved = [
        (app, site.value)
        for app in policy.apps.values()
        for site in app.on("web", "domain")
        if any(
            decisions[app.id].approved for role in roles for decisions in resolved.decisions[role.id].values()
        )
    ]
    return tuple(
        Overlap(identifier, app, site, other)
        for app, identifier in _blocked(policy, resolved, roles)
        for other, site in approved
        if other.id != app.id and covers(identifier.value, site)
    )


def overlapping(overlap: Overlap) -> Diagnostic:
    """POL354."""
    args = {
        "domain": overlap.identifier.value,
        "app": overlap.app.name,
        "other": overlap.other,
        "approved": overlap.approved.name,
    }
    return Diagnostic("POL354", "warning", overlap.identifier.span, args)


def covers(domain: str, other: str) -> bool:
    """Whether a filter that blocks the one blocks the other."""
    return other == domain or other.endswith(f".{domain}")


def _blocked(
    policy: PolicySet, resolved: Resolved, roles: Sequence[Role]
) -> Iterator[tuple[App, Identifier]]:
    """Apps that each of these roles blocks on some platform, with each of their domains that may block."""
    for app in policy.apps.values():
        told = [
            [d for d in (on[app.id] for on in resolved.decisions[role.id].values()) if d.blocked]
            for role in roles
        ]
        if told and all(told):
            trusted = any(decision.unverified for decisions in told for decision in decisions)
            yield from ((app, site) for site in app.on("web", "domain") if site.may_block(trusted))
