"""Put files where there are none. What exists is left as it is, and then nothing at all is written."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.workflow.check import check


def judged(files: Mapping[str, str], policies: str, on: date) -> tuple[Diagnostic, ...]:
    """The errors of policies that are not written yet: an answer that the policy language refuses shows here."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), files, ChangesMade())
        return tuple(
            found for found in check(Path(folder) / policies, on).diagnostics if found.severity == "error"
        )


def started(root: Path, files: Mapping[str, str], written: ChangesMade) -> tuple[str, ...]:
    """Write the files and return nothing; or return the paths that are there already, with nothing written. Links count as there."""
    there = tuple(path for path in files if (root / path).exists() or (root / path).is_symlink())
    if not there:
        _write(root, files, written)
    return there


def _write(root: Path, files: Mapping[str, str], written: ChangesMade) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("x", encoding="utf-8", newline="\n") as file:
            written.add_file(root / path)
            file.write(text)
