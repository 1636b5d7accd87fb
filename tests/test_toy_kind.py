"""Add a kind by the steps of CONTRIBUTING.md in a copy of the repository: one file, one golden folder, and no test needs an edit.

`make test` runs the suites there that look at all kinds; `make toy-kind` (`TOY_KIND=all`) runs all of them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.limits import HANG

ROOT = Path(__file__).resolve().parents[1]
NAME = "ios_software_updates"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".exports", "out", "__pycache__", ".*_cache", ".apparaten", ".hypothesis"
)
SUITES = (
    "tests/golden",
    "tests/test_architecture.py",
    "tests/unit/compile/test_compiler.py",
    "tests/unit/kinds/test_graph_accepts.py",
    "tests/unit/kinds/test_kinds.py",
    "tests/scenarios/test_transcripts.py::test_the_program_answers_as_the_transcript_says[first-plan-and-apply]",
    "tests/scenarios/test_transcripts.py::test_the_program_answers_as_the_transcript_says[dutch]",
)
IN_A_COPY_ONLY = ("tests/test_toy_kind.py", "tests/campaigns")


def test_a_kind_is_one_file_and_one_golden_folder(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    shutil.copy(ROOT / "tests" / "toy_kind" / f"{NAME}.py", copy / "src" / "managed_apparaten" / "kinds")
    case = "holds_updates_back"
    shutil.copytree(ROOT / "tests" / "toy_kind" / case, copy / "tests" / "golden" / NAME / case)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "APPARATEN"))}
    environment = {**kept, "PYTHONPATH": os.pathsep.join((str(copy / "src"), str(copy)))}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=HANG * 6,
        )

    kinds = run(
        "-c", "from managed_apparaten import kinds; print(*(kind.name for kind in kinds.all_kinds()))"
    )
    assert NAME in kinds.stdout.split(), kinds.stderr
    page = run("-m", "tests.oracle.page")
    assert page.returncode == 0, page.stderr
    if os.environ.get("TOY_KIND") == "all":
        suites = ["tests", "--numprocesses=auto", *(f"--ignore={path}" for path in IN_A_COPY_ONLY)]
    else:
        suites = [*SUITES, "-p", "no:xdist"]
    tests = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *suites)
    assert tests.returncode == 0, tests.stdout[-4000:]
    own = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/golden", "-k", NAME)
    assert own.returncode == 0, "its golden folder is compared"
