"""Which programs a supervised Mac with macOS 27 or later runs: Apple's declarative App Settings.

Denied wins over allowed. A denied program is told by its signing id, and by its maker's team id where that is known; an
allowed one needs the team id. An app of which only the team id is known is told by that: then everything of the maker is denied or
allowed, so a team is not denied while something else of it may run. macOS itself always runs; what Apple ships apart from it has
`*APPLE*` for a team.
Managed apps are allowed as well, which covers store and line-of-business apps, not packages that Intune's agent installs:
therefore Microsoft's team, which signs that agent, Company Portal and Defender, is always on the list.
The list names teams, so that helpers inside an app run too; apps of such a team that are not approved are denied by name, and so
are those of which the catalogue has no team id: they may be of such a team.
Ids: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/8c86f511-*.json.
https://developer.apple.com/documentation/devicemanagement/appsettings (which identifiers each list needs)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said, mark
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.assumptions import ALLOWED_BY
from managed_apparaten.core.cause import Cause, Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import app_lists, ladder, settings_catalog
from managed_apparaten.intune.app_lists import Listed
from managed_apparaten.intune.apple import (
    APP_SETTINGS,
    FIRST_DECLARATIVE,
    LISTINGS,
    Listing,
    app_settings,
    declarative,
    never_missing,
)
from managed_apparaten.policy.model import App, DeviceClass, Identifier, Text

DENIED = "app_allowed_deniedbinaries"
ALLOWED = "app_allowed_allowedbinaries"
MANAGED = "app_allowed_alwaysallowmanagedapps"
IDENTITIES = frozenset(
    f"{name}{part}" for name in (DENIED, ALLOWED) for part in ("", "_item_signingid", "_item_teamid")
)
ALWAYS = {"*APPLE*": "what Apple ships", "UBF8T346G9": "the management agent of Microsoft"}
"""Teams on every list of allowed programs: without them the Mac cannot be used, or not be managed."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A program by its signature: everything of a team, or one signing id of it."""

    team: Identifier | str | None
    app: Listed | None
    causes: Causes

    @property
    def team_id(self) -> str:
        """The team id, or nothing."""
        return self.team.value if isinstance(self.team, Identifier) else self.team or ""

    @property
    def signing_id(self) -> str:
        """The signing id, or nothing."""
        return self.app.identifier.value if self.app else ""


