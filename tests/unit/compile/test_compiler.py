from tests.frozen_kinds import only_frozen_kinds
from tests.golden.cases import HERE
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    PERSONAL_IOS,
    SUPERVISED,
    Built,
    build,
    role,
)

from managed_apparaten.compile.desired import by_name
from managed_apparaten.kinds import all_kinds
from managed_apparaten.resource.comparison import generation
from managed_apparaten.resource.marker import split

EXCEPTION = """kind: Exception
id: 2026-001
app: tiktok
role: team
{group}
platforms: [ios]
purpose: {{primary-task: true, text: {{nl: Campagne}}}}
alternatives: {{nl: Geen}}
measures: [isolated-device]
approvals: [{{by: CISO, reference: T-1, date: 2026-10-01}}, {{by: lijnmanager, reference: T-2, date: 2026-10-01}}]
starts: 2026-11-01
ends: 2026-12-31
"""


def groups(built: Built, address: str) -> list[str]:
    return [f"{'-' if a.exclude else '+'}{a.group.name}" for a in built[address].assignments]


def test_a_role_gets_every_kind_that_serves_one_of_its_devices() -> None:
    with only_frozen_kinds():
        built = build(role("team", SUPERVISED), role("byod", PERSONAL_IOS, step="advise", priority=10))
    of_roles = [str(r.address) for r in built.compiled.resources if r.role]
    assert of_roles == [
        "ios_app_protection/byod",
        "ios_app_protection/team",
        "ios_app_restrictions/team",
        "ios_compliance/team",
        "ios_restricted_apps_report/team",
    ]


def test_what_belongs_to_the_organisation_is_there_when_something_refers_to_it() -> None:
    def whole(*files: dict[str, str]) -> list[str]:
        return [str(r.address) for r in build(*files).compiled.resources if not r.role and not r.match]

    assert whole(role("byod", PERSONAL_IOS, step="advise")) == []
    assert whole(role("desk", DEDICATED, step="advise")) == ["compliance_message/not-compliant"]
    assert whole(role("team", SUPERVISED)) == [
        "assignment_filter/ios-corporate",
        "compliance_message/not-compliant",
    ]


def test_a_filter_keeps_what_people_get_for_their_work_phone_off_their_own() -> None:
    with_groups = SUPERVISED.replace("}", ", groups: [{name: dg-phones}]}")
    built = build(role("team", SUPERVISED, FULLY_MANAGED), role("desk", with_groups, priority=3))

    def filters(address: str) -> list[str]:
        return [f"{a.group.name} {a.filter}" for a in built[address].assignments if a.filter]

    assert filters("ios_compliance/team") == ["sg-team assignment_filter/ios-corporate"]
    assert filters("ios_app_restrictions/team") == ["sg-team assignment_filter/ios-corporate"]
    assert filters("ios_app_protection/team") == []
    assert filters("android_device_owner_compliance/team") == []
    assert filters("ios_compliance/desk.devices") == []


def test_the_organisations_own_words_stand_in_the_mail_and_ours_in_the_other_language() -> None:
    own = (HERE / "base" / "organisation.yaml").read_text(encoding="utf-8")
    own += "not-compliant-mail: {subject: {nl: Kijk even}, body: {en: Call us}}\n"
    built = build(role("team", SUPERVISED), {"organisation.yaml": own})
    texts = {
        t["locale"]: t
        for t in built.body("compliance_message/not-compliant")["localizedNotificationMessages"]
    }
    assert (texts["nl-nl"]["subject"], texts["en-us"]["messageTemplate"]) == ("Kijk even", "Call us")
    assert "Proefstad" in texts["en-us"]["subject"]
    assert [t["locale"] for t in texts.values() if t["isDefault"]] == ["en-us"]


def test_resources_are_sorted_and_each_address_stands_once() -> None:
    built = build(role("b", SUPERVISED, FULLY_MANAGED, DEDICATED), role("a", SUPERVISED, priority=40))
    assert built.addresses == sorted(set(built.addresses))


def test_name_is_prefix_role_platform_and_kind_in_the_language_of_the_organisation() -> None:
    built = build(role("team", SUPERVISED, FULLY_MANAGED))
    assert built.body("ios_compliance/team")["displayName"] == "MA | Team | iOS | Compliance"
    assert built.body("ios_app_restrictions/team")["name"] == "MA | Team | iOS | App restrictions"
    assert built.body("android_app_protection/team")["displayName"] == "MA | Team | Android | App protection"


def test_description_ends_with_the_marker_of_its_address() -> None:
    titles = {kind.name: kind.title.en for kind in all_kinds()}
    built = build(role("team", SUPERVISED, extra="protection: {level: basic, apps: all}\nprotect: true"))
    for resource in (r for r in built.compiled.resources if r.role):
        text, marker = split(resource.body["description"])
        assert text.startswith(f"{titles[resource.address.kind]} for Team")
        assert marker
        assert (marker.organisation, marker.address, marker.generation, marker.protect) == (
            "proefstad",
            resource.address,
            resource.generation,
            True,
        )


