"""What `validate` says of effects: F2 (approved apps that would not open), F8 (counts over the whole policy), and every gap by name."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.golden.world import (
    FULLY_MANAGED,
    LAPTOPS,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    PERSONAL_WINDOWS,
    SUPERVISED,
    SUPERVISED_MAC,
    UNSUPERVISED,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    Built,
    build,
    role,
)

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.effects.effect import Effect
from managed_apparaten.messages import advice, render

BARE = "protection: {level: basic, apps: all}"
NAMELESS = {
    "catalogue/apps/nameless.yaml": """\
kind: Apps
apps:
  - id: notes
    name: City Notes
    publisher: Somebody
    category: tools
    control: {entity: Somebody, country: NL, confidence: confirmed, basis: register}
    identifiers:
      web: {domains: [notes.example]}
"""
}
APPROVES = BARE + "\nrules:\n  - allow: [notes, teams]\n"
GAP = "accepted-gaps:\n  - apps: [notes]\n    platforms: [{platform}]\n    because: {{en: In the browser}}\n"


def allowlist(device: str, extra: str = APPROVES) -> Built:
    return build(role("team", device, step="allowlist", extra=extra), NAMELESS)


def told(found: Diagnostic, *names: str) -> Mapping[str, str]:
    return {name: found.args[name] for name in names}


def test_f2_an_approved_app_without_identifier_is_an_error_that_names_role_app_and_platform() -> None:
    (found,) = allowlist(SUPERVISED).remarks("KND420")
    assert (found.severity, told(found, "app", "role", "platform")) == (
        "error",
        {"app": "City Notes", "role": "team", "platform": "ios"},
    )
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("roles/team.yaml", 12)


def test_f2_on_fully_managed_android_as_well() -> None:
    (found,) = allowlist(FULLY_MANAGED).remarks("KND420")
    assert told(found, "app", "platform") == {"app": "City Notes", "platform": "android"}


def test_f2_on_a_mac_that_knows_lists_of_programs() -> None:
    """Row 3: the list names makers, and its maker may be one of them, so nobody can say. An error, but not that it would not open."""
    extra = APPROVES.replace("rules:", 'compliance: {os-minimum: {macos: "27.0"}}\nrules:')
    built = allowlist(SUPERVISED_MAC, extra)
    assert {found.args["app"] for found in built.remarks("KND442") if found.severity == "error"} >= {
        "City Notes"
    }
    assert not built.remarks("KND420")


def test_the_step_that_holds_is_told_and_why() -> None:
    """Row 7 (g5): classes that get the same objects are on the highest of their steps."""
    built = build(
        role("team", SUPERVISED, "{platform: ios, ownership: corporate, enforcement: advise}", step="remove")
    )
    (found,) = built.remarks("KND428")
    assert (found.args["step"], [related.args for related in found.related]) == (
        "remove",
        [{"step": "advise", "highest": "remove"}],
    )
    assert [(on.device.supervised, on.step, on.written) for on in built.effects] == [
        (True, "remove", None),
        (False, "remove", "advise"),
    ]


def test_a_class_with_groups_of_its_own_keeps_its_step() -> None:
    """Row 7: what is reached through groups of devices has objects of its own."""
    own = "{platform: ios, ownership: corporate, enforcement: advise, groups: [{name: dg-own}]}"
    assert [on.step for on in build(role("team", SUPERVISED, own, step="remove")).effects] == [
        "remove",
        "advise",
    ]


def test_what_nobody_approved_and_a_list_on_a_mac_may_let_in_is_named() -> None:
    """Row 2 (g4): by name, all names; a team that the catalogue lacks stops nothing."""
    built = build(
        role(
            "team",
            SUPERVISED_MAC,
            step="allowlist",
            extra=BARE + '\ncompliance: {os-minimum: {macos: "27.0"}}',
        )
    )
    (newer,) = [on for on in built.effects if on.system == "newer"]
    (told,) = built.told("KND445")
    assert told["names"].split(", ") == sorted(
        (f.app.name for f in newer.unapproved if f.effect is not Effect.STOPPED), key=str.casefold
    )
    assert (told["devices"], told["done"]) == (
        "macos, corporate, supervised, macos 27",
        str(len(newer.unapproved) - int(told["count"])),
    )


def test_f2_below_an_allowlist_nothing_keeps_it_out() -> None:
    assert build(role("team", SUPERVISED, step="remove", extra=APPROVES), NAMELESS).remarks("KND420") == []


def test_f2_a_management_app_of_another_platform_is_nobodys_gap() -> None:
    only_android = {
        "catalogue/apps/agent.yaml": NAMELESS["catalogue/apps/nameless.yaml"]
        .replace("id: notes", "id: agent")
        .replace(
            "web: {domains: [notes.example]}",
            "android: {packages: [com.example.agent]}\n    management: true",
        )
    }
    assert build(role("team", SUPERVISED, step="allowlist", extra=BARE), only_android).remarks("KND420") == []


def test_f2_a_role_accepts_a_gap_by_name() -> None:
    built = allowlist(SUPERVISED, APPROVES + GAP.format(platform="ios"))
    assert built.remarks("KND420", "KND437", "KND438") == []


def test_f2_an_acceptance_for_another_platform_is_none_and_is_said() -> None:
    built = allowlist(SUPERVISED, APPROVES + GAP.format(platform="android"))
    assert [found.code for found in built.remarks("KND420", "KND437")] == ["KND420", "KND437"]


def test_f2_an_acceptance_of_one_app_is_none_of_another() -> None:
    built = allowlist(SUPERVISED, APPROVES + GAP.format(platform="ios").replace("[notes]", "[teams]"))
    assert [(found.code, found.args["app"]) for found in built.remarks("KND420", "KND437")] == [
        ("KND420", "City Notes"), ("KND437", "Microsoft Teams"),
    ]  # fmt: skip


def test_f2_an_acceptance_of_an_app_that_opens_is_said() -> None:
    built = allowlist(SUPERVISED, APPROVES + GAP.format(platform="ios").replace("[notes]", "[notes, teams]"))
    (found,) = built.remarks("KND437")
    assert told(found, "app", "role", "platform") == {
        "app": "Microsoft Teams",
        "role": "team",
        "platform": "ios",
    }


def test_f2_an_accepted_gap_is_named_once_for_a_platform_and_a_last_day() -> None:
    ends = APPROVES + GAP.format(platform="ios") + "    until: 2026-12-31\n"
    (found,) = allowlist(SUPERVISED, ends).remarks("KND440", "KND441")
    assert (found.code, found.severity) == ("KND440", "note")
    expected = {"role": "team", "platform": "ios", "until": "2026-12-31", "count": "1", "apps": "City Notes"}
    assert dict(found.args) == expected
    (endless,) = allowlist(SUPERVISED, APPROVES + GAP.format(platform="ios")).remarks("KND440", "KND441")
    assert (endless.code, endless.args["apps"]) == ("KND441", "City Notes")


def test_f2_a_gap_that_is_not_there_is_not_named_as_accepted() -> None:
    built = build(
        role("team", SUPERVISED, step="remove", extra=APPROVES + GAP.format(platform="ios")), NAMELESS
    )
    assert built.remarks("KND440", "KND441") == []


@pytest.mark.parametrize(
    ("device", "step", "approves", "platform", "app", "needed"),
    [
        (SUPERVISED, "remove", "[notes, teams]", "ios", "notes", True),
        (SUPERVISED, "remove", "[notes, teams]", "ios", "teams", False),
        (SUPERVISED, "remove", "[notes, teams]", "android", "notes", False),
        (SUPERVISED, "remove", "[teams]", "ios", "notes", False),
        (LAPTOPS[:-1] + ", applocker: enforce}", "allowlist", "[notes, teams]", "windows", "notes", True),
    ],
)
def test_f2_an_acceptance_before_an_allowlist_or_of_what_nobody_can_say_is_no_mistake(
    device: str, step: str, approves: str, platform: str, app: str, needed: bool
) -> None:
    """Of an app that the role approves there, and that an allowlist would keep out or may keep out."""
    extra = APPROVES.replace("[notes, teams]", approves) + GAP.format(platform=platform).replace(
        "[notes]", f"[{app}]"
    )
    codes = [
        found.code
        for found in build(role("team", device, step=step, extra=extra), NAMELESS).remarks("KND437")
    ]
    assert codes == ([] if needed else ["KND437"])


def test_f2_what_another_role_approves_makes_no_acceptance_of_this_one_fair() -> None:
    accepts = BARE + "\nrules:\n  - allow: [teams]\n" + GAP.format(platform="ios")
    roles = role("team", SUPERVISED, step="remove", extra=accepts) | role(
        "other", SUPERVISED, step="remove", extra=APPROVES, priority=10
    )
    assert [found.args["role"] for found in build(roles, NAMELESS).remarks("KND437")] == ["team"]


def test_f2_accepted_apps_are_named_by_name_whatever_their_case() -> None:
    names = {"notes": "beta", "alpha": "Alpha", "delta": "Delta", "gamma": "gamma"}
    entry = NAMELESS["catalogue/apps/nameless.yaml"].partition("apps:\n")[2]
    apps = "".join(
        entry.replace("City Notes", name).replace("id: notes", f"id: {app}") for app, name in names.items()
    )
    ids = f"[{', '.join(names)}]"
    extra = APPROVES.replace("[notes, teams]", ids) + GAP.format(platform="ios").replace("[notes]", ids)
    built = build(
        role("team", SUPERVISED, step="allowlist", extra=extra),
        {"catalogue/apps/nameless.yaml": "kind: Apps\napps:\n" + apps},
    )
    (found,) = built.remarks("KND441")
    assert told(found, "count", "apps") == {"count": "4", "apps": "Alpha, beta, Delta, gamma"}


def test_f2_what_two_classes_of_one_platform_keep_out_is_one_error() -> None:
    built = build(role("team", FULLY_MANAGED, WITH_PRIVATE_SIDE, step="allowlist", extra=APPROVES), NAMELESS)
    assert [found.args["app"] for found in built.remarks("KND420")] == ["City Notes"]


@pytest.mark.parametrize(
    ("day", "codes"), [(date(2026, 12, 31), []), (date(2027, 1, 1), ["KND420", "KND438"])]
)
def test_f2_an_acceptance_ends(day: date, codes: list[str]) -> None:
    built = allowlist(SUPERVISED, APPROVES + GAP.format(platform="ios") + "    until: 2026-12-31\n")
    found = built.remarks("KND420", "KND437", "KND438", day=day)
    assert [one.code for one in found] == codes
    assert all(
        [one.label for one in error.related][1:] == ["label.accepted-until"]
        for error in found
        if error.severity == "error"
    )


@pytest.mark.parametrize(
    ("device", "step", "code"),
    [
        (UNSUPERVISED, "block", "KND428"),
        (PERSONAL_IOS, "advise", "KND429"),
        (PERSONAL_ANDROID, "block", "KND429"),
        (PERSONAL_WINDOWS, "advise", "KND429"),
        (WORK_PROFILE, "block", "KND430"),
        (SUPERVISED_MAC, "block", "KND431"),
        (SUPERVISED, "monitor", "KND432"),
        (LAPTOPS, "advise", "KND432"),
    ],
)
def test_f8_where_nothing_stops_any_app_all_are_named(device: str, step: str, code: str) -> None:
    (found,) = build(role("team", device, step=step, extra=BARE)).remarks(code)
    names = found.args["names"].split(", ")
    assert (found.args["done"], found.args["total"]) == ("0", str(len(names)))
    assert {"CapCut", "DingTalk", "Temu", "TikTok"} <= set(names)


def test_f8_what_has_no_identifier_counts_along_and_is_named() -> None:
    (found,) = build(role("team", SUPERVISED, extra=BARE)).remarks("KND425")
    left = found.args["names"].split(", ")
    assert {"CapCut", "DingTalk"} <= set(left)
    assert int(found.args["done"]) + len(left) == int(found.args["total"])
    assert found.args["names"] in advice("KND425", "en", found.args)


def test_f8_on_windows_what_cannot_be_told_is_named() -> None:
    built = build(role("team", LAPTOPS[:-1] + ", applocker: enforce}", step="allowlist", extra=BARE))
    (found,) = built.remarks("KND439")
    assert {"CapCut", "DingTalk", "Temu", "TikTok"} <= set(found.args["names"].split(", "))


def test_rules_that_only_audit_stop_nothing_which_is_said_with_names() -> None:
    (found,) = build(
        role("team", LAPTOPS[:-1] + ", applocker: audit}", extra=BARE + "\nrules:\n  - block: short-video\n")
    ).remarks("KND427")
    assert (found.severity, told(found, "done", "names")) == (
        "warning",
        {"done": "0", "names": 'Short "Video" <&]]>\''},
    )


def test_what_holds_for_many_roles_is_said_once() -> None:
    built = build(role("a", PERSONAL_IOS, extra=BARE), role("b", PERSONAL_IOS, extra=BARE, priority=10))
    (found,) = built.remarks("KND429")
    assert found.args["roles"] == "a, b"


def test_every_forbidden_app_is_stopped_or_named() -> None:
    """Over all classes and steps of one role each: the names of all notes are exactly what is not stopped."""
    for device in (
        SUPERVISED,
        UNSUPERVISED,
        PERSONAL_IOS,
        FULLY_MANAGED,
        WORK_PROFILE,
        PERSONAL_ANDROID,
        LAPTOPS,
        SUPERVISED_MAC,
    ):
        for step in ("advise", "monitor", "block", "remove", "allowlist"):
            if step == "allowlist" and device in (UNSUPERVISED, PERSONAL_IOS, WORK_PROFILE, PERSONAL_ANDROID):
                continue
            built = build(role("team", device, step=step, extra=BARE))
            named = {name for found in built.remarks() for name in found.args.get("names", "").split(", ")}
            open_ = {f.app.name for on in built.effects for f in on.forbidden if f.effect.value != "stopped"}
            assert open_ <= named, (device, step, open_ - named)


def test_14e_classes_of_device_with_the_same_names_are_one_note() -> None:
    """KND429 of a role with people's own phones of two sorts: the names stand once, and both sorts are named in both languages."""
    (found,) = build(role("team", PERSONAL_IOS, PERSONAL_ANDROID, step="advise")).remarks("KND429")
    assert (
        found.args["devices"] == "ios, personal; android, personal"
        or found.args["devices"] == "android, personal; ios, personal"
    )
    assert "personal iPhone or iPad" in render("KND429", "en", found.args)
    assert "personal Android device" in render("KND429", "en", found.args)
    assert "eigen Android-apparaat" in render("KND429", "nl", found.args)
    assert (
        len(build(role("team", PERSONAL_IOS, UNSUPERVISED, step="advise")).remarks("KND428", "KND429")) == 2
    )
