"""Domains to block, for a DNS filter or a proxy: one a line, as a hosts file, or as JSON. The same policy and date give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from managed_apparaten.core.digest import JSON
from managed_apparaten.intune.web_domains import Site
from managed_apparaten.policy.model import GrantedException
from managed_apparaten.render.escape import visible
from managed_apparaten.render.json import FORMAT_VERSION
from managed_apparaten.render.words import Words

NOWHERE = "0.0.0.0"  # noqa: S104 - an address that leads nowhere, as hosts files write it


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list says of itself."""

    organisation: str
    role: str | None
    day: date
    digest: str
    exceptions: tuple[GrantedException, ...] = ()
    """Those that allow one of the apps for part of these people."""


def plain(sites: Sequence[Site], heading: Heading, words: Words) -> str:
    """One domain a line."""
    return _text([*_head(heading, words), words.say("domains.below")], [site.domain for site in sites])


def hosts(sites: Sequence[Site], heading: Heading, words: Words) -> str:
    """Lines of a hosts file; www goes along, as a hosts file knows no subdomains."""
    names = [name for site in sites for name in (site.domain, f"www.{site.domain}")]
    return _text(
        [*_head(heading, words), words.say("domains.hosts")], [f"{NOWHERE} {name}" for name in names]
    )


def document(sites: Sequence[Site], heading: Heading) -> JSON:
    """The same for a program, with the apps for which."""
    return {
        "format_version": FORMAT_VERSION,
        "organisation": heading.organisation,
        "role": heading.role,
        "date": heading.day.isoformat(),
        "policy_digest": heading.digest,
        "exceptions": [exception.id for exception in heading.exceptions],
        "domains": [{"domain": site.domain, "apps": [app.id for app in site.apps]} for site in sites],
    }


def _head(heading: Heading, words: Words) -> list[str]:
    who = words.say("domains.role", role=heading.role) if heading.role else words.say("domains.everybody")
    head = words.say("domains.head", organisation=heading.organisation, who=who, date=heading.day.isoformat())
    lines = [head, words.say("domains.policy", digest=heading.digest)]
    for exception in heading.exceptions:
        group = exception.group.name if exception.group else exception.role.value
        apps = ", ".join(app.value for app in exception.apps)
        lines.append(words.say("domains.exception", exception=exception.id, apps=apps, group=group))
    return lines


def _text(head: Sequence[str], lines: Sequence[str]) -> str:
    return "".join(f"# {visible(row)}\n" for row in head) + "".join(f"{row}\n" for row in lines)