def test_generation_is_that_of_the_body_that_carries_it() -> None:
    kinds = {kind.name: kind for kind in all_kinds()}
    for resource in build(role("team", SUPERVISED, FULLY_MANAGED)).compiled.resources:
        kind = kinds[resource.address.kind]
        body = {} if kind.shared else resource.body
        assert generation(body, by_name(resource.assignments), resource.apps, kind) == resource.generation


def test_protected_groups_and_higher_roles_with_the_same_kind_are_excluded() -> None:
    built = build(
        role("low", SUPERVISED, priority=10),
        role("high", SUPERVISED, priority=90),
        role("other", FULLY_MANAGED, priority=95),
        role("byod", PERSONAL_IOS, priority=80, step="advise"),
    )
    assert groups(built, "ios_compliance/low") == ["+sg-low", "-sg-break-glass", "-sg-high"]
    assert groups(built, "ios_app_protection/low") == ["+sg-low", "-sg-break-glass", "-sg-high", "-sg-byod"]
    assert groups(built, "ios_compliance/high") == ["+sg-high", "-sg-break-glass"]


def test_roles_of_equal_priority_do_not_exclude_each_other() -> None:
    built = build(role("a", SUPERVISED), role("b", SUPERVISED))
    assert groups(built, "ios_compliance/a") == ["+sg-a", "-sg-break-glass"]
    assert groups(built, "ios_compliance/b") == ["+sg-b", "-sg-break-glass"]


def test_people_and_devices_never_meet_in_one_resource() -> None:
    built = build(
        role("team", FULLY_MANAGED, DEDICATED),
        role("high", FULLY_MANAGED, DEDICATED.replace("dg-desk", "dg-hall"), priority=90),
    )
    assert groups(built, "android_device_owner_compliance/team") == [
        "+sg-team",
        "-sg-break-glass",
        "-sg-high",
    ]
    assert groups(built, "android_device_owner_compliance/team.devices") == ["+dg-desk", "-dg-hall"]
    for resource in (r for r in built.compiled.resources if r.role):
        assert len({assignment.devices for assignment in resource.assignments}) == 1


def test_app_protection_follows_people_even_where_devices_have_groups() -> None:
    built = build(role("team", FULLY_MANAGED.replace("}", ", groups: [{name: dg-phones}]}")))
    assert groups(built, "android_app_protection/team") == ["+sg-team", "-sg-break-glass"]
    assert groups(built, "android_device_owner_compliance/team.devices") == ["+dg-phones"]


def test_a_group_that_is_named_twice_is_assigned_once() -> None:
    devices = [DEDICATED, FULLY_MANAGED.replace("}", ", groups: [{name: dg-desk}]}")]
    assert groups(build(role("team", *devices)), "android_device_owner_compliance/team.devices") == [
        "+dg-desk"
    ]


def test_a_protected_group_in_a_role_is_an_error_with_both_lines() -> None:
    built = build(role("team", PERSONAL_IOS, groups=["sg-break-glass"], step="advise"))
    (found,) = [d for d in built.compiled.diagnostics if d.code == "KND306"]
    assert (found.span and found.span.file, found.related[0].span.file) == (
        "roles/team.yaml",
        "organisation.yaml",
    )
    assert found.address == "ios_app_protection/team"


def test_a_group_in_two_roles_is_an_error_for_the_lower_one() -> None:
    built = build(
        role("high", PERSONAL_IOS, priority=90, step="advise"),
        role("low", PERSONAL_IOS, groups=["sg-high"], step="advise"),
    )
    (found,) = [d for d in built.compiled.diagnostics if d.code == "KND306"]
    assert (found.args["role"], found.related[0].span.file) == ("low", "roles/high.yaml")


def test_a_name_beyond_the_limit_is_an_error() -> None:
    files = role("team", PERSONAL_IOS, step="advise")
    long = {name: text.replace("{nl: Team}", "{nl: " + "x" * 190 + "}") for name, text in files.items()}
    assert build(long).codes("error") == ["KND307"]


def test_an_exception_for_a_group_takes_its_app_out_of_the_lists_of_that_group_only() -> None:
    exception = {"exceptions/2026-001.yaml": EXCEPTION.format(group="group: {name: sg-campaign}")}
    built = build(role("team", SUPERVISED), exception)
    listed = {
        address: [a["name"] for a in built.body(address)["restrictedApps"]]
        for address in built.addresses
        if "ios_compliance" in address
    }
    assert listed == {"ios_compliance/team": ["Temu", "TikTok"], "ios_compliance/team-2026-001": ["Temu"]}
    assert groups(built, "ios_compliance/team") == ["+sg-team", "-sg-break-glass", "-sg-campaign"]
    assert groups(built, "ios_compliance/team-2026-001") == ["+sg-campaign", "-sg-break-glass"]


def test_the_same_policy_compiles_to_the_same_resources() -> None:
    files = role("team", SUPERVISED, FULLY_MANAGED)
    assert build(files).compiled == build(files).compiled
