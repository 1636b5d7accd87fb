"""Apple's two ways to list apps, the report, and Macs."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.golden.cases import DAY, base_with
from tests.golden.world import MAC, SUPERVISED, SUPERVISED_MAC, UNSUPERVISED, Built, build, mistaken, role
from tests.unit.kinds.test_kinds import children, many_apps

from managed_apparaten.effects.measure import Held, measure
from managed_apparaten.effects.remarks import remarks
from managed_apparaten.intune import app_lists
from managed_apparaten.kinds import all_kinds
from managed_apparaten.kinds.ios_app_restrictions import ALLOWED, BLOCKED, STORE
from managed_apparaten.policy.model import STEPS
from managed_apparaten.resolve.decide import decide

BARE = "protection: {level: basic, apps: all}"
IOS_27 = BARE + '\ncompliance: {os-minimum: {ios: "27"}}'
MACOS_27 = BARE + '\ncompliance: {os-minimum: {macos: "27.0"}}'
LISTED = ("com.einnovation.temu", "com.microsoft.CompanyPortal")
"""A blocked app and one that is on every list of allowed apps."""


def organisation(**assumptions: str) -> dict[str, str]:
    """The base organisation with assumptions of its own."""
    with open("tests/golden/base/organisation.yaml", encoding="utf-8") as file:
        stated = "".join(f"  {name.replace('_', '-')}: {value!r}\n" for name, value in assumptions.items())
        return {"organisation.yaml": f"{file.read()}assumptions:\n{stated}"}


def settings(body: Any) -> dict[str, Any]:
    """The allowed group of a policy with App Settings: lists of texts, groups as mappings, choices as their option."""
    (setting,) = body["settings"]
    (app,) = setting["settingInstance"]["groupSettingCollectionValue"]
    (allowed,) = app["children"]
    assert (setting["settingInstance"]["settingDefinitionId"], allowed["settingDefinitionId"]) == (
        "app_app",
        "app_allowed",
    )
    (group,) = allowed["groupSettingCollectionValue"]
    return {
        child["settingDefinitionId"].removeprefix("app_allowed_"): value_of(child)
        for child in group["children"]
    }


def value_of(child: Any) -> Any:
    if "choiceSettingValue" in child:
        return child["choiceSettingValue"]["value"].rpartition("_")[2]
    if "simpleSettingCollectionValue" in child:
        return [item["value"] for item in child["simpleSettingCollectionValue"]]
    return [identity(group["children"]) for group in child["groupSettingCollectionValue"]]


def identity(children: Any) -> Mapping[str, str]:
    return {
        child["settingDefinitionId"].rpartition("_")[2]: child["simpleSettingValue"]["value"]
        for child in children
    }


def groups(built: Built, address: str) -> list[str]:
    return [f"{'-' if a.exclude else '+'}{a.group.name}" for a in built[address].assignments]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("oldest", "declarative"),
    [("", False), ("18.0", False), ("26.9", False), ("27", True), ("27.0.1", True), ("28.1", True)],
)
def test_apps_are_always_listed_for_older_systems_and_twice_where_the_role_asks_for_newer_ones(
    step: str, oldest: str, declarative: bool
) -> None:
    """Issue 12, row 1 (g3, g11): os-minimum keeps no older iPhone away, and that one ignores App Settings."""
    extra = BARE + (f'\ncompliance: {{os-minimum: {{ios: "{oldest}"}}}}' if oldest else "")
    built = build(role("team", SUPERVISED, step=step, extra=extra))
    restrictions = children(built.body("ios_app_restrictions/team"))
    declared = (
        settings(built.body("ios_app_settings/team")) if "ios_app_settings/team" in built.addresses else None
    )
    old_way, new_way = {BLOCKED, ALLOWED} & set(restrictions), set(declared or ())
    assert (declared is not None) == declarative
    lists = step not in ("advise", "monitor")
    assert (len(old_way), len(new_way)) == (lists, lists and declarative)
    assert restrictions[STORE] is (step != "allowlist")


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_both_ways_list_the_same_apps(step: str) -> None:
    restrictions = children(
        build(role("team", SUPERVISED, step=step, extra=BARE)).body("ios_app_restrictions/team")
    )
    (old_way,) = (restrictions[name] for name in (BLOCKED, ALLOWED) if name in restrictions)
    (new_way,) = settings(
        build(role("team", SUPERVISED, step=step, extra=IOS_27)).body("ios_app_settings/team")
    ).values()
    assert new_way == old_way
    assert LISTED[step == "allowlist"] in new_way


def test_restrictions_do_not_change_when_a_role_asks_for_app_settings() -> None:
    functions = "\nfunctions: {airdrop: block, usb: block}"
    before = children(
        build(role("team", SUPERVISED, extra=BARE + functions)).body("ios_app_restrictions/team")
    )
    after = children(
        build(role("team", SUPERVISED, extra=IOS_27 + functions)).body("ios_app_restrictions/team")
    )
    assert after == before


def test_nobody_in_two_roles_gets_a_list_of_each() -> None:
    older = role("board", SUPERVISED, step="block", extra=BARE, priority=90)
    built = build(older, role("team", SUPERVISED, step="allowlist", extra=IOS_27, priority=10))
    assert "ios_app_settings/board" not in built.addresses
    assert groups(built, "ios_app_settings/team") == ["+sg-team", "-sg-break-glass", "-sg-board"]


def test_intunes_longest_list_has_ten_thousand_items() -> None:
    assert app_lists.LONGEST_LIST == 10_000


@pytest.mark.parametrize(
    ("device", "extra", "step"),
    [
        (SUPERVISED, IOS_27, "block"),
        (SUPERVISED, BARE, "remove"),
        (UNSUPERVISED, BARE, "monitor"),
        (SUPERVISED_MAC, MACOS_27, "block"),
    ],
)
def test_one_item_more_than_the_longest_list_is_an_error(
    device: str, extra: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_lists, "LONGEST_LIST", 3 if device == SUPERVISED_MAC else 2)
    assert "KND360" not in build(role("team", device, step=step, extra=extra)).codes()
    monkeypatch.setattr(app_lists, "LONGEST_LIST", 1)
    built = build(role("team", device, step=step, extra=extra))
    assert set(built.codes("error")) == {"KND360"}
    assert {args["limit"] for args in built.args("KND360")} == {"1"}


def test_another_technologies_makes_another_object_because_it_cannot_change() -> None:
    stated = organisation(apple_app_settings_technologies="appleRemoteManagement")
    built = build(
        role(
            "team",
            SUPERVISED,
            SUPERVISED_MAC,
            extra=BARE + '\ncompliance: {os-minimum: {ios: "27", macos: "27"}}',
        ),
        stated,
    )
    for address in (
        "ios_app_settings/team.appleRemoteManagement",
        "macos_app_settings/team.appleRemoteManagement",
    ):
        assert built.body(address)["technologies"] == "appleRemoteManagement"
        (cause,) = built[address].blame["/technologies"]
        assert (cause.kind, cause.message) == ("policy", "cause.kind.assumption")


def test_an_empty_group_can_be_left_out() -> None:
    stated = organisation(apple_app_settings_neutral="no-object")
    assert "ios_app_settings/team" in build(role("team", SUPERVISED, step="advise", extra=IOS_27)).addresses
    assert (
        "ios_app_settings/team"
        not in build(role("team", SUPERVISED, step="advise", extra=IOS_27), stated).addresses
    )
    assert (
        "ios_app_settings/team"
        in build(role("team", SUPERVISED, step="block", extra=IOS_27), stated).addresses
    )


def test_more_than_a_hundred_restricted_apps_is_an_error_where_objects_do_not_add_up() -> None:
    stated = organisation(ios_restricted_apps_add_up="one-object")
    assert build(role("team", UNSUPERVISED, extra=BARE), many_apps(99), stated).codes("error") == ["KND361"]
    assert not build(role("team", UNSUPERVISED, extra=BARE), many_apps(98), stated).codes("error")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("device", "kind", "listed"), [
    (UNSUPERVISED, "ios_restricted_apps_report", ["com.einnovation.temu", "com.zhiliaoapp.musically"]),
    (MAC, "macos_restricted_apps_report", ["com.alibaba.DingTalkLite", "com.alibaba.DingTalkMac", "com.lemon.lvoverseas"]),
])  # fmt: skip
def test_blocked_apps_are_reported_from_monitor_on_verified_or_not(
    step: str, device: str, kind: str, listed: list[str]
) -> None:
    if step == "allowlist":
        device = {UNSUPERVISED: SUPERVISED, MAC: SUPERVISED_MAC}[device]
    body = build(role("team", device, step=step, extra=BARE)).body(f"{kind}/team")
    assert [item["appId"] for item in body["compliantAppsList"]] == ([] if step == "advise" else listed)
    assert body["compliantAppListType"] == ("none" if step == "advise" else "appsNotInListCompliant")


def test_a_report_goes_to_people_also_where_devices_have_groups_of_their_own() -> None:
    device = UNSUPERVISED.replace("}", ", groups: [{name: dg-phones}]}")
    built = build(role("team", device, extra=BARE))
    assert "ios_compliance/team.devices" in built.addresses
    assert groups(built, "ios_restricted_apps_report/team") == ["+sg-team", "-sg-break-glass"]


@pytest.mark.parametrize(
    ("step", "keys", "managed"),
    [
        ("advise", {"alwaysallowmanagedapps"}, "false"),
        ("monitor", {"alwaysallowmanagedapps"}, "false"),
        ("block", {"alwaysallowmanagedapps", "deniedbinaries"}, "false"),
        ("remove", {"alwaysallowmanagedapps", "deniedbinaries"}, "false"),
        ("allowlist", {"alwaysallowmanagedapps", "deniedbinaries", "allowedbinaries"}, "true"),
    ],
)
def test_a_mac_denies_from_block_on_and_allows_managed_apps_on_an_allowlist(
    step: str, keys: set[str], managed: str
) -> None:
    found = settings(
        build(role("team", SUPERVISED_MAC, step=step, extra=MACOS_27)).body("macos_app_settings/team")
    )
    assert (set(found), found["alwaysallowmanagedapps"]) == (keys, managed)


def test_a_program_is_denied_by_signing_id_and_by_its_team_where_that_is_verified() -> None:
    found = settings(build(role("team", SUPERVISED_MAC, extra=MACOS_27)).body("macos_app_settings/team"))
    assert found["deniedbinaries"] == [
        {"signingid": "com.alibaba.DingTalkMac"},
        {"signingid": "com.lemon.lvoverseas", "teamid": "22MMUN2RN5"},
    ]


def allowlist(rules: str, **assumptions: str) -> Built:
    extra = f"{MACOS_27}\nrules:\n  - allow: [{rules}]"
    return build(
        role("team", SUPERVISED_MAC, step="allowlist", extra=extra),
        organisation(**assumptions) if assumptions else {},
    )


def test_an_approved_app_brings_its_team_and_its_team_mates_are_denied() -> None:
    found = settings(allowlist("chrome").body("macos_app_settings/team"))
    assert found["allowedbinaries"] == [
        {"teamid": "*APPLE*"},
        {"teamid": "EQHXZ8M8AV"},
        {"teamid": "UBF8T346G9"},
    ]
    assert {"signingid": "com.google.drivefs", "teamid": "EQHXZ8M8AV"} in found["deniedbinaries"]
    both = settings(allowlist("chrome, google-drive").body("macos_app_settings/team"))
    assert "com.google.drivefs" not in [binary["signingid"] for binary in both["deniedbinaries"]]


def test_an_organisation_can_allow_programs_one_by_one() -> None:
    found = settings(allowlist("chrome", macos_allowed_by="signing-id").body("macos_app_settings/team"))
    assert found["allowedbinaries"] == [
        {"teamid": "*APPLE*"},
        {"signingid": "com.google.Chrome", "teamid": "EQHXZ8M8AV"},
        {"teamid": "UBF8T346G9"},
    ]
    denied = [binary["signingid"] for binary in found["deniedbinaries"]]
    assert denied == ["com.alibaba.DingTalkMac", "com.lemon.lvoverseas", "com.microsoft.teams2"], (
        "Teams may be of Microsoft's team"
    )


def mac_app(name: str, bundle: str, country: str, verified: str) -> dict[str, str]:
    """A catalogue file with one Mac app of Google's team; `verified` names what was seen in a source."""
    lines = (
        f"kind: Apps\napps:\n  - id: {name}\n    name: {name.title()}\n    publisher: Maker\n    category: tools",
        f"    control: {{entity: Maker, country: {country}, confidence: confirmed, basis: register}}",
        f"    identifiers:\n      macos: {{bundle-ids: [{bundle}], team-id: EQHXZ8M8AV}}",
        f'    verified:\n      "macos:{verified}": {{source: codesign, date: 2026-11-21}}\n',
    )
    return {f"catalogue/apps/{name}.yaml": "\n".join(lines)}


