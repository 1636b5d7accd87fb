"""What is allowed and probably not meant: files that only look like policy (B12), roles of one title (B15)."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.policy.conftest import ROLE

from managed_apparaten.messages import advice, render
from managed_apparaten.policy.load import load
from managed_apparaten.workflow.check import check

ON = date(2026, 11, 21)


def found(root: Path, code: str) -> list[str]:
    diagnostics = [d for d in load(root).diagnostics if d.code == code]
    for diagnostic in diagnostics:
        for lang in ("nl", "en"):
            assert render(diagnostic.code, lang, diagnostic.args)
            assert advice(diagnostic.code, lang, diagnostic.args)
    return [str(diagnostic.span) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    "name",
    [
        "bestuur.yaml.txt", "role.yaml~", "#role.yaml#", "role.yaml.bak", "role.yml.orig", "role.yaml.disabled", "Role.YAML.TXT",
        "role.yaml (1)", "role.yaml.", "role.yml_old", "role.yalm", "role.ymal", "role.yam",
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", [ROLE, "x"])
def test_b12_a_file_that_is_named_like_policy_is_named(policies: Path, name: str, text: str) -> None:
    """B12: ignored in silence, while somebody thinks that it is in force."""
    (policies / "roles" / name).write_text(text, encoding="utf-8")
    assert found(policies, "POL314") == [f"roles/{name}:1:1"]
    assert load(policies).policy is not None


@pytest.mark.parametrize("name", ["role", "role.txt", "role.json", "role.yaml2"])
def test_b12_so_is_one_that_begins_like_policy(policies: Path, name: str) -> None:
    (policies / "roles" / name).write_text(f"# yaml-language-server: x\n\n{ROLE}", encoding="utf-8-sig")
    assert found(policies, "POL314") == [f"roles/{name}:1:1"]


def test_b12_other_files_and_hidden_ones_are_not(policies: Path) -> None:
    for name in (
        "README.md",
        ".gitignore",
        "roles/.role.yaml.swp",
        "notes.txt",
        "family.txt",
        "x.yamlish.md",
    ):
        (policies / name).write_text("kinds: of things\n", encoding="utf-8")
    (policies / "pipe.txt").symlink_to("/dev/zero")
    assert found(policies, "POL314") == []


def test_b12_an_ending_in_capitals_is_policy(policies: Path) -> None:
    (policies / "roles" / "college.yaml").rename(policies / "roles" / "college.YAML")
    policy = load(policies).policy
    assert policy is not None
    assert list(policy.roles) == ["college"]
    assert found(policies, "POL314") == []


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("{nl: College}", True),
        ("{nl: COLLEGE, en: Board}", True),
        ("{nl: Raad, en: College}", False),
        ("{nl: Raad}", False),
    ],
)
def test_b15_two_roles_of_one_title_are_a_warning(policies: Path, title: str, same: bool) -> None:
    """B15: eight objects with four names, and no word."""
    text = (
        ROLE.replace("id: college", "id: raad")
        .replace("{nl: College}", title)
        .replace("sg-college, id: 0b", "sg-raad, id: 1b")
    )
    (policies / "roles" / "raad.yaml").write_text(text, encoding="utf-8")
    told = [
        (str(d.span), d.severity, render(d.code, "en", d.args))
        for d in check(policies, ON).diagnostics
        if d.code == "POL315"
    ]
    assert [(place, severity) for place, severity, _ in told] == (
        [("roles/raad.yaml:1:1", "warning")] if same else []
    )
    assert all(text.startswith('roles "college" and "raad" have the same title "') for *_, text in told)
