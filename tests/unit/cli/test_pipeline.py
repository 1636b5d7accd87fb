"""The pipeline that `init --ci github` writes: what it may do, and that its commands work, in order, as a runner runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.limits import HANG

from managed_apparaten.cli.main import run

PACKAGE = f"managed-apparaten @ git+https://git.example/managed-apparaten@{'0123456789' * 4}"
JSON = Any
FACTS = {
    "github.event.pull_request.number": "7", "github.repository": "zilverdam/beleid", "github.token": "a-token",
    "vars.AZURE_TENANT_ID": "tenant", "vars.APPARATEN_PLAN_CLIENT_ID": "plan", "vars.APPARATEN_APPLY_CLIENT_ID": "apply", "inputs.lift": "",
    "inputs.digest": "",
}  # fmt: skip


class Loader(yaml.SafeLoader):
    """YAML as GitHub reads it: `on` is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


@pytest.fixture(scope="module", params=["en", "nl"])
def repository(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("repository") / "beleid"
    assert run(["--lang", request.param, "init", str(root), "--ci", "github", "--package", PACKAGE]) == 0
    return root


def workflow(root: Path, name: str) -> dict[str, JSON]:
    text = (root / ".github" / "workflows" / f"apparaten-{name}.yml").read_text(encoding="utf-8")
    found = yaml.load(text, Loader)
    assert isinstance(found, dict)
    return found


def steps(found: Mapping[str, JSON]) -> Iterator[tuple[str, dict[str, JSON]]]:
    for name, job in found["jobs"].items():
        for step in job["steps"]:
            yield name, step


@pytest.mark.parametrize("name", ["plan", "apply"])
def test_nothing_is_allowed_but_what_a_job_names_and_every_action_is_a_commit(
    name: str, repository: Path
) -> None:
    found = workflow(repository, name)
    assert found["permissions"] == {}
    assert all(job["permissions"] and job["timeout-minutes"] for job in found["jobs"].values())
    used = [step["uses"] for _, step in steps(found) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    checkouts = [step for _, step in steps(found) if str(step.get("uses")).startswith("actions/checkout@")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


@pytest.mark.parametrize("name", ["plan", "apply"])
def test_no_expression_stands_in_a_command_and_no_secret_anywhere(name: str, repository: Path) -> None:
    found = workflow(repository, name)
    assert not [step["run"] for _, step in steps(found) if "${{" in step.get("run", "")]
    text = (repository / ".github" / "workflows" / f"apparaten-{name}.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert set(re.findall(r"\$\{\{ (\S+) \}\}", text)) <= FACTS.keys()


def test_a_pull_request_gets_no_credential_and_what_it_brings_never_meets_a_right_to_write(
    repository: Path,
) -> None:
    found = workflow(repository, "plan")
    assert set(found["on"]) == {"pull_request"}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "snapshot": {"actions": "read"},
        "plan": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    text = (repository / ".github" / "workflows" / "apparaten-plan.yml").read_text(encoding="utf-8")
    assert not re.search(r"id-token|environment:|vars\.|AZURE", text)
    comment = found["jobs"]["comment"]
    fetching = found["jobs"]["snapshot"]["steps"]
    assert not any(
        "checkout" in str(step.get("uses")) or "apparaten --" in step.get("run", "") for step in fetching
    )
    assert comment["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    assert not any(
        "checkout" in str(step.get("uses")) or "apparaten " in step.get("run", "")
        for step in comment["steps"]
    )
    planning = [step for job, step in steps(found) if job == "plan"]
    assert not any("github.token" in str(step) for step in planning)


def test_an_apply_is_alone_on_the_main_branch_behind_an_environment_and_after_its_plan(
    repository: Path,
) -> None:
    found = workflow(repository, "apply")
    assert set(found["on"]) == {"push", "workflow_dispatch"}
    assert found["on"]["push"] == {"branches": ["main"]}
    assert found["concurrency"] == {"group": "apparaten-apply", "cancel-in-progress": False}
    jobs = found["jobs"]
    assert jobs["plan"]["if"] == "github.ref == 'refs/heads/main'"
    assert jobs["apply"]["needs"] == "plan"
    assert jobs["snapshot"]["needs"] == "apply"
    assert {name: job["environment"] for name, job in jobs.items()} == {
        "plan": "apparaten-plan", "apply": "apparaten-apply", "snapshot": "apparaten-plan",
    }  # fmt: skip
    assert all(job["permissions"] == {"contents": "read", "id-token": "write"} for job in jobs.values())
    assert jobs["plan"]["env"]["AZURE_CLIENT_ID"] != jobs["apply"]["env"]["AZURE_CLIENT_ID"]
    assert (found["env"]["TENANT"], found["env"]["APPARATEN_AUTH"]) == ("real", "github")


@dataclass
class Runner:
    """Runs the jobs of a workflow on a fresh clone each, as a runner does: files come in by checkout and artifact only."""

    repository: Path
    work: Path
    facts: dict[str, str] = field(default_factory=lambda: dict(FACTS))
    said: str = ""
    """What the last command printed."""

    @property
    def summary(self) -> Path:
        return self.work / "summary.md"

    @property
    def artifacts(self) -> Path:
        """A folder for each artifact that a job has uploaded."""
        return self.work / "artifacts"

    @property
    def posted(self) -> Path:
        return self.work / "gh.txt"

    def job(self, name: str, job: str) -> int:
        """The exit code of the first step that fails, else 0."""
        found = workflow(self.repository, name)
        here = self.work / "checkout"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        environment = (
            self._environment(name)
            | self._set(found.get("env", {}))
            | self._set(found["jobs"][job].get("env", {}))
        )
        for step in found["jobs"][job]["steps"]:
            if code := self._step(step, here, environment):
                return code
        return 0

    def _step(self, step: Mapping[str, JSON], here: Path, environment: dict[str, str]) -> int:
        action = str(step.get("uses", "")).partition("@")[0]
        if action == "actions/checkout":
            subprocess.run(
                ["git", "clone", "-q", str(self.repository), "."], cwd=here, check=True, capture_output=True
            )
        elif action == "actions/upload-artifact":
            given, kept = here / step["with"]["path"], self.artifacts / step["with"]["name"]
            shutil.rmtree(kept, ignore_errors=True)
            if given.is_dir():
                shutil.copytree(given, kept)
            else:
                kept.mkdir(parents=True)
                shutil.copy(given, kept)
        elif action == "actions/download-artifact":
            shutil.copytree(
                self.artifacts / step["with"]["name"],
                here / step["with"].get("path", "."),
                dirs_exist_ok=True,
            )
        if "run" not in step:
            return 0
        whole = environment | self._set(step.get("env", {}))
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=here, env=whole, capture_output=True, text=True, check=False, timeout=HANG,
        )  # fmt: skip
        self.said = done.stdout + done.stderr
        return done.returncode

    def _environment(self, workflow_name: str) -> dict[str, str]:
        """What a runner has. The embedded tenant stands for the real one in `apply`; a pull request has an empty one of its own."""
        return {
            "PATH": f"{self.work / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.work),
            "GITHUB_STEP_SUMMARY": str(self.summary), "APPARATEN_STATE": str(self.work / f"state-{workflow_name}"),
        }  # fmt: skip

    def _set(self, given: Mapping[str, str]) -> dict[str, str]:
        """What a workflow, a job or a step sets, with the values of its expressions."""
        found = {
            name: re.sub(r"\$\{\{ (\S+) \}\}", lambda match: self.facts[match[1]], str(value))
            for name, value in given.items()
        }
        return found | {"TENANT": "embedded"} if "TENANT" in found else found


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    root, binaries = tmp_path / "beleid", tmp_path / "bin"
    assert run(["--lang", "en", "init", str(root), "--ci", "github", "--package", PACKAGE]) == 0
    binaries.mkdir()
    program = "from tests.frozen_kinds import entry; entry()"
    for name, text in {
        "apparaten": f'PYTHONPATH="{os.pathsep.join(sys.path)}" exec "{sys.executable}" -c "{program}" --date 2026-11-21 --lang en "$@"',
        "python": f'echo "$@" >> "{tmp_path}/python.txt"',
        "gh": f'''case "$1 $2" in
          "run list") [ -d "{tmp_path}/artifacts/tenant-snapshot" ] && echo 41 ;;
          "run download") [ "$3 $5" = "41 tenant-snapshot" ] && cp "{tmp_path}/artifacts/tenant-snapshot/"* "$7" ;;
          *) echo "$GH_REPO $GH_TOKEN $@" >> "{tmp_path}/gh.txt"; cat plan.md > "{tmp_path}/comment.md"; [ "$4" != --edit-last ] ;;
        esac''',
    }.items():
        (binaries / name).write_text(f"#!/bin/sh\n{text}\n")
        (binaries / name).chmod(stat.S_IRWXU)
    identity = ("-c", "user.name=test", "-c", "user.email=test@test.example", "-c", "init.defaultBranch=main")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]):
        subprocess.run(["git", *identity, *command], cwd=root, check=True, capture_output=True)
    return Runner(root, tmp_path)


def test_a_pull_request_is_planned_and_commented_on(runner: Runner) -> None:
    assert runner.job("plan", "snapshot") == 0, runner.said
    assert "No snapshot of the main branch" in runner.said
    assert runner.job("plan", "plan") == 0, runner.said
    assert (runner.work / "python.txt").read_text().splitlines() == [
        "-I -m pip install --disable-pip-version-check --require-hashes -r .github/apparaten-requirements.txt",
        f"-I -m pip install --disable-pip-version-check --no-deps --no-build-isolation {PACKAGE}",
    ]
    told = runner.summary.read_text()
    assert "12 to create" in told
    assert runner.job("plan", "comment") == 0, runner.said
    assert (runner.work / "comment.md").read_text() == told
    first, second = runner.posted.read_text().splitlines()
    assert first == "zilverdam/beleid a-token pr comment 7 --edit-last --body-file plan.md"
    assert second == "zilverdam/beleid a-token pr comment 7 --body-file plan.md"


def test_a_pull_request_with_a_fault_is_stopped_with_its_line(runner: Runner) -> None:
    path = runner.repository / "policies" / "roles" / "bestuur.yaml"
    path.write_text(path.read_text().replace("enforcement: remove", "enforcement: destroy"))
    identity = ("-c", "user.name=test", "-c", "user.email=test@test.example")
    subprocess.run(["git", *identity, "commit", "-qam", "fault"], cwd=runner.repository, check=True)
    assert runner.job("plan", "snapshot") == 0
    assert runner.job("plan", "plan") == 1
    assert "::error file=policies/roles/bestuur.yaml,line=" in runner.said
    assert not runner.summary.exists()


def test_after_a_merge_only_the_plan_that_was_reviewed_is_carried_out(runner: Runner) -> None:
    """M6: a flag that lifts a guard is given together with the digest of the plan that was refused."""
    assert runner.job("apply", "plan") == 0, runner.said
    digest = json.loads((runner.artifacts / "plan" / "plan.json").read_text())["digest"]
    assert f"Digest of this plan: `{digest}`" in runner.summary.read_text()
    assert runner.job("apply", "apply") == 4, runner.said
    assert "PLN021" in runner.said
    runner.facts["inputs.lift"] = "--auto-approve; rm"
    assert runner.job("apply", "apply") == 1
    assert "--auto-approve;: not a flag that lifts a guard" in runner.said
    runner.facts["inputs.lift"] = "--allow-people --allow-devices"
    assert runner.job("apply", "apply") == 1, "flags without a digest"
    assert "--digest" in runner.said
    runner.facts["inputs.digest"] = "0" * 64
    assert runner.job("apply", "apply") == 4, "flags for another plan"
    assert "APL002" in runner.said
    runner.facts["inputs.digest"] = digest
    assert runner.job("apply", "apply") == 0, runner.said
    assert "Applied: 12 of 12 changes" in runner.said
    assert runner.job("apply", "apply") == 4, "the same plan a second time is not what would be done now"


def test_a_pull_request_is_planned_on_the_snapshot_of_the_main_branch_and_never_on_its_own(
    runner: Runner,
) -> None:
    """M6: a snapshot of another tenant that a pull request brought gave "No changes"."""
    assert runner.job("apply", "plan") == 0, runner.said
    digest = json.loads((runner.artifacts / "plan" / "plan.json").read_text())["digest"]
    runner.facts |= {"inputs.lift": "--allow-people --allow-devices", "inputs.digest": digest}
    assert runner.job("apply", "apply") == 0, runner.said
    runner.summary.unlink()
    (runner.repository / "snapshot.json").write_text("of another tenant")
    identity = ("-c", "user.name=test", "-c", "user.email=test@test.example")
    subprocess.run(["git", "add", "snapshot.json"], cwd=runner.repository, check=True)
    subprocess.run(["git", *identity, "commit", "-qm", "own snapshot"], cwd=runner.repository, check=True)
    assert runner.job("plan", "snapshot") == 0
    assert runner.job("plan", "plan") == 0, runner.said
    assert "12 to create" in runner.summary.read_text()
    runner.summary.unlink()
    assert runner.job("apply", "snapshot") == 0, runner.said
    assert runner.job("plan", "snapshot") == 0, runner.said
    assert runner.job("plan", "plan") == 0, runner.said
    assert "No changes" in runner.summary.read_text()


def test_the_snapshot_comes_from_a_run_of_the_main_branch_itself(repository: Path) -> None:
    """A run for a pull request from a fork can carry the name of the main branch, so the event counts as well."""
    (fetch,) = [
        step["run"]
        for job, step in steps(workflow(repository, "plan"))
        if job == "snapshot" and "run" in step
    ]
    assert "--workflow apparaten-apply.yml --branch main" in fetch
    assert 'select((.event == "push" or .event == "workflow_dispatch") and .conclusion == "success")' in fetch


def test_what_a_pipeline_installs_is_bound_to_hashes_and_is_what_the_package_needs(repository: Path) -> None:
    """M6: no file of the checkout is run by pip, and every dependency of apparaten is in the hashed list, the build backend too."""
    listed = (repository / ".github" / "apparaten-requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(
        r"^([A-Za-z0-9._-]+)==\S+(?: ;[^\\]*)? \\\n    --hash=sha256:[0-9a-f]{64}", listed, re.MULTILINE
    )
    assert len(pinned) == len(re.findall("^[A-Za-z]", listed, re.MULTILINE))
    names = {name.lower().replace("_", "-") for name in pinned}
    wanted = [re.split("[^A-Za-z0-9_-]", need)[0].lower() for need in requires("managed-apparaten") or ()]
    assert wanted
    assert {*wanted, "setuptools"} <= names
    for name in ("plan", "apply"):
        runs = [
            step["run"]
            for _, step in steps(workflow(repository, name))
            if "pip install" in step.get("run", "")
        ]
        assert runs
        assert all(line.startswith("python -I -m pip ") for run in runs for line in run.splitlines())
