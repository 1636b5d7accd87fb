"""What is said of AppLocker is what its rules do: rules that nobody enforces yet, and apps of which only the maker is known."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Literal

import pytest
from tests.golden.world import LAPTOPS, Built, build
from tests.oracle.office import Ready, example, ready, stepped
from tests.unit.kinds.test_windows import AUDITED, ENFORCED, app, team
from tests.unit.kinds.test_windows_rules import PROTECTION, clip

from managed_apparaten.effects.effect import Effect, OnDevice
from managed_apparaten.effects.measure import measure
from managed_apparaten.intune.applocker import publisher_id
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import Located, PolicySet

MICROSOFT = "O=MICROSOFT CORPORATION, L=REDMOND, S=WASHINGTON, C=US"


def with_mode(policy: PolicySet, mode: Literal["audit", "enforce"] | None) -> PolicySet:
    """The same policy with every Windows device of the organisation watched, enforced or neither."""
    roles = {}
    for name, role in policy.roles.items():
        line = Located(mode, role.enforcement.span) if mode else None
        devices = tuple(
            replace(d, applocker=line if d.platform == "windows" else d.applocker) for d in role.devices
        )
        roles[name] = replace(role, devices=devices)
    return replace(policy, roles=roles)


@cache
def on_allowlist(mode: Literal["audit", "enforce"] | None) -> Ready:
    whole = example()
    return ready(with_mode(stepped(whole, dict.fromkeys(whole.roles, "allowlist")), mode))


def laptops(made: Ready) -> Mapping[str, OnDevice]:
    found = measure(made.policy, made.resolved, made.compiled.resources, all_kinds())
    return {
        on.role.id: on
        for on in found
        if on.device.platform == "windows" and on.device.ownership == "corporate"
    }


@pytest.mark.parametrize("mode", [None, "audit"])
def test_what_an_enforced_allowlist_would_stop_is_what_it_stops_when_it_is_enforced(mode: str | None) -> None:
    """Issue 12, 4: measured on the rules as they would be, for every role of the example."""
    now, then = laptops(on_allowlist(mode)), laptops(on_allowlist("enforce"))
    told = {d.args["role"]: d.args for d in on_allowlist(mode).compiled.diagnostics if d.code == "KND410"}
    assert told.keys() == now.keys() == then.keys()
    for role, args in told.items():
        stopped = {a for a, found in then[role].apps.items() if found.effect is Effect.STOPPED}
        stopped -= {a for a, found in now[role].apps.items() if found.effect is Effect.STOPPED}
        known = {
            a
            for a, found in then[role].apps.items()
            if any(i.platform == "windows" for i in found.app.identifiers)
        }
        unsure = {a for a, found in then[role].apps.items() if found.effect is Effect.UNKNOWN} & known
        for said, number, apps in (
            (args["apps"], args["count"], stopped),
            (args["unsure"], args["left"], unsure),
        ):
            assert said == (", ".join(sorted(example().apps[name].name for name in apps)) or "-"), role
            assert number == str(len(apps))


def test_an_allowlist_that_is_not_enforced_names_approved_apps_that_it_would_stop() -> None:
    """Issue 12, 4: a family of which nobody knows the publisher can be approved and would not start."""
    approved = app("paint", package_family_names="SomeMaker.Paint_6yccndn6064se")
    (args,) = build(team("allowlist", extra=f"{PROTECTION}\nrules: [{{allow: paint}}]"), approved).args(
        "KND410"
    )
    assert "Paint" in args["apps"].split(", ")


@pytest.mark.parametrize(
    ("device", "codes"), [(LAPTOPS, {"KND411", "KND412"}), (AUDITED, set()), (ENFORCED, {"KND411", "KND412"})]
)
def test_of_rules_that_are_only_watched_nothing_is_said_to_be_denied(device: str, codes: set[str]) -> None:
    """Issue 12, 8: neighbours of KND345, on step block."""
    built = build(
        team("block", device, extra=f"{PROTECTION}\nrules: [{{block: clip}}, {{block: short-video}}]"), clip()
    )
    assert {"KND411", "KND412"} & set(built.codes()) == codes


def test_what_a_step_comes_down_to_is_told_of_the_object_that_the_classes_share() -> None:
    """Issue 12, 8: one class that is watched has the other watched, so its allowlist is not enforced and nobody says that it is."""
    other = ENFORCED.replace("dg-laptops", "dg-others").replace("}], app", "}], enforcement: allowlist, app")
    files = team("remove", AUDITED)
    (name,) = files
    built = build({name: files[name].replace(f"  - {AUDITED}\n", f"  - {AUDITED}\n  - {other}\n")})
    assert {"KND343", "KND410"} <= set(built.codes())
    assert "KND345" not in built.codes()


def suite(weak: str = "", **identifiers: str) -> dict[str, str]:
    """A catalogue file with one app; its identifiers have a source, a good one unless it is said to be weak."""
    written = ", ".join(f"{key.replace('_', '-')}: ['{value}']" for key, value in identifiers.items())
    seen = "".join(
        f'      "windows:{value}": {{source: seen, date: 2026-01-01{weak}}}\n'
        for value in identifiers.values()
    )
    return {
        "catalogue/apps/suite.yaml": "kind: Apps\napps:\n  - id: suite\n    name: Suite\n    publisher: Maker\n    category: tools\n"
        "    control: {entity: Maker, country: US, confidence: confirmed, basis: register}\n"
        f"    identifiers: {{windows: {{{written}}}}}\n    verified:\n{seen}"
    }


def start(built: Built, name: str) -> tuple[Effect, str | None]:
    (on,) = built.effects
    return on.apps[name].effect, on.apps[name].reason


@pytest.mark.parametrize(
    ("identifiers", "effect"),
    [
        ({"store_ids": "XP8BT8DW290MPQ", "publishers": MICROSOFT}, (Effect.ALLOWED, None)),
        ({"publishers": MICROSOFT}, (Effect.ALLOWED, None)),
        ({"store_ids": "XP8BT8DW290MPQ"}, (Effect.UNKNOWN, "no-identifier-there")),
        ({"publishers": "O=CLIP LTD, L=DELFT, C=NL"}, (Effect.UNKNOWN, "no-identifier-there")),
    ],
)
def test_an_approved_app_of_which_only_the_maker_is_known_starts_where_all_of_that_maker_starts(
    identifiers: Mapping[str, str], effect: tuple[Effect, str | None]
) -> None:
    """Issue 12, 9: a list that lets in programs and packages of Microsoft lets in Edge, whatever store id it has. Of a maker whose packages
    it does not let in nobody can say."""
    extra = f"{PROTECTION}\nrules: [{{allow: suite}}]"
    assert start(build(team("allowlist", ENFORCED, extra=extra), suite(**identifiers)), "suite") == effect


@pytest.mark.parametrize("rule", ["rules: [{block: suite}]", ""])
def test_an_app_that_is_not_approved_starts_all_the_same_where_all_of_its_maker_starts(rule: str) -> None:
    """Issue 12, 9: and it is told as an app that nothing stops."""
    built = build(team("allowlist", ENFORCED, extra=f"{PROTECTION}\n{rule}"), suite(publishers=MICROSOFT))
    assert start(built, "suite") == (Effect.NOT_CONTROLLED, "no-identifier")
    assert [args["names"] for args in built.told("KND425")] == (["Suite"] if rule else [])


def test_a_maker_without_a_good_source_opens_nothing() -> None:
    """Issue 12, 9."""
    built = build(
        team("allowlist", ENFORCED, extra=f"{PROTECTION}\nrules: [{{allow: suite}}]"),
        suite(", weak: true", publishers=MICROSOFT),
    )
    assert start(built, "suite") == (Effect.UNKNOWN, "no-identifier-there")


@pytest.mark.parametrize(
    "name", ["microsoft-edge", "microsoft-word", "microsoft-excel", "microsoft-onedrive", "microsoft-teams"]
)
def test_what_microsoft_signs_opens_where_the_example_approves_it(name: str) -> None:
    """Issue 12, 9."""
    approving = [on for on in laptops(on_allowlist("enforce")).values() if on.apps[name].decision.approved]
    assert approving
    assert {on.apps[name].effect for on in approving} == {Effect.ALLOWED}


@pytest.mark.parametrize("name", ["whatsapp", "telegram"])
def test_a_packaged_app_with_a_subject_from_a_source_can_be_approved(name: str) -> None:
    """Issue 12, 10."""
    found = [
        i for i in example().apps[name].on("windows", "package-family-name", "publisher") if i.may_allow()
    ]
    families = [i.value for i in found if i.type == "package-family-name"]
    subjects = [i.value for i in found if i.type == "publisher"]
    assert families
    assert {family.rpartition("_")[2] for family in families} <= {
        publisher_id(subject) for subject in subjects
    }


def test_every_subject_of_a_packaged_app_in_the_catalogue_proves_a_family_of_that_app() -> None:
    """Issue 12, 10: a subject of one name signs packages only, so it stands there for a family."""
    for entry in example().apps.values():
        families = {i.value.rpartition("_")[2] for i in entry.on("windows", "package-family-name")}
        alone = [
            i.value
            for i in entry.on("windows", "publisher")
            if i.value.startswith("CN=") and "," not in i.value
        ]
        assert {publisher_id(subject) for subject in alone} <= families, entry.id