def test_an_approved_app_is_not_denied_because_another_entry_has_its_bundle_id() -> None:
    extra = f"{MACOS_27}\nrules:\n  - allow: [chrome]"
    built = build(
        role("team", SUPERVISED_MAC, step="allowlist", extra=extra),
        mac_app("twin", "org.twin", "US", "org.twin"),
    )
    found = settings(mistaken(built, "twin", "org.twin", "com.google.Chrome").body("macos_app_settings/team"))
    assert "com.google.Chrome" not in [binary["signingid"] for binary in found["deniedbinaries"]]


def test_a_team_that_nobody_saw_in_a_source_does_not_narrow_a_block() -> None:
    rumour = mac_app("rumour", "cn.rumour", "CN", "cn.rumour")
    found = settings(
        build(role("team", SUPERVISED_MAC, extra=MACOS_27), rumour).body("macos_app_settings/team")
    )
    assert {"signingid": "cn.rumour"} in found["deniedbinaries"]


@pytest.mark.parametrize(("trusted", "there"), [("", False), (", unverified: true", True)])
def test_a_team_that_nobody_saw_in_a_source_is_allowed_and_said_only_when_the_rule_says_so(
    trusted: str, there: bool
) -> None:
    """Point 6: what is recalled allows nothing without `unverified: true`."""
    rumour = mac_app("rumour", "nl.rumour", "NL", "nl.rumour")
    extra = f"{MACOS_27}\nrules:\n  - {{allow: rumour{trusted}}}"
    built = build(role("team", SUPERVISED_MAC, step="allowlist", extra=extra), rumour)
    assert (
        {"teamid": "EQHXZ8M8AV"} in settings(built.body("macos_app_settings/team"))["allowedbinaries"]
    ) == there
    assert [args["identifier"] for args in built.args("KND316")] == ["EQHXZ8M8AV"][:there]


