"""Random policies as people would write them: files of YAML, from a number. The same number gives the same files.

Apps with and without identifiers on each platform, seen in a source, seen in a thin one or only recalled; roles with any of the sixteen
classes of device; rules, exceptions and functions. The step is left open: whoever asks puts the same policy on each.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from tests.oracle.classes import CLASSES, MINIMUMS, Class, minimum

APPS = ("clip", "shop", "chat", "maps", "mail", "paper", "radio")
SEEN = {"source": "https://apps.example/store", "date": "2026-11-01"}
FUNCTIONS = (
    "sideloading",
    "alternative-stores",
    "third-party-keyboards",
    "cloud-backup",
    "managed-open-in",
    "screen-capture",
    "usb",
    "airdrop",
)
DIGESTS = ("8wekyb3d8bbwe", "6yccndn6064se", "f08ys7xx9zb3y")
TEAMS = ("UBF8T346G9", "TEAMONE001", "TEAMTWO002")
PUBLISHERS = (
    "Microsoft Corporation",
    "CN=B408A06D-44F7-4860-A12E-644DD44FA743",
    "O=MAKER B.V., L=ZILVERDAM, S=NOORD, C=NL",
)

JSON = Any


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: the policy language has no anchors."""

    def ignore_aliases(self, data: JSON) -> bool:
        return True


@dataclass(frozen=True)
class Drawn:
    """A policy, and which classes of device each role has."""

    documents: Mapping[str, JSON]
    """By the name of the file."""
    classes: Mapping[str, tuple[Class, ...]]
    groups: Mapping[str, str]
    """The group of people of each role, and of each exception that has one."""

    @property
    def files(self) -> dict[str, str]:
        """As files, quickly written: JSON is YAML."""
        return {name: json.dumps(document) for name, document in self.documents.items()}

    def __str__(self) -> str:
        """As somebody would write them."""
        written = {
            name: yaml.dump(one, Dumper=_Plain, sort_keys=False, allow_unicode=True)
            for name, one in self.documents.items()
        }
        return "\n".join(f"# {name}\n{text}" for name, text in sorted(written.items()))


def draw(number: int) -> Drawn:
    """The policy of this number."""
    dice = random.Random(number)
    roles = ("first", "second")[: dice.choice((1, 1, 2))]
    chosen = {role: _classes(dice) for role in roles}
    apps = dice.sample(APPS, dice.randint(3, len(APPS)))
    entries = [_app(dice, app) for app in apps]
    blocked = [app for app in apps[1:] if dice.random() < 0.1]
    free = _free(entries, blocked)
    kit = dice.sample(free or apps, dice.randint(1, len(free or apps)))
    documents: dict[str, JSON] = {
        "organisation.yaml": _organisation(dice, apps, blocked),
        "catalogue/apps/apps.yaml": {"kind": "Apps", "apps": [*entries, _portal()]},
        "catalogue/advisories.yaml": _advisories(apps),
        "lists/kit.yaml": {"kind": "List", "id": "kit", "title": {"nl": "Kist"}, "apps": kit},
    }
    for place, role in enumerate(roles):
        documents[f"roles/{role}.yaml"] = _role(dice, role, 90 - 10 * place, chosen[role], apps, free)
    groups = {role: f"sg-{role}" for role in roles}
    if dice.random() < 0.4:
        exception, group = _exception(dice, dice.choice(roles), dice.choice(apps))
        documents["exceptions/2026-001.yaml"] = exception
        groups |= {"2026-001": group} if group else {}
    return Drawn(documents, chosen, groups)


def _classes(dice: random.Random) -> tuple[Class, ...]:
    """One to four classes, at most one of Windows: one object reaches all laptops of a role, with one mode of AppLocker."""
    found: dict[str, Class] = {}
    for kind in dice.sample(CLASSES, dice.randint(1, 4)):
        same = "windows" if kind.platform == "windows" and not kind.personal else kind.written
        found.setdefault(f"{kind.platform} {same}", kind)
    return tuple(found.values())


