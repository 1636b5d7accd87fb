"""Who signs the programs of an app on Windows, and which makers of blocked apps are denied as a whole.

AppLocker names the publisher of a program by four parts of the subject of its certificate, in capitals: organisation, place, state and
country (Microsoft Learn, "Understanding the publisher rule condition in AppLocker", github MicrosoftDocs/windows-itpro-docs @b99999f2;
so it stands in public policies, such as github microsoft/AaronLocker @9d3c943 TrustedSigners.ps1). The catalogue has that name, or the
whole subject, from which it is made: an assumption, `applocker-publisher-name`. A name without its parts, such as `Bytedance Pte. Ltd.`,
makes no rule.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from managed_apparaten.core import assumptions
from managed_apparaten.core.names import fold_name
from managed_apparaten.intune import windows_builtin
from managed_apparaten.policy.model import App, Identifier, PolicySet
from managed_apparaten.resolve.decision import Decision

_PART = re.compile(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9.]*)\s*=\s*(.*?)\s*(?=,\s*[A-Za-z][A-Za-z0-9.]*\s*=|$)")
_NAMED = {"O": "O", "L": "L", "S": "S", "ST": "S", "C": "C"}
"""Parts of a subject that AppLocker keeps; other tools write a state as ST."""


def publisher_name(subject: str) -> str | None:
    """`O=TELEGRAM FZ-LLC, C=AE` of `CN=Telegram FZ-LLC, O=Telegram FZ-LLC, C=AE`; None without an organisation or a country."""
    found = {
        _NAMED[name.upper()]: value.strip('"')
        for name, value in _PART.findall(subject)
        if name.upper() in _NAMED
    }
    if not found.get("O") or not found.get("C"):
        return None
    return ", ".join(f"{name}={found[name]}" for name in ("O", "L", "S", "C") if found.get(name)).upper()


def stated(policy: PolicySet, app: App) -> Iterator[tuple[Identifier, str]]:
    """The publishers of an app that AppLocker can name, as the catalogue states them and as AppLocker writes them."""
    as_written = (
        assumptions.effective_value(policy.organisation.assumptions, assumptions.PUBLISHER_NAME)
        == "as-written"
    )
    for identifier in app.on("windows", "publisher"):
        name = publisher_name(identifier.value)
        if name and not (as_written and name != identifier.value):
            yield identifier, name


def denying(policy: PolicySet, app: App, decision: Decision) -> list[tuple[Identifier, str]]:
    """Those of a blocked app by which it may be denied: seen in a source, unless the rule says otherwise."""
    return [
        (identifier, name)
        for identifier, name in stated(policy, app)
        if identifier.may_block(decision.unverified)
    ]


def allowing(policy: PolicySet, app: App) -> list[tuple[Identifier, str]]:
    """Those of an approved app by which its programs may be let in: from a source that is kept, since a wrong one lets others in."""
    return [(identifier, name) for identifier, name in stated(policy, app) if identifier.may_allow()]


def denied_whole(
    policy: PolicySet, decisions: Mapping[str, Decision]
) -> dict[str, list[tuple[App, Identifier]]]:
    """Publishers of which everything is denied, with the blocked apps that state them.

    Only where every app of that maker in the catalogue is blocked: every app with that publisher, and every app of the same company.
    Otherwise an approved app, or one that nobody decided on, would go with it. Never Microsoft: parts of Windows would go.
    """
    by_name: dict[str, list[tuple[App, Identifier]]] = defaultdict(list)
    for app in policy.apps.values():
        for identifier, name in stated(policy, app):
            by_name[name].append((app, identifier))
    found = {}
    for name, some in sorted(by_name.items()):
        if name == windows_builtin.MICROSOFT_FILES:
            continue
        blocked = [
            (app, identifier)
            for app, identifier in some
            if name in dict(_reversed(policy, app, decisions[app.id]))
        ]
        companies = {fold_name(app.control.entity) for app, _ in some} | {
            fold_name(app.publisher) for app, _ in some
        }
        related = [
            app
            for app in policy.apps.values()
            if {fold_name(app.control.entity), fold_name(app.publisher)} & companies
        ]
        if blocked and all(decisions[app.id].blocked for app in (*related, *(app for app, _ in some))):
            found[name] = blocked
    return found


def _reversed(policy: PolicySet, app: App, decision: Decision) -> Iterator[tuple[str, Identifier]]:
    if decision.blocked:
        yield from ((name, identifier) for identifier, name in denying(policy, app, decision))