def test_of_an_approved_app_without_a_team_nobody_can_say_if_it_opens() -> None:
    """Issue 12, row 3: its maker may be on the list for another app, so it is not said to be stopped, also where the tenant lacks it."""
    built = allowlist("chrome, teams-mac")
    assert [args["apps"] for args in built.args("KND363")] == ["Microsoft Teams for Mac"]
    nothing = measure(
        built.policy, decide(built.policy, DAY), built.compiled.resources, all_kinds(), Held(frozenset())
    )
    assert [
        (d.args["app"], d.severity) for d in remarks(built.policy, nothing, DAY) if d.code == "KND442"
    ] == [("Microsoft Teams for Mac", "error")]
    (team,) = [on for on in nothing if on.system == "newer"]
    assert {app: team.apps[app].effect.value for app in ("chrome", "teams-mac")} == {
        "chrome": "allowed",
        "teams-mac": "unknown",
    }
    assert not built.remarks("KND420", "KND422")
    assert "KND363" not in allowlist("chrome").codes()
    assert "KND365" in built.codes("note")


@pytest.mark.parametrize(
    ("device", "extra", "step", "said"),
    [
        (SUPERVISED_MAC, MACOS_27, "allowlist", ["KND444"]),
        (SUPERVISED_MAC, MACOS_27, "block", ["KND444"]),
        (MAC, MACOS_27, "block", ["KND443"]),
        (SUPERVISED_MAC, BARE, "allowlist", ["KND431"]),
        (SUPERVISED_MAC, BARE, "monitor", []),
    ],
)
def test_a_mac_on_which_nothing_can_be_stopped_is_named(
    device: str, extra: str, step: str, said: list[str]
) -> None:
    """Issue 12, rows 1 and 11: also an older Mac of a role that asks for macOS 27; the advice is what is lacking."""
    built = build(role("team", device, step=step, extra=extra))
    found = built.remarks("KND431", "KND443", "KND444")
    assert [d.code for d in found] == said
    assert all(
        d.args["done"] == "0" and len(d.args["names"].split(", ")) == int(d.args["total"]) for d in found
    )
    assert ("macos_app_settings/team" in built.addresses) is (device == SUPERVISED_MAC and extra == MACOS_27)
    assert not built.codes("error")


