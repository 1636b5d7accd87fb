"""Apps for computers: by which ids and names they are found in the tenant, and what is said of those that are not. Finding F3."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.test_embedded import Office, opened, policy
from tests.unit.apply.test_required import REQUIRES, coded, planned, rule

from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.plan.planner import Planned
from managed_apparaten.policy.model import Identifier, IdentifierType, RuleEffect

SEEN = "f0000000-0000-4000-8000-00000000000a"
PACKAGE = {"identityName": "S.Signal", "identityPublisherHash": "8wekyb3d8bbwe"}
CODE = "{23170F69-40C1-2702-2501-000001000000}"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def held(office: Office, sort: str, object_id: str = SEEN, **told: JSON) -> None:
    """An app in the tenant."""
    body = {"displayName": "Chat", "publisher": "P", "notes": "", **told}
    office.tenant.insert(
        [Stored("deviceAppManagement/mobileApps", object_id, sort, body, {"assignments": []})]
    )


def wanted(
    office: Office, effect: RuleEffect, *identifiers: tuple[IdentifierType, str, str | None]
) -> Planned:
    """The plan for one role with laptops that wants Signal, known on Windows by these identifiers with their sources."""
    whole = policy()
    signal = whole.apps["signal"]
    known = tuple(Identifier("windows", sort, value, REQUIRES, source) for sort, value, source in identifiers)
    others = tuple(i for i in signal.identifiers if i.platform != "windows")
    changed = replace(whole, apps={**whole.apps, "signal": replace(signal, identifiers=(*others, *known))})
    college = whole.roles["college"]
    laptops = tuple(device for device in college.devices if device.platform == "windows")
    asked = replace(college, devices=laptops, rules=(rule(effect, "signal", REQUIRES, "college"),))
    return planned(office, asked, policy_set=changed)


def intents(result: Planned) -> list[tuple[str, str]]:
    assert result.plan is not None, result.diagnostics
    found = [
        (str(c.address), t["intent"])
        for c in result.plan.changes
        if c.after
        for t in c.after.targets
        if t.get("intent")
    ]
    return [
        (address, intent) for address, intent in found if address.startswith("app_assignment/windows.signal")
    ]


FOUND = [("app_assignment/windows.signal", "required")]


@pytest.mark.parametrize(
    ("sort", "told", "identifier"),
    [
        ("winGetApp", {"packageIdentifier": "9NKSQGP7F2NH"}, ("store-id", "9nksqgp7f2nh", "store")),
        ("win32LobApp", {"msiInformation": {"productCode": CODE.lower()}}, ("product-code", CODE, "store")),
        ("windowsMobileMSI", {"productCode": CODE}, ("product-code", CODE, "store")),
        ("win32LobApp", {"displayName": "Signal (Win32)"}, ("intune-name", "signal (win32)", None)),
        ("officeSuiteApp", {"displayName": "Kantoor"}, ("intune-name", "Kantoor", None)),
        ("windowsUniversalAppX", PACKAGE, ("package-family-name", "S.Signal_8wekyb3d8bbwe", "store")),
    ],
)  # fmt: skip
def test_an_app_is_found_by_what_the_catalogue_states(
    office: Office, sort: str, told: JSON, identifier: tuple[IdentifierType, str, str | None]
) -> None:
    """F3: none of these was found."""
    held(office, sort, **told)
    assert intents(wanted(office, "require", identifier)) == FOUND


def test_a_winget_id_of_the_community_is_no_id_of_the_store(office: Office) -> None:
    """F3."""
    held(office, "winGetApp", packageIdentifier="OpenWhisperSystems.Signal")
    assert intents(wanted(office, "require", ("winget-id", "OpenWhisperSystems.Signal", "store"))) == []


def test_an_app_that_is_known_in_two_ways_is_assigned_once(office: Office) -> None:
    """F3."""
    held(office, "winGetApp", packageIdentifier="9NKSQGP7F2NH", displayName="Signal")
    both = wanted(office, "require", ("store-id", "9NKSQGP7F2NH", "store"), ("intune-name", "Signal", None))
    assert intents(both) == FOUND
    assert coded(both, "PLN064") == []


def test_two_apps_that_are_known_in_two_ways_are_both_assigned(office: Office) -> None:
    """F3: the tenant can hold it from the store and as a package."""
    held(office, "winGetApp", packageIdentifier="9NKSQGP7F2NH", displayName="Signal from the store")
    held(office, "win32LobApp", SEEN.replace("a", "b"), displayName="Signal")
    both = wanted(office, "require", ("store-id", "9NKSQGP7F2NH", "store"), ("intune-name", "Signal", None))
    assert intents(both) == [*FOUND, ("app_assignment/windows.signal.2", "required")]


@pytest.mark.parametrize(
    ("effect", "code", "severity"), [("require", "PLN063", "warning"), ("block", "PLN081", "note")]
)
def test_an_app_that_is_wanted_and_not_in_the_tenant_is_named_with_role_and_platform(
    office: Office, effect: RuleEffect, code: str, severity: str
) -> None:
    """F3: 21 objects were lost in silence."""
    result = wanted(office, effect, ("store-id", "9NKSQGP7F2NH", "store"))
    told = [d for d in coded(result, code) if "Signal" in d.args["apps"]]
    assert [(d.severity, d.args["platform"]) for d in told] == [(severity, "windows")]
    assert told[0].args["apps"].endswith("(college)")
