"""`apparaten init`: what it writes is valid, it never overwrites, and no answer can become anything but a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from managed_apparaten.cli.main import run

PACKAGE = f"managed-apparaten @ git+https://git.example/managed-apparaten@{'0123456789' * 4}"
OWN = "0a1ab2ec-df90-5590-b370-614e4d6faef7"
CI = ("--ci", "github", "--package", PACKAGE)


def init(folder: Path, *arguments: str, lang: str = "en") -> int:
    return run(["--lang", lang, "--date", "2026-11-21", "init", str(folder), *arguments])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_fresh_start_validates_compiles_and_plans_on_the_embedded_tenant(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(tmp_path, lang=lang) == 0
    assert {
        "README.md",
        ".gitignore",
        ".gitattributes",
        "policies/organisation.yaml",
        "policies/roles/bestuur.yaml",
        "schemas/role.json",
    } < files(tmp_path)
    assert not any(path.startswith((".github", "CODEOWNERS")) for path in files(tmp_path))
    options = [
        "--lang",
        lang,
        "--policies",
        str(tmp_path / "policies"),
        "--state",
        str(tmp_path / "state"),
        "--date",
        "2026-11-21",
    ]
    capsys.readouterr()
    assert run([*options, "plan", "--format", "json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    made = {change["address"]["key"] for change in plan["changes"]}
    assert {"bestuur", "medewerkers", "eigen-toestel"} < made
    assert {change["action"] for change in plan["changes"]} == {"create"}


def test_the_catalogue_and_the_lists_are_those_of_the_example(tmp_path: Path) -> None:
    assert init(tmp_path) == 0
    example = Path(__file__).resolve().parents[3] / "policies"
    copied = [path for path in files(tmp_path) if path.startswith(("policies/catalogue/", "policies/lists/"))]
    for path in copied:
        lines = (
            (example / path.removeprefix("policies/")).read_text(encoding="utf-8").splitlines(keepends=True)
        )
        ours = [line for line in lines if line.startswith("# ") and "Zilverdam" in line]
        assert len(ours) == 1, "what the head says of the example is no word about another organisation"
        assert (tmp_path / path).read_text(encoding="utf-8") == "".join(
            line for line in lines if line not in ours
        ), path
    of_example = {
        f"policies/{p.relative_to(example).as_posix()}" for p in (example / "catalogue").rglob("*.yaml")
    }
    assert of_example < set(copied)


def test_the_same_answers_on_the_same_day_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert init(tmp_path / name, *CI) == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert all(
        (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
        for path in files(tmp_path / "one")
    )


@pytest.mark.parametrize(
    "there", ["README.md", "policies/roles/bestuur.yaml", ".github/workflows/apparaten-apply.yml"]
)
def test_one_file_that_exists_is_named_and_nothing_is_written(
    there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    assert init(tmp_path, *CI) == 1
    assert files(tmp_path) == {there}
    assert (tmp_path / there).read_text() == "mine"
    assert f"  {there}\n" in capsys.readouterr().err


def test_a_link_counts_as_a_file_that_exists_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "README.md").symlink_to(tmp_path / "elsewhere")
    assert init(tmp_path / "new") == 1
    assert [path.name for path in (tmp_path / "new").rglob("*")] == ["README.md"]
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "name",
    [
        'Gemeente "Zuid"',
        "'s-Hertogenbosch",
        "a: b # c",
        "x\nrules: []",
        "{{ 7 * 7 }}",
        "${{ secrets.TOKEN }}",
        "\\",
    ],
)
def test_a_name_stays_a_text_whatever_is_in_it(name: str, tmp_path: Path) -> None:
    assert init(tmp_path, "--name", name, *CI) in (0, 1)
    if not files(tmp_path):
        assert "\n" in name
        return
    written = yaml.safe_load((tmp_path / "policies/organisation.yaml").read_text(encoding="utf-8"))
    assert (written["name"], len(written["rules"])) == (name, 2)
    assert not any(
        "49" in path.read_text() or "secrets." in path.read_text()
        for path in (tmp_path / ".github").rglob("*.yml")
    )


@pytest.mark.parametrize(
    "answer",
    [("--id", "Bad Id"), ("--id", ""), ("--tenant-id", "no-guid", "--domain", "x.example"), ("--name", "")],
)
def test_an_answer_that_the_policy_language_refuses_writes_nothing(
    answer: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(tmp_path, *answer) == 1
    assert files(tmp_path) == set()
    assert "error[POL" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [("--ci", "github"), ("--package", PACKAGE), ("--tenant-id", OWN), ("--domain", "x.example")],
)
def test_half_an_answer_is_a_usage_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert init(tmp_path, *arguments) == 1
    assert files(tmp_path) == set()


def test_a_tenant_of_ones_own_is_written_down(tmp_path: Path) -> None:
    assert init(tmp_path, "--tenant-id", OWN, "--domain", "zuid.example") == 0
    written = yaml.safe_load((tmp_path / "policies/organisation.yaml").read_text(encoding="utf-8"))
    assert written["tenant"] == {"id": OWN, "domain": "zuid.example", "cloud": "global"}


@pytest.mark.parametrize(
    ("package", "told"), [(PACKAGE, False), (PACKAGE.partition("@0")[0] + "@v1.0.0", True)]
)
def test_a_package_without_a_full_commit_is_told(
    package: str, told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(tmp_path, "--ci", "github", "--package", package) == 0
    assert ("not pinned to a full commit" in capsys.readouterr().err) is told