def _free(entries: list[JSON], blocked: list[str]) -> list[str]:
    """Apps that the organisation leaves to the roles: not named by it, nor from a country of the advice, nor named in that."""
    ours = [
        one
        for one in entries[1:]
        if one["control"]["country"] != "CN" or one["control"]["confidence"] != "confirmed"
    ]
    return [one["id"] for one in ours if one["id"] not in blocked]


def _organisation(dice: random.Random, apps: list[str], blocked: list[str]) -> JSON:
    return {
        "kind": "Organisation",
        "id": "proefstad",
        "name": "Gemeente Proefstad",
        "type": "gemeente",
        "language": "en",
        "tenant": {"embedded": True},
        "naming": {"prefix": "MA"},
        "approach": {
            "choice": "risk-based",
            "reason": {"nl": "Proef"},
            "decision": {"body": "college", "reference": "T-1", "date": "2026-01-01"},
        },
        "contact": {"reporting-point": "meldpunt@proefstad.example"},
        "protected-groups": [{"name": "sg-break-glass"}],
        "rules": [
            {"block": {"advisory": "advies"}},
            *({"block": app} for app in blocked),
            *_permissions(dice, apps, ("caution",)),
        ],
        "guards": {"max-people": "25%", "max-devices": "25%", "max-deletes": "30%"},
    }


def _permissions(dice: random.Random, apps: list[str], effects: tuple[str, ...]) -> Iterator[JSON]:
    """Rules that let apps be used, of one app or of the list."""
    for _ in range(dice.randint(0, 2) if apps else 0):
        effect = dice.choice(effects)
        rule: dict[str, JSON] = {effect: dice.choice((*apps, {"list": "kit"}))}
        yield {**rule, **_somewhere(dice)}


def _blocks(dice: random.Random, apps: list[str]) -> Iterator[JSON]:
    """Rules that forbid apps."""
    for _ in range(dice.randint(0, 2)):
        about = dice.choice((*apps, {"category": "video"}))
        yield {"block": about, **({"unverified": True} if dice.random() < 0.3 else {}), **_somewhere(dice)}


def _somewhere(dice: random.Random) -> JSON:
    return (
        {"platforms": dice.sample(("ios", "android", "windows", "macos"), 2)} if dice.random() < 0.2 else {}
    )


def _app(dice: random.Random, name: str) -> JSON:
    identifiers = {key: found for key, found in _identifiers(dice, name).items() if found}
    verified = {}
    for platform, sorts in identifiers.items():
        for value in (
            value for some in sorts.values() for value in (some if isinstance(some, list) else [some])
        ):
            evidence = dice.choice(("seen", "seen", "thin", "recalled"))
            if evidence != "recalled":
                verified[f"{platform}:{value}"] = {**SEEN, **({"weak": True} if evidence == "thin" else {})}
    country = dice.choice(("CN", "US", "NL"))
    found = {
        "id": name,
        "name": name.title(),
        "publisher": dice.choice(("Microsoft", "Maker")),
        "control": {
            "entity": "Maker",
            "country": country,
            "confidence": dice.choice(("confirmed", "confirmed", "contested")),
            "basis": "annual report",
        },
        "category": dice.choice(("video", "work")),
        "identifiers": identifiers,
    }
    return {**found, "verified": verified} if verified else found