def test_macs_count_as_older_ones_where_signing_ids_are_unknown() -> None:
    built = build(role("team", SUPERVISED_MAC, extra=MACOS_27), organisation(macos_signing_id="unknown"))
    assert "macos_app_settings/team" not in built.addresses
    assert built.remarks("KND431")


@pytest.mark.parametrize(
    ("step", "functions", "source"),
    [
        ("advise", "", "macAppStoreAndIdentifiedDevelopers"),
        ("block", "\nfunctions: {sideloading: block}", "macAppStoreAndIdentifiedDevelopers"),
        ("remove", "\nfunctions: {sideloading: allow}", "notConfigured"),
        ("allowlist", "\nfunctions: {sideloading: allow}", "macAppStoreAndIdentifiedDevelopers"),
    ],
)
def test_gatekeeper_lets_in_known_makers_unless_the_role_says_otherwise(
    step: str, functions: str, source: str
) -> None:
    device = SUPERVISED_MAC if step == "allowlist" else MAC
    assert (
        build(role("team", device, step=step, extra=BARE + functions)).body("macos_compliance/team")[
            "gatekeeperAllowedAppSource"
        ]
        == source
    )


@pytest.mark.parametrize(
    ("function", "value", "blocked"),
    [
        ("airdrop", "block", {"airDropBlocked"}),
        ("airdrop", "managed-only", set()),
        ("cloud-backup", "block", {"iCloudBlockDocumentSync", "iCloudDesktopAndDocumentsBlocked"}),
        ("screen-capture", "block", {"screenCaptureBlocked"}),
        ("screen-capture", "allow", set()),
    ],
)
def test_a_function_switches_off_its_own_properties_on_a_mac(
    function: str, value: str, blocked: set[str]
) -> None:
    built = build(role("team", MAC, extra=f"{BARE}\nfunctions: {{{function}: {value}}}"))
    body = built.body("macos_restricted_apps_report/team")
    assert {name for name, on in body.items() if on is True} == blocked
    assert ("KND364" in built.codes("note")) is (value == "managed-only")


