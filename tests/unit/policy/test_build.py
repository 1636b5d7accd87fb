from datetime import date
from pathlib import Path

import pytest

from managed_apparaten.core.span import Span
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import PLATFORMS, PolicySet, ProtectedApps, Selector


@pytest.fixture
def policy(policies: Path) -> PolicySet:
    loaded = load(policies)
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


def test_a_role_fills_in_the_defaults_key_by_key_and_its_own_words_win(policy: PolicySet) -> None:
    role = policy.roles["college"]
    assert (role.protection.level.value, role.protection.level.span.file) == ("high", "roles/college.yaml")
    assert (role.protection.apps.value, role.protection.apps.span.file) == (
        ProtectedApps("list", "kit"),
        "organisation.yaml",
    )
    assert [(name, value.value) for name, value in role.protection.settings] == [
        ("minimumPinLength", 8),
        ("pinRequired", True),
    ]
    assert {platform: version.value for platform, version in role.compliance.os_minimum.items()} == {
        "ios": "26.0",
        "android": "14",
    }
    assert role.compliance.passcode is not None
    assert role.compliance.passcode.span == Span("organisation.yaml", 16, 68, 16, 73)
    assert (role.compliance.grace_hours, role.compliance.security_patch) == (None, None)
    assert {name: value.value for name, value in role.functions.items()} == {
        "airdrop": "managed-only",
        "usb": "allow",
    }


def test_a_rule_keeps_its_owner_its_selectors_and_the_canonical_order_of_platforms(policy: PolicySet) -> None:
    allow, block = policy.roles["college"].rules
    assert (allow.effect, allow.owner, allow.platforms, allow.span) == (
        "allow",
        "college",
        ("ios", "android"),
        Span("roles/college.yaml", 17, 5, 18, 30),
    )
    assert [(s.kind, s.value) for s in allow.selectors] == [("list", "kit"), ("app", "whatsapp")]
    assert block.selectors == (Selector("country", "CN", Span("roles/college.yaml", 19, 12, 19, 25)),)
    assert (block.because.in_language("en"), block.platforms, block.locked) == ("omdat", PLATFORMS, False)
    locked, caution = policy.organisation.rules
    assert (locked.locked, locked.owner, caution.effect) == (True, None, "caution")


def test_identifiers_know_their_type_and_whether_a_source_saw_them(policy: PolicySet) -> None:
    bundle, store = policy.apps["tiktok"].identifiers
    assert (bundle.type, bundle.value, bundle.verified) == ("bundle-id", "com.zhiliaoapp.musically", False)
    assert (store.type, store.value, store.source, store.weak) == ("app-store-id", "835599320", "store", True)
    assert policy.apps["portal"].management
    assert [i.type for i in policy.apps["portal"].on("macos", "team-id")] == ["team-id"]


def test_control_is_located_at_its_country_where_there_is_one(policy: PolicySet) -> None:
    assert (policy.apps["tiktok"].control.country, policy.apps["tiktok"].control.span.col) == ("CN", 43)
    assert (policy.apps["portal"].control.country, policy.apps["portal"].control.span.col) == (None, 14)


def test_dates_become_dates_and_both_ends_of_an_exception_count(policy: PolicySet) -> None:
    exception = policy.exceptions["2026-001"]
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 30), date(2026, 8, 31)]
    assert [exception.active_on(day) for day in days] == [False, True, True, False]
    assert exception.approvals[0].date == date(2026, 5, 1)
    assert exception.group is not None
    assert (exception.group.name, exception.group.id) == ("sg-campagne", None)
    assert policy.advisories["advies"].named[0].correction.nl == "fout"
    assert policy.advisories["advies"].source == "VNG, Brief"


def test_guards_that_are_not_stated_have_their_default(policy: PolicySet) -> None:
    guards = policy.organisation.guards
    assert (guards.max_people.value, guards.max_devices.value, guards.max_deletes.value) == (10, 25, 30)


@pytest.mark.parametrize(
    ("ends", "fine"),
    [("2027-06-01", True), ("2027-06-02", False), ("2026-06-01", True), ("2026-05-31", False)],
)
def test_an_exception_lasts_at_most_twelve_months_and_at_least_a_day(
    policies: Path, ends: str, fine: bool
) -> None:
    target = policies / "exceptions" / "2026-001.yaml"
    target.write_text(target.read_text(encoding="utf-8").replace("2026-08-30", ends), encoding="utf-8")
    assert (load(policies).policy is not None) == fine


def test_the_digest_follows_names_and_texts_and_nothing_else(policies: Path, policy: PolicySet) -> None:
    (policies / "README.md").write_text("niets", encoding="utf-8")
    same = load(policies).policy
    assert same is not None
    assert same.digest == policy.digest
    for mark, end in ((b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")):
        for path in sorted(policies.rglob("*.yaml")):
            text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            path.write_bytes(mark + text.replace(b"\n", end))
        again = load(policies).policy
        assert again == policy, "B13: lines that end otherwise are the same policy"
    with (policies / "lists" / "kit.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# remark\n")
    remarked = load(policies).policy
    (policies / "lists" / "kit.yaml").rename(policies / "lists" / "kist.yaml")
    renamed = load(policies).policy
    assert remarked is not None
    assert renamed is not None
    assert len({policy.digest, remarked.digest, renamed.digest}) == 3


def test_unused_lists_and_recalled_identifiers_are_said_and_stop_nothing(policies: Path) -> None:
    text = "kind: List\nid: los\ntitle: {nl: Los}\napps: [tiktok]\n"
    (policies / "lists" / "los.yaml").write_text(text, encoding="utf-8")
    loaded = load(policies)
    assert loaded.policy is not None
    assert [(d.code, d.severity, dict(d.args)) for d in loaded.diagnostics] == [
        ("POL311", "note", {"identifiers": "4", "apps": "3"}),
        ("POL312", "warning", {"name": "los"}),
    ]


@pytest.mark.parametrize(
    ("organisation", "role", "meant"),
    [
        ("", "", ()),
        ('scope-tags: ["Regio Noord", "3"]', "", (("Regio Noord", None), (None, "3"))),
        ("scope-tags: [Regio Noord]", 'scope-tags: [{id: "0"}, {name: "12"}]', ((None, "0"), ("12", None))),
        ("", 'scope-tags: [Zuid, {name: Zuid}, "7", {id: "7"}]', (("Zuid", None), (None, "7"))),
    ],
)
def test_b6_a_role_has_its_own_scope_tags_or_those_of_the_organisation(
    policies: Path, organisation: str, role: str, meant: tuple[tuple[str | None, str | None], ...]
) -> None:
    for name, more in (("organisation.yaml", organisation), ("roles/college.yaml", role)):
        with (policies / name).open("a", encoding="utf-8") as stream:
            stream.write(f"{more}\n")
    policy = load(policies).policy
    assert policy is not None
    assert tuple((tag.name, tag.id) for tag in policy.roles["college"].scope_tags) == meant