def _identifiers(dice: random.Random, name: str) -> dict[str, JSON]:
    def some(**sorts: JSON) -> JSON:
        return {key.replace("_", "-"): value for key, value in sorts.items() if dice.random() < 0.6}

    number = 100_000_000 + sum(ord(letter) * 7**place for place, letter in enumerate(name)) % 900_000
    return {
        "ios": some(bundle_ids=[f"org.maker.{name}.ios"], app_store_ids=[number]),
        "android": some(packages=[f"org.maker.{name}", f"org.maker.{name}.lite"][: dice.choice((1, 2))]),
        "windows": some(
            package_family_names=[f"Maker.{name.title()}_{dice.choice(DIGESTS)}"],
            publishers=[dice.choice(PUBLISHERS)],
            executables=[f"{name}.exe"],
            winget_ids=[f"Maker.{name.title()}"],
        ),
        "macos": some(bundle_ids=[f"org.maker.{name}.mac"], team_id=dice.choice(TEAMS)),
    }


def _portal() -> JSON:
    """Something that manages the device: never stopped."""
    return {
        "id": "intune-company-portal",
        "name": "Company Portal",
        "publisher": "Microsoft",
        "control": {
            "entity": "Microsoft",
            "country": "US",
            "confidence": "confirmed",
            "basis": "annual report",
        },
        "category": "management",
        "management": True,
        "identifiers": {
            "ios": {"bundle-ids": ["com.microsoft.CompanyPortal"]},
            "android": {"packages": ["com.microsoft.windowsintune.companyportal"]},
        },
        "verified": {
            "ios:com.microsoft.CompanyPortal": SEEN,
            "android:com.microsoft.windowsintune.companyportal": SEEN,
        },
    }


def _advisories(apps: list[str]) -> JSON:
    advisory = {
        "id": "advies",
        "title": {"nl": "Advies"},
        "countries": ["CN"],
        "status": "examples",
        "date": "2023-05-17",
        "source": {"title": "Advice", "publisher": "Ministry"},
        "named-apps": [{"name": apps[0].title(), "section": "top", "position": 1, "app": apps[0]}],
    }
    return {"kind": "Advisories", "advisories": [advisory]}


def _role(
    dice: random.Random,
    name: str,
    priority: int,
    classes: tuple[Class, ...],
    apps: list[str],
    free: list[str],
) -> JSON:
    functions = {one: dice.choice(("block", "allow")) for one in dice.sample(FUNCTIONS, dice.randint(0, 4))}
    found = {
        "kind": "Role",
        "id": name,
        "title": {"nl": name.title()},
        "priority": priority,
        "members": {"groups": [{"name": f"sg-{name}"}]},
        "risk": {
            "data": 1,
            "persons": 1,
            "locations": 1,
            "reason": {"nl": "proef"},
            "assessed": "2026-01-01",
            "by": "CISO",
        },
        "enforcement": "advise",
        "devices": [yaml.safe_load(kind.yaml(name)) for kind in classes],
        "protection": {"level": dice.choice(("basic", "enhanced")), "apps": "core-microsoft"},
    }
    oldest = minimum(classes, random.Random(f"{name} {classes} {priority}").choice(MINIMUMS))
    return {
        **found,
        **({"compliance": {"os-minimum": oldest}} if oldest else {}),
        **({"functions": functions} if functions else {}),
        "rules": [*_blocks(dice, apps), *_permissions(dice, free, ("caution", "allow", "allow", "require"))],
    }


def _exception(dice: random.Random, role: str, app: str) -> tuple[JSON, str]:
    group = "sg-excepted" if dice.random() < 0.5 else ""
    found = {
        "kind": "Exception",
        "id": "2026-001",
        "app": app,
        "role": role,
        **({"group": {"name": group}} if group else {}),
        "platforms": dice.sample(("ios", "android", "windows", "macos"), dice.randint(1, 4)),
        "purpose": {"primary-task": True, "text": {"nl": "Proef"}},
        "alternatives": {"nl": "Geen"},
        "measures": ["guest-network"],
        "approvals": [
            {"by": "lijnmanager", "reference": "L-1", "date": "2026-10-01"},
            {"by": "CISO", "reference": "C-1", "date": "2026-10-02"},
        ],
        "starts": "2026-11-01",
        "ends": "2027-03-01",
    }
    return found, group
