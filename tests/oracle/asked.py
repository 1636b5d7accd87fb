"""Which apps are asked about on a platform: each identifier of the catalogue, and apps that no catalogue knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.oracle.question import App

from managed_apparaten.policy.model import App as CatalogueApp
from managed_apparaten.policy.model import Platform

LISTED: Mapping[Platform, tuple[str, ...]] = {
    "ios": ("bundle-id",),
    "android": ("package",),
    "windows": ("package-family-name", "executable"),
    "macos": ("bundle-id", "team-id"),
}
"""Types of identifier by which something can be stopped or allowed there."""
TAKEN_AWAY_BY: Mapping[Platform, tuple[str, ...]] = {"windows": ("winget-id", "store-id", "product-code")}
"""Types that only assignments know."""
PROGRAM_FILES, OWN_FOLDER = "C:\\Program Files\\Maker\\", "C:\\Users\\me\\AppData\\Local\\Maker\\"
PER_PERSON = frozenset({"onedrive.exe", "onedrivesetup.exe"})
"""Programs that install in the folder of a person by default (Microsoft Learn, "Install the sync app per-machine")."""
SIGNERS: Mapping[str, str] = {"Microsoft": "O=MICROSOFT CORPORATION, L=REDMOND, S=WASHINGTON, C=US"}
"""Publisher -> what AppLocker calls it (Microsoft Learn and AaronLocker)."""
TEAMS: Mapping[str, str] = {"Microsoft": "UBF8T346G9"}
"""Publisher -> the team id with which it signs for the Mac (Installomator, and Microsoft's own page on Defender's system extensions)."""

FOREIGN: Mapping[Platform, tuple[App, ...]] = {
    "ios": (App("bundle-id", "org.example.unknown"),),
    "android": (App("package", "org.example.unknown"),),
    "windows": (
        App("package-family-name", "Example.Unknown_0123456789abc"),
        App("executable", "unknown.exe", path=f"{PROGRAM_FILES}unknown.exe"),
        App("executable", "unknown.exe", path=f"{OWN_FOLDER}unknown.exe"),
        App("installer", "unknown.msi", path="C:\\Users\\me\\Downloads\\unknown.msi"),
    ),
    "macos": (App("bundle-id", "org.example.unknown", "AAAAAAAAAA"), App("team-id", "BBBBBBBBBB")),
}
"""Apps that no catalogue has: they stand for all others."""


def known_as(app: CatalogueApp, platform: Platform) -> tuple[App, ...]:
    """What lists can know the app by. A program that may be anywhere is asked about in two places; see `wanted_as` for those one wants."""
    found: list[App] = []
    team = next((i.value for i in app.on("macos", "team-id")), "") or _by_publisher(app, TEAMS)
    for identifier in app.identifiers:
        if identifier.platform != platform or identifier.type not in LISTED[platform]:
            continue
        plain = App(identifier.type, identifier.value)
        if platform == "macos":
            if identifier.type == "bundle-id":
                found.append(replace(plain, team=team))
            elif not app.on("macos", "bundle-id"):
                found.append(plain)
        elif identifier.type == "executable":
            signed = replace(plain, signer=_signer(app))
            found += [
                replace(signed, path=folder + identifier.value) for folder in (PROGRAM_FILES, OWN_FOLDER)
            ]
        else:
            found.append(plain)
    return tuple(found or _by_its_maker(app, platform))


def _by_its_maker(app: CatalogueApp, platform: Platform) -> list[App]:
    """A program of which only who signs it is known, from a source."""
    stated = app.on("windows", "publisher") if platform == "windows" else ()
    return [App(i.type, i.value) for i in stated if i.verified and not i.weak and "O=" in i.value.upper()]


def wanted_as(app: CatalogueApp, platform: Platform) -> tuple[App, ...]:
    """The same where the app is installed as its maker does it: programs in Program Files, but for those known to install per person."""
    return tuple(
        one
        for one in known_as(app, platform)
        if one.type != "executable" or (OWN_FOLDER in one.path) == (one.value.lower() in PER_PERSON)
    )


def assigned_as(app: CatalogueApp, platform: Platform) -> tuple[App, ...]:
    """Identifiers that only assignments know."""
    return tuple(
        App(i.type, i.value)
        for i in app.identifiers
        if i.platform == platform and i.type in TAKEN_AWAY_BY.get(platform, ())
    )


def everything(apps: Sequence[CatalogueApp], platform: Platform) -> tuple[App, ...]:
    """All that can be asked about there, each once, those that no catalogue knows last."""
    found = [one for app in apps for one in (*known_as(app, platform), *assigned_as(app, platform))]
    return tuple(dict.fromkeys((*found, *FOREIGN[platform])))


def _signer(app: CatalogueApp) -> str:
    stated = next((i.value for i in app.on("windows", "publisher") if "O=" in i.value.upper()), "")
    return stated or _by_publisher(app, SIGNERS)


def _by_publisher(app: CatalogueApp, known: Mapping[str, str]) -> str:
    return next((value for name, value in known.items() if app.publisher.startswith(name)), "")