def test_a_program_reads_as_the_app_that_it_is() -> None:
    labels = next(kind.labels for kind in all_kinds() if kind.name == "macos_app_settings")
    assert labels
    known = app_lists.names(build(role("team", MAC)).policy.apps)
    program = [
        {"settingDefinitionId": "app_allowed_deniedbinaries_item_signingid", "value": "com.lemon.lvoverseas"},
        {"settingDefinitionId": "app_allowed_deniedbinaries_item_teamid", "value": "22MMUN2RN5"},
    ]
    assert labels("", program, known) == "CapCut (com.lemon.lvoverseas)"
    assert labels("", program[1:], known) == "team 22MMUN2RN5"


@pytest.mark.parametrize("device", [UNSUPERVISED, MAC])
def test_an_allowlist_without_supervision_is_an_error_on_each_of_apples_platforms(device: str) -> None:
    """Issue 12, row 11: a Mac is treated like an iPhone."""
    loaded = base_with(role("team", device, step="allowlist", extra=BARE))
    assert [d.code for d in loaded.diagnostics if d.severity == "error"] == ["POL307"]


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_what_app_settings_stop_is_measured_for_the_whole_class(step: str) -> None:
    """Issue 12, row 1: with App Settings alone an older iPhone keeps nothing out; with both lists no system is told apart."""
    built = build(role("team", SUPERVISED, step=step, extra=IOS_27))
    assert [on.system for on in built.effects] == [""]
    alone = [d for d in built.compiled.resources if d.address.kind != "ios_app_restrictions"]
    newer, older = measure(built.policy, decide(built.policy, DAY), alone, all_kinds())
    assert (newer.system, older.system) == ("newer", "older")
    assert "stopped" in {found.effect.value for found in newer.forbidden}
    assert "stopped" not in {found.effect.value for found in older.forbidden}
