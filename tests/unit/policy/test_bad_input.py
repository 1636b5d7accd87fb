"""One table of everything that a policy file can have wrong: each gives its code and its place, and nothing escapes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.work import calls

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages import advice, render
from managed_apparaten.policy.files import read
from managed_apparaten.policy.load import load
from managed_apparaten.policy.source import MAX_DEPTH, MAX_NODES, parse

Spoil = Callable[[str, str, str], None]
ORG, ROLE, LIST, EXC = "organisation.yaml", "roles/college.yaml", "lists/kit.yaml", "exceptions/2026-001.yaml"
APPS, ADV = "catalogue/apps/all.yaml", "catalogue/advisories.yaml"


def serious(root: Path) -> list[Diagnostic]:
    loaded = load(root)
    found = [d for d in loaded.diagnostics if d.severity == "error"]
    assert (loaded.policy is None) == bool(found)
    return found


def told(found: list[Diagnostic]) -> list[tuple[str, str]]:
    for diagnostic in found:
        for lang in ("nl", "en"):
            assert render(diagnostic.code, lang, diagnostic.args)
            assert advice(diagnostic.code, lang, diagnostic.args)
    return [(d.code, str(d.span)) for d in found]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "place"),
    [
        (ROLE, "rules:", "rulse:", "POL104", "16:1"),
        (ROLE, "because", "reson", "POL104", "20:5"),
        (ROLE, "priority: 100", "priority: 100\npriority: 90", "POL110", "5:1"),
        (ROLE, "enforcement: allowlist", "enforcement: *step", "POL111", "9:14"),
        (ROLE, "title: {nl: College}", "title: &t {nl: College}\ndescription: *t", "POL112", "3:8"),
        (ROLE, "priority: 100", "priority: !!int 100", "POL113", "4:11"),
        (ROLE, "priority: 100", "priority: ! 100", "POL113", "4:11"),
        (ROLE, "    - {name: sg", "\t- {name: sg", "POL107", "7:1"),
        (ROLE, "{data: 4, persons", "{\n\tdata: 4, persons", "POL107", "9:1"),
        (ROLE, "nl: geheim", "nl: ge\0heim", "POL106", "8:58"),
        (ROLE, "nl: geheim", "nl: ge\u202eheim", "POL106", "8:58"),
        (ROLE, "nl: geheim", 'nl: "ge\\0heim"', "POL106", "8:56"),
        (ROLE, "nl: geheim", 'nl: "ge\\u202Eheim"', "POL106", "8:56"),
        (ROLE, "nl: geheim", "nl: ge\ufeffheim", "POL106", "8:58"),
        (ROLE, "nl: geheim", "nl: ge\u2028heim", "POL106", "8:58"),
        (ROLE, "nl: geheim", "nl: ge\rheim", "POL106", "8:58"),
        (ROLE, "priority: 100", "priority: 100\n---\nkind: List", "POL114", "5:1"),
        (ROLE, "kind: Role", "%YAML 1.1\n---\nkind: Role", "POL115", "1:1"),
        (ROLE, "priority: 100", "scope-tags: []\npriority: 100", "POL136", "4:13"),
        (ROLE, "priority: 100", "scope-tags: Noord\npriority: 100", "POL161", "4:13"),
        (ROLE, "priority: 100", "scope-tags: [3]\npriority: 100", "POL132", "4:14"),
        (ROLE, "priority: 100", "scope-tags: [Noord, Noord]\npriority: 100", "POL138", "4:21"),
        (ROLE, "priority: 100", "scope-tags: [{id: Noord}]\npriority: 100", "POL134", "4:19"),
        (ROLE, "priority: 100", 'scope-tags: [{id: "3", name: Noord}]\npriority: 100', "POL137", "4:14"),
        (ROLE, "priority: 100", 'scope-tags: [{tag: "3"}]\npriority: 100', "POL104", "4:15"),
        (ROLE, "priority: 100", "<<: {}\npriority: 100", "POL116", "4:1"),
        (ROLE, "supervised: true", "supervised: yes", "POL117", "11:55"),
        (ROLE, "priority: 100", "priority: 0100", "POL117", "4:11"),
        (ROLE, "country: CN", "country: NO", "POL117", "19:22"),
        (ROLE, "priority: 100", "priority: .nan", "POL118", "4:11"),
        (ROLE, "priority: 100", "no: 100\npriority: 100", "POL119", "4:1"),
        (ROLE, "priority: 100", "? [a]\n: 1\npriority: 100", "POL119", "4:3"),
        (ROLE, "priority: 100", "priority: " + "[" * 64 + "]" * 64, "POL120", "4:73"),
        (ROLE, "title: {nl: College}", "title: {nl: 'College}", "POL108", "21:1"),
        (ROLE, "title: {nl: College}", "title: a: b", "POL108", "3:9"),
        (ROLE, "priority: 100\n", "", "POL130", "1:1"),
        (ROLE, "priority: 100", "priority:", "POL156", "4:10"),
        (ROLE, "priority: 100", "priority: hoog", "POL163", "4:11"),
        (ROLE, "priority: 100", "priority: true", "POL163", "4:11"),
        (ROLE, "priority: 100", "priority: 1001", "POL139", "4:11"),
        (ROLE, "title: {nl: College}", "title: College", "POL131", "3:8"),
        (ROLE, "by: CISO", "by: [CISO]", "POL162", "8:91"),
        (ROLE, 'ios: "26.0"', "ios: 26.0", "POL132", "14:32"),
        (ROLE, 'ios: "26.0"', "ios: zes", "POL146", "14:32"),
        (ROLE, "supervised: true", 'supervised: "true"', "POL164", "11:55"),
        (ROLE, "platforms: [android, ios]", "platforms: android", "POL161", "18:16"),
        (ROLE, "platforms: [android, ios]", "platforms: []", "POL136", "18:16"),
        (ROLE, "platforms: [android, ios]", "platforms: [ios, android, ios]", "POL138", "18:31"),
        (ROLE, "- allow: [{list: kit}, whatsapp]", "- allow: 3", "POL132", "17:12"),
        (ROLE, "enforcement: allowlist", "enforcement: allow-list", "POL133", "9:14"),
        (ROLE, "id: 0b7c2f6e", "id: 0B7C2F6E", "POL143", "7:30"),
        (ROLE, "assessed: 2026-02-03", "assessed: 2026-02-30", "POL147", "8:75"),
        (ROLE, "assessed: 2026-02-03", "assessed: 3 februari", "POL142", "8:75"),
        (ROLE, "{country: CN}", "{country: CN, app: tiktok}", "POL157", "19:12"),
        (ROLE, "{country: CN}", "{country: cn}", "POL141", "19:22"),
        (ROLE, "    because: {nl: omdat}", "    allow: whatsapp", "POL154", "19:5"),
        (ROLE, "  - block: {country: CN}\n    because", "  - because", "POL154", "19:5"),
        (ROLE, "    - {name: sg-college, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}", "    []", "POL153", "7:5"),
        (ROLE, "members:\n  groups:\n    - {name: sg-college, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}\n", "", "POL153", "1:1"),
        (ROLE, "supervised: true", "management: dedicated", "POL158", "11:43"),
        (ROLE, "personal, enforcement", "personal, supervised: true, enforcement", "POL159", "12:46"),
        (ROLE, "protection: {level: high, settings: {minimumPinLength: 8}}", "protection: 3", "POL165", "13:13"),
        (ROLE, "minimumPinLength: 8", "minimumPinLength: [8]", "POL166", "13:56"),
        (ROLE, "minimumPinLength: 8", "Minimum-Pin: 8", "POL160", "13:38"),
        (ROLE, "kind: Role", "kind: Rol", "POL150", "1:7"),
        (ROLE, "kind: Role\n", "", "POL130", "1:1"),
        (ORG, "language: nl", "language: fr", "POL133", "5:11"),
        (ORG, "max-people: 10%", "max-people: 10", "POL132", "22:22"),
        (ORG, "max-people: 10%", "max-people: 110%", "POL145", "22:22"),
        (ORG, "{embedded: true}", "{embedded: false}", "POL133", "6:20"),
        (ORG, "{embedded: true}", "{embedded: true, cloud: global}", "POL137", "6:9"),
        (ORG, "meld@dorp.example", "meldpunt", "POL144", "12:28"),
        (ORG, "{prefix: MA}", "{prefix: " + "M" * 21 + "}", "POL135", "7:18"),
        (ORG, "{prefix: MA}", "{prefix: _}", "POL134", "7:18"),
        (EXC, "ends: 2026-08-30\n", "", "POL151", "1:1"),
        (EXC, "ends: 2026-08-30", "ends:", "POL151", "13:6"),
        (EXC, "approvals:\n  - {by: college, reference: B-2, date: 2026-05-01}\n", "", "POL152", "1:1"),
        (EXC, "\n  - {by: college, reference: B-2, date: 2026-05-01}", " []", "POL152", "10:12"),
        (EXC, "ends: 2026-08-30", "ends: 2026-05-30", "POL301", "13:7"),
        (EXC, "ends: 2026-08-30", "ends: 2027-06-02", "POL302", "13:7"),
        (EXC, "by: college", "by: CISO", "POL303", "10:1"),
        (EXC, "role: college", "role: colege", "POL203", "4:7"),
        (EXC, "[tiktok]", "tiktik", "POL201", "3:6"),
        (LIST, "[whatsapp]", "[whatsap]", "POL201", "4:8"),
        (LIST, "[whatsapp]", "[WhatsApp]", "POL140", "4:8"),
        (LIST, "id: kit", "id: \u043a\u0456t", "POL140", "2:5"),
        (ROLE, "{list: kit}", "{list: kid}", "POL202", "17:20"),
        (ORG, "{advisory: advies}", "{advisory: advis}", "POL204", "19:23"),
        (ROLE, "{country: CN}", "{country: XX}", "POL205", "19:22"),
        (ADV, "[CN]", "[UK]", "POL205", "5:17"),
        (ROLE, "{country: CN}", "{category: spelletjes}", "POL206", "19:23"),
        (ADV, "app: tiktok", "app: tik-tok", "POL201", "10:57"),
        (APPS, '"ios:835599320"', '"ios:83559932"', "POL211", "11:7"),
        (APPS, '"ios:835599320"', '"835599320"', "POL160", "11:7"),
        (APPS, "net.whatsapp.WhatsApp", "net.wh\u0430tsapp.WhatsApp", "POL148", "18:26"),
        (APPS, "macos: {bundle-ids", "windows: {publishers: [Micr\u043esoft]}\n      macos: {bundle-ids", "POL149", "26:30"),
        (APPS, "id: portal", "id: tiktok", "POL207", "19:9"),
        (APPS, "country: CN, ", "", "POL130", "6:15"),
        (ROLE, "supervised: true", "supervised: false", "POL307", "11:5"),
        (ROLE, "personal, enforcement: advise", "personal", "POL306", "12:5"),
        (ROLE, "enforcement: advise", "enforcement: allowlist", "POL306", "12:59"),
        (ROLE, "personal, enforcement: advise", "personal, management: work-profile, enforcement: allowlist", "POL306", "12:85"),
    ],
)  # fmt: skip
def test_each_fault_has_its_code_and_its_place(
    policies: Path, spoil: Spoil, file: str, old: str, new: str, code: str, place: str
) -> None:
    spoil(file, old, new)
    found = told(serious(policies))
    assert found[0] == (code, f"{file}:{place}")


WHOLE_FILES: list[tuple[str, bytes, str, str]] = [
    ("empty", b"", "POL109", "1:1"),
    ("only a remark", b"# niets\n", "POL109", "1:1"),
    ("only a marker", b"---\n", "POL109", "1:1"),
    ("no object", b"- a\n", "POL131", "1:1"),
    ("a text", b"hallo\n", "POL131", "1:1"),
    ("invalid UTF-8", b"kind: List\nid: caf\xe9\n", "POL105", "2:8"),
    ("UTF-16", "kind: List".encode("utf-16"), "POL105", "1:1"),
    ("5 MB", b"kind: List\n" + b"# x\n" * 1_250_000, "POL102", "1:1"),
    ("just over the limit", b"#" * ((1 << 20) + 1), "POL102", "1:1"),
    ("deep", b"kind: " + b"[" * 100_000, "POL120", "1:69"),
    ("deep blocks", b"- " * 100_000, "POL120", "1:127"),
    ("many values", b"kind: [" + b"a," * 200_000 + b"]", "POL121", "1:200002"),
    ("undefined alias", b"kind: *x\n", "POL111", "1:7"),
    ("alias bomb", b"kind: List\na: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "POL111", "4:5"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "place"), [row[1:] for row in WHOLE_FILES], ids=[row[0] for row in WHOLE_FILES]
)
def test_a_file_that_is_bad_as_a_whole_is_refused_at_once(
    policies: Path, content: bytes, code: str, place: str
) -> None:
    """The work ends with the value that breaks a limit, however large the file is: so many function calls a value, and no more."""
    load(policies)
    usual = calls(lambda: load(policies))
    (policies / "lists" / "x.yaml").write_bytes(content)
    assert (code, f"lists/x.yaml:{place}") in told(serious(policies))
    values = MAX_NODES if code == "POL121" else MAX_DEPTH
    assert calls(lambda: load(policies)) - usual < 2_000 + 20 * values


def test_a_role_needs_a_level_of_protection_from_itself_or_from_the_defaults(
    policies: Path, spoil: Spoil
) -> None:
    spoil(ORG, "{level: enhanced, apps", "{apps")
    assert serious(policies) == []
    spoil(ROLE, "{level: high, settings", "{settings")
    assert told(serious(policies)) == [("POL212", "roles/college.yaml:1:1")]


def test_a_byte_order_mark_at_the_start_and_windows_line_ends_are_fine(policies: Path) -> None:
    target = policies / "lists" / "kit.yaml"
    target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes().replace(b"\n", b"\r\n"))
    assert serious(policies) == []


def test_links_and_pipes_are_refused_and_hidden_and_other_files_are_passed_over(
    policies: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text("kind: List\n", encoding="utf-8")
    (policies / "lists" / "a.yaml").symlink_to(outside / "secret.yaml")
    (policies / "more").symlink_to(outside, target_is_directory=True)
    os.mkfifo(policies / "pipe.yml")
    (policies / ".hidden").mkdir()
    for name in (".hidden/x.yaml", ".x.yaml", "README.md", "x.json"):
        (policies / name).write_text("[", encoding="utf-8")
    assert told(serious(policies)) == [
        ("POL101", "lists/a.yaml:1:1"),
        ("POL101", "more:1:1"),
        ("POL101", "pipe.yml:1:1"),
    ]


def test_a_file_name_that_cannot_be_printed_is_refused(policies: Path) -> None:
    os.rename(os.fsencode(policies / "lists" / "kit.yaml"), os.fsencode(policies / "lists") + b"/k\xff.yaml")
    found = serious(policies)
    assert told(found)[0] == ("POL122", "lists/k\\udcff.yaml:1:1")


def test_ids_that_stand_twice_name_both_places(policies: Path) -> None:
    (policies / "lists" / "other.yaml").write_text(
        (policies / "lists" / "kit.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (found,) = serious(policies)
    assert (found.code, str(found.span), str(found.related[0].span)) == (
        "POL207",
        "lists/other.yaml:2:5",
        "lists/kit.yaml:2:5",
    )


def test_a_duplicate_key_names_both_places(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "priority: 100", "priority: 100\npriority: 90")
    (found,) = serious(policies)
    assert str(found.related[0].span) == "roles/college.yaml:4:1"


def test_exactly_one_organisation(policies: Path) -> None:
    organisation = policies / ORG
    (policies / "second.yaml").write_bytes(organisation.read_bytes())
    assert told(serious(policies)) == [("POL209", "second.yaml:1:7")]
    (policies / "second.yaml").unlink()
    organisation.unlink()
    assert told(serious(policies)) == [("POL208", "organisation.yaml:1:1")]


def test_two_roles_of_equal_priority_may_not_share_a_group(policies: Path) -> None:
    text = (policies / ROLE).read_text(encoding="utf-8").replace("id: college", "id: griffie")
    (policies / "roles" / "griffie.yaml").write_text(text, encoding="utf-8")
    (found,) = serious(policies)
    assert (found.code, str(found.span)) == ("POL304", "roles/griffie.yaml:7:7")
    assert [str(related.span) for related in found.related] == [
        "roles/college.yaml:7:7", "roles/college.yaml:4:11", "roles/griffie.yaml:4:11"
    ]  # fmt: skip
    (policies / "roles" / "griffie.yaml").write_text(
        text.replace("priority: 100", "priority: 90"), encoding="utf-8"
    )
    loaded = load(policies)
    assert loaded.policy is not None
    assert [d.code for d in loaded.diagnostics if d.severity == "warning"] == ["POL305"]


@pytest.mark.parametrize("written", ["com.zhiliaoapp.musically", "com.zhiliaoapp.Musically"])
def test_b1_two_apps_do_not_share_an_identifier(policies: Path, spoil: Spoil, written: str) -> None:
    """B1: two decisions on one app of the tenant; each apply would undo the other. Both lines are named."""
    spoil(APPS, "net.whatsapp.WhatsApp", written)
    (found,) = serious(policies)
    assert told([found]) == [("POL309", "catalogue/apps/all.yaml:18:26")]
    assert [str(r.span) for r in found.related] == ["catalogue/apps/all.yaml:9:26"]
    spoil(APPS, "    category: messaging", "    category: messaging\n    management: true")
    assert told(serious(policies)) == [("POL308", "catalogue/apps/all.yaml:19:26")]


def test_b1_one_app_of_the_store_is_not_reached_by_two_identifiers(policies: Path, spoil: Spoil) -> None:
    """B1: another bundle id, the same page of the store."""
    spoil(
        APPS,
        "bundle-ids: [net.whatsapp.WhatsApp]",
        "bundle-ids: [net.whatsapp.WhatsApp], app-store-ids: [835599320]",
    )
    assert told(serious(policies)) == [("POL309", "catalogue/apps/all.yaml:18:66")]


def test_b1_on_two_platforms_one_identifier_is_two_and_makers_are_shared(
    policies: Path, spoil: Spoil
) -> None:
    """B1: neighbours that are no fault: a team has many apps, and each platform has identifiers of its own."""
    shared = "macos: {bundle-ids: [com.zhiliaoapp.musically], team-id: UBF8T346G9}\n      "
    shared += "windows: {executables: [Update.exe], publishers: [O=X]}"
    spoil(APPS, "ios: {bundle-ids: [net.whatsapp.WhatsApp]}", shared)
    spoil(
        APPS,
        "app-store-ids: [835599320]}",
        "app-store-ids: [835599320]}\n      windows: {executables: [update.exe], publishers: [O=X]}",
    )
    loaded = load(policies)
    assert [d.code for d in loaded.diagnostics if d.severity != "note"] == ["POL309"]
    assert loaded.policy is not None


def test_an_unreadable_file_does_not_make_its_names_unknown(policies: Path, spoil: Spoil) -> None:
    spoil(APPS, "name: TikTok", "name: 'TikTok")
    assert [d.code for d in serious(policies)] == ["POL108"]


def test_no_directory_and_an_empty_one_are_said(tmp_path: Path) -> None:
    assert [d.code for d in serious(tmp_path / "nowhere")] == ["POL213"]
    assert [d.code for d in serious(tmp_path)] == ["POL214"]


def test_more_than_ten_different_errors_come_at_once_sorted_by_file_and_line(
    policies: Path, spoil: Spoil
) -> None:
    spoil(ORG, "{embedded: true}", "{embedded: yes}")
    spoil(ORG, "language: nl", "language: dutch")
    spoil(ROLE, "because", "reson")
    spoil(ROLE, "priority: 100", "priority: 100\npriority: 90")
    spoil(ROLE, "{list: kit}", "{list: kid}")
    spoil(EXC, "ends: 2026-08-30\n", "")
    spoil(EXC, "role: college", "role: colege")
    spoil(LIST, "[whatsapp]", "[whatsap]")
    spoil(APPS, "country: CN", "country: XX")
    spoil(APPS, "\n    publisher: Meta", "\n    publisher: &m Meta")
    (policies / "lists" / "x.yaml").write_bytes(b"")
    found = told(serious(policies))
    assert found == [
        ("POL205", "catalogue/apps/all.yaml:6:43"),
        ("POL112", "catalogue/apps/all.yaml:14:16"),
        ("POL151", "exceptions/2026-001.yaml:1:1"),
        ("POL203", "exceptions/2026-001.yaml:4:7"),
        ("POL201", "lists/kit.yaml:4:8"),
        ("POL109", "lists/x.yaml:1:1"),
        ("POL133", "organisation.yaml:5:11"),
        ("POL117", "organisation.yaml:6:20"),
        ("POL110", "roles/college.yaml:5:1"),
        ("POL202", "roles/college.yaml:18:20"),
        ("POL104", "roles/college.yaml:21:5"),
    ]
    assert len({code for code, _ in found}) > 10


@pytest.mark.parametrize(
    ("file", "old", "new", "meant"),
    [
        (ROLE, "because", "becuase", "because"),
        (ROLE, "kind: Role", "kind: role", "Role"),
        (ROLE, "enforcement: allowlist", "enforcement: Allowlist", "allowlist"),
        (ROLE, 'ios: "26.0"', "ios: 26.0", '"26.0"'),
        (LIST, "[whatsapp]", "[whatsap]", "whatsapp"),
        (EXC, "ends: 2026-08-30", "ends: 2028-08-30", "2027-06-01"),
        (ROLE, "because", "zzz", None),
    ],
)
def test_what_was_most_likely_meant_is_suggested(
    policies: Path, spoil: Spoil, file: str, old: str, new: str, meant: str | None
) -> None:
    spoil(file, old, new)
    assert serious(policies)[0].suggestion == meant


def test_a_link_put_in_place_after_the_listing_is_not_followed_either(policies: Path) -> None:
    (policies / "lists" / "a.yaml").symlink_to(policies / "lists" / "kit.yaml")
    assert [d.code for d in read(policies, "lists/a.yaml").diagnostics] == ["POL103"]


def test_of_two_equal_keys_the_first_one_is_read_on_with() -> None:
    document, _ = parse("a.yaml", "a: 1\na: {b: 2}\n")
    assert document is not None
    assert document.root.value == {"a": 1}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("priority: 100", "prioriti: 100", "POL104"), ("2026-02-03", "3 februari", "POL142")],
)
def test_one_slip_gives_one_error(policies: Path, spoil: Spoil, old: str, new: str, code: str) -> None:
    spoil(ROLE, old, new)
    assert [d.code for d in serious(policies)] == [code]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "{name: a, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}",
            "{name: b, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}",
            True,
        ),
        (
            "{name: a, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}",
            "{name: a, id: 1b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}",
            False,
        ),
        ("{name: a, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}", "{name: a}", True),
        ("{name: a}", "{name: b}", False),
        ("{name: sg-a}", "{name: SG-A}", True),
    ],
)
def test_groups_are_the_same_by_id_and_else_by_name(policies: Path, one: str, other: str, same: bool) -> None:
    group = "{name: sg-college, id: 0b7c2f6e-3d0a-5f5e-9c1b-6f2a54f0c1de}"
    text = (policies / ROLE).read_text(encoding="utf-8")
    (policies / ROLE).write_text(text.replace(group, one), encoding="utf-8")
    (policies / "roles" / "griffie.yaml").write_text(
        text.replace("id: college", "id: griffie").replace(group, other), encoding="utf-8"
    )
    assert [d.code for d in serious(policies)] == (["POL304"] if same else [])


def test_a_warning_hides_no_note_at_the_same_place(policies: Path, spoil: Spoil) -> None:
    spoil(
        APPS,
        "app-store-ids: [835599320]}",
        "app-store-ids: [835599320]}\n      windows: {executables: [update.exe]}",
    )
    seen = '"{}": {{source: x, date: 2026-01-01}}\n      '
    sightings = "".join(seen.format(one) for one in ("ios:com.zhiliaoapp.musically", "windows:update.exe"))
    spoil(APPS, '"ios:835599320"', sightings + '"ios:835599320"')
    spoil(APPS, "ios: {bundle-ids: [net.whatsapp.WhatsApp]}", "windows: {executables: [update.exe]}")
    found = [(d.code, d.span and d.span.line) for d in load(policies).diagnostics]
    assert found == [("POL309", 21), ("POL311", 21)]


def test_a_management_app_is_guarded_from_later_apps_too(policies: Path, spoil: Spoil) -> None:
    spoil(APPS, "net.whatsapp.WhatsApp", "com.zhiliaoapp.musically")
    spoil(APPS, "    category: social-media", "    category: social-media\n    management: true")
    assert [d.code for d in serious(policies)] == ["POL308"]
