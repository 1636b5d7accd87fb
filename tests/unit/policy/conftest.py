"""A policy directory as small as the language allows, to be spoilt by the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

ORGANISATION = """\
kind: Organisation
id: dorp
name: Gemeente Dorp
type: gemeente
language: nl
tenant: {embedded: true}
naming: {prefix: MA}
approach:
  choice: risk-based
  reason: {nl: klein}
  decision: {body: college, reference: B-1, date: 2026-01-02}
contact: {reporting-point: meld@dorp.example}
protected-groups: []
defaults:
  protection: {level: enhanced, apps: {list: kit}, settings: {pinRequired: true, minimumPinLength: 6}}
  compliance: {os-minimum: {ios: "18.0", android: "14"}, passcode: basic}
  functions: {usb: allow, airdrop: block}
rules:
  - block: {advisory: advies}
    locked: true
  - caution: whatsapp
guards: {max-people: 10%}
"""
ROLE = """\
kind: Role
id: college
title: {nl: College}
priority: 100
members:
  groups:
    - {name: sg-college, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}
risk: {data: 4, persons: 1, locations: 1, reason: {nl: geheim}, assessed: 2026-02-03, by: CISO}
enforcement: allowlist
devices:
  - {platform: ios, ownership: corporate, supervised: true}
  - {platform: android, ownership: personal, enforcement: advise}
protection: {level: high, settings: {minimumPinLength: 8}}
compliance: {os-minimum: {ios: "26.0"}}
functions: {airdrop: managed-only}
rules:
  - allow: [{list: kit}, whatsapp]
    platforms: [android, ios]
  - block: {country: CN}
    because: {nl: omdat}
"""
APPS = """\
kind: Apps
apps:
  - id: tiktok
    name: TikTok
    publisher: ByteDance
    control: {entity: ByteDance, country: CN, confidence: confirmed, basis: register}
    category: social-media
    identifiers:
      ios: {bundle-ids: [com.zhiliaoapp.musically], app-store-ids: [835599320]}
    verified:
      "ios:835599320": {source: store, date: 2026-01-01, weak: true}
  - id: whatsapp
    name: WhatsApp
    publisher: Meta
    control: {entity: Meta, country: US, confidence: confirmed}
    category: messaging
    identifiers:
      ios: {bundle-ids: [net.whatsapp.WhatsApp]}
  - id: portal
    name: Company Portal
    publisher: Microsoft
    control: {entity: Microsoft, confidence: unknown}
    category: management
    management: true
    identifiers:
      macos: {bundle-ids: [com.microsoft.portal], team-id: UBF8T346G9}
"""
ADVISORIES = """\
kind: Advisories
advisories:
  - id: advies
    title: {nl: Advies}
    countries: [CN]
    status: examples
    source: {title: Brief, publisher: VNG}
    date: 2023-05-17
    named-apps:
      - {name: Tik Tok, section: top, position: 1, app: tiktok, correction: {nl: fout}}
"""
LIST = """\
kind: List
id: kit
title: {nl: Kit}
apps: [whatsapp]
"""
EXCEPTION = """\
kind: Exception
id: 2026-001
app: [tiktok]
role: college
group: {name: sg-campagne}
platforms: [ios]
purpose: {primary-task: true, text: {nl: campagne}}
alternatives: {nl: geen}
measures: [no-work-data]
approvals:
  - {by: college, reference: B-2, date: 2026-05-01}
starts: 2026-06-01
ends: 2026-08-30
"""
FILES = {
    "catalogue/advisories.yaml": ADVISORIES,
    "catalogue/apps/all.yaml": APPS,
    "exceptions/2026-001.yaml": EXCEPTION,
    "lists/kit.yaml": LIST,
    "organisation.yaml": ORGANISATION,
    "roles/college.yaml": ROLE,
}


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def spoil(policies: Path) -> Callable[[str, str, str], None]:
    """Replace a text that stands exactly once in a file."""

    def change(file: str, old: str, new: str) -> None:
        target = policies / file
        text = target.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        target.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return change