def serves(device: DeviceClass) -> bool:
    """Supervised Macs of the organisation."""
    return device.ownership == "corporate" and device.supervised


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object for a role that asks for a version with App Settings, none for another."""
    if not declarative(scope.role, scope.platform, scope.policy.organisation):
        return []
    listing, line, warnings = ladder.behaviour(scope, LISTINGS)
    allowed = _allowed(scope) if listing == "allowed" else []
    denied = _denied(scope, listing, {binary.team_id for binary in allowed if binary.app is None})
    children = [
        _binaries(name, binaries, line)
        for name, binaries in ((ALLOWED, allowed), (DENIED, denied))
        if binaries
    ]
    children.append(because(settings_catalog.switch(MANAGED, listing == "allowed"), line))
    body, part = app_settings(scope, "macOS", children, line)
    unsigned = _unsigned(scope) if listing == "allowed" else ()
    shared = (
        _not_told_apart(scope, {binary.team_id for binary in allowed if binary.app is None})
        if listing
        else ()
    )
    found = (
        *warnings,
        *unsigned,
        *shared,
        *app_lists.too_many(scope, len(allowed)),
        *app_lists.too_many(scope, len(denied)),
    )
    return [Draft(body, scope.devices, part, diagnostics=found)]


def _allowed(scope: Scope) -> list[Binary]:
    """The teams of approved apps, or those apps one by one, after what is always there."""
    by, assumed = common_causes.assumption(scope, ALLOWED_BY)
    found = {(team, ""): Binary(team, None, (never_missing(None, name),)) for team, name in ALWAYS.items()}
    for item, team in _approved(scope):
        app = item if by == "signing-id" and item.identifier != team else None
        key = (team.value, item.identifier.value if app else "")
        known = found[key].causes if key in found else ()
        found[key] = Binary(
            team, app, _each_once((*known, *item.causes, common_causes.identifier(team), assumed))
        )
    return [found[key] for key in sorted(found)]


def _approved(scope: Scope) -> Iterator[tuple[Listed, Identifier]]:
    """What an allowlist of this role holds, with its team; an app of which only the team is known stands for itself by that."""
    for item in app_lists.approved(scope):
        if (team := _team(item.app)) and app_lists.allows(item.app, team, scope.decisions[item.app.id]):
            yield item, team
    for app, decision in scope.apps("allow", "caution"):
        if (team := _team_alone(app)) and app_lists.allows(app, team, decision):
            yield Listed(app, team, decision.causes), team


def _denied(scope: Scope, listing: Listing | None, teams: set[str]) -> list[Binary]:
    """What is blocked, and what is not approved of a maker whose other programs may run, or of one that nobody knows."""
    if listing is None:
        return []
    approved = {item.identifier.value for item in app_lists.approved(scope)}
    others = (
        [item for item in app_lists.refused(scope) if _may_be_of(item.app, teams)]
        if listing == "allowed"
        else []
    )
    listed = [*app_lists.blocked(scope), *(item for item in others if item.identifier.value not in approved)]
    found = {item.identifier.value: Binary(_verified_team(item.app), item, item.causes) for item in listed}
    running = _running_teams(scope)
    whole = {
        team.value: Binary(team, None, causes)
        for _, team, causes in _blocked_teams(scope)
        if team.value not in running
    }
    return [*[found[key] for key in sorted(found)], *[whole[key] for key in sorted(whole)]]


def _blocked_teams(scope: Scope) -> Iterator[tuple[App, Identifier, Causes]]:
    """Blocked apps of which only the team is known, where that may be used to block."""
    for app, decision in scope.apps("block"):
        team = _team_alone(app)
        if team and team.may_block(decision.unverified):
            yield app, team, (*decision.causes, common_causes.identifier(team))


def _running_teams(scope: Scope) -> set[str]:
    """Teams of which something runs that nobody stops: no deny rule may hit them whole."""
    kept = scope.apps("allow", "caution", "tolerate")
    return {*ALWAYS, *(team.value for app, _ in kept for team in app.on("macos", "team-id"))}


def _binaries(definition: str, binaries: Sequence[Binary], line: Cause) -> Traced:
    return because(
        settings_catalog.groups(definition, [list(_identity(definition, binary)) for binary in binaries]),
        line,
    )


def _identity(definition: str, binary: Binary) -> Iterator[Traced]:
    if binary.signing_id:
        yield because(
            settings_catalog.text(f"{definition}_item_signingid", binary.signing_id), *binary.causes
        )
    if binary.team_id:
        team = (
            (common_causes.identifier(binary.team),)
            if isinstance(binary.team, Identifier) and binary.app
            else ()
        )
        yield because(
            settings_catalog.text(f"{definition}_item_teamid", binary.team_id),
            *_each_once((*binary.causes, *team)),
        )


def _team(app: App) -> Identifier | None:
    return next(iter(app.on("macos", "team-id")), None)


def _may_be_of(app: App, teams: set[str]) -> bool:
    """Whether a list of these teams can let the app in: it has one of them, or nobody has seen which it has."""
    team = _seen_team(app)
    return team is None or team.value in teams


def _seen_team(app: App) -> Identifier | None:
    """The team id that somebody saw in a source."""
    team = _team(app)
    return team if team and team.verified else None


def _team_alone(app: App) -> Identifier | None:
    """The team of an app of which nothing else is known on a Mac."""
    return None if app_lists.identifiers(app, "macos") else _team(app)


def _verified_team(app: App) -> Identifier | None:
    """A wrong team id would let a blocked app through: nothing matches both."""
    team = _team(app)
    return team if team and team.may_allow() else None


def _each_once(causes: Iterable[Cause]) -> Causes:
    return tuple(dict.fromkeys(causes))


def _unsigned(scope: Scope) -> Iterator[Diagnostic]:
    """What the list of programs cannot say, and what nobody saw in a source."""
    approved = app_lists.approved(scope)
    yield from app_lists.unverified(approved)
    teams = {
        (item.app.id, team.value): Listed(item.app, team, item.causes) for item, team in _approved(scope)
    }
    yield from app_lists.unverified(teams.values())
    names = sorted({item.app.name for item in approved if _seen_team(item.app) is None})
    if names:
        yield Diagnostic(
            "KND363", "warning", scope.step().span, {"role": scope.role.id, "apps": ", ".join(names)}
        )
    if common_causes.assumption(scope, ALLOWED_BY)[0] == "team-id":
        yield Diagnostic("KND365", "note", scope.step().span, {"role": scope.role.id})


def _not_told_apart(scope: Scope, allowed: set[str]) -> Iterator[Diagnostic]:
    """Blocked apps, and on an allowlist unapproved ones, of which only a team is known that other programs have which run."""
    running = _running_teams(scope)
    names = {app.name for app, team, _ in _blocked_teams(scope) if team.value in running}
    names |= {
        app.name for app, _ in scope.apps("refuse") if (team := _team_alone(app)) and team.value in allowed
    }
    if names:
        yield Diagnostic(
            "KND400", "warning", scope.step().span, {"role": scope.role.id, "apps": ", ".join(sorted(names))}
        )


def effects(desired: Desired) -> Answer:
    """Denied programs do not start; with a list of allowed ones neither does any other, but for what Intune installs. Of a program whose
    maker is not known nobody can say that a list of makers keeps it out."""
    found = settings_catalog.instances(desired.body)
    denied, allowed = _identities(found, DENIED), _identities(found, ALLOWED)
    managed = found.get(MANAGED, ("", {}))[1].get("choiceSettingValue", {}).get("value") == f"{MANAGED}_true"

    def answer(asked: AppQuestion) -> Said:
        if place := _named(asked, denied):
            return Said(False, pointer=place)
        if not allowed:
            return SILENT
        if asked.identifier is None:
            return mark("uncertain", found[ALLOWED][0])
        let_in = _named(asked, allowed) or (
            found[MANAGED][0] if managed and asked.intent in ("required", "available") else ""
        )
        if (
            not let_in
            and _seen_team(asked.app) is None
            and any("signingid" not in program for program in allowed.values())
        ):
            return mark("uncertain", found[ALLOWED][0])
        return Said(bool(let_in), pointer=let_in or found[ALLOWED][0])

    return answer


def _identities(found: Mapping[str, tuple[str, JSON]], definition: str) -> dict[str, dict[str, str]]:
    """The programs of a list by pointer: `signingid` and `teamid`, as far as each is told."""
    pointer, instance = found.get(definition, ("", {}))
    groups = enumerate(instance.get("groupSettingCollectionValue") or ())
    return {
        f"{pointer}/groupSettingCollectionValue/{place}": {
            child["settingDefinitionId"].rpartition("_")[2]: child["simpleSettingValue"]["value"]
            for child in group["children"]
        }
        for place, group in groups
    }


def _named(asked: AppQuestion, programs: Mapping[str, Mapping[str, str]]) -> str:
    """Where a list names the app, or nothing. Of an app without a team id in the catalogue the team is no objection."""
    if asked.identifier is None:
        return ""
    team = _team(asked.app)
    known = {
        "teamid": team.value if team else "",
        "signingid": asked.identifier.value if asked.identifier.type == "bundle-id" else "",
    }
    for pointer, program in programs.items():
        told = {part: value for part, value in program.items() if known.get(part)}
        if told and all(known[part] == value for part, value in told.items()):
            return pointer
    return ""


def label(pointer: str, value: JSON, known: Mapping[str, str]) -> str | None:
    """A program as the app that it is: `CapCut (com.lemon.lvoverseas)`."""
    if isinstance(value, list):
        parts = {
            part["settingDefinitionId"].rpartition("_")[2]: part["value"]
            for part in value
            if isinstance(part, dict)
        }
        signing, team = parts.get("signingid"), parts.get("teamid")
        if signing or not team:
            return (app_lists.label(pointer, signing, known) or signing) if signing else None
        return f"{known[team.lower()]} (team {team})" if team.lower() in known else f"team {team}"
    return app_lists.label(pointer, value, known)


KIND = replace(
    settings_catalog.POLICY,
    name="macos_app_settings",
    title=Text(nl="App-instellingen", en="App settings"),
    platform="macos",
    serves=serves,
    compile=compile_drafts,
    order=25,
    from_version=FIRST_DECLARATIVE,
    definitions=APP_SETTINGS | IDENTITIES | {MANAGED},
    effects=effects,
    labels=label,
)
