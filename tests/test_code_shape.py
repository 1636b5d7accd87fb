"""Check how the source is shaped: nothing stands twice, and names have one meaning and say it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "managed_apparaten"
FILES = sorted(SOURCE.rglob("*.py"))
SAME_LINES = 6
"""So many equal lines in two places are one thing that should stand once."""
SHORT = 60
"""Characters in a run of lines below which it holds nothing but brackets and keywords."""
PLAIN = ("apply/", "doctor/", "graph/", "plan/", "preconditions/")
"""Packages in which every name says what it holds; the others follow."""
KEYS = frozenset({"meanwhile", "said"})
"""Fields of plans and snapshots with these names are keys of their files."""
VAGUE = frozenset(
    ["found", "told", "said", "there", "whole", "spoken", "heard", "sought", "settled", "beaten", "doubled", "meanwhile", "letters"]
)  # fmt: skip
"""Names that do not say what a function does, or what a variable holds."""


def lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file that hold code, with their numbers: no imports, no comments, nothing empty."""
    text = path.read_text(encoding="utf-8")
    imports = {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    numbered = (
        (number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if number not in imports
    )
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]


def place(path: Path, line: int) -> str:
    """Return a file of the source with a line number."""
    return f"{path.relative_to(SOURCE).as_posix()}:{line}"


def test_no_two_places_share_six_lines() -> None:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in FILES:
        code = lines(path)
        for start in range(len(code) - SAME_LINES + 1):
            run = tuple(line for _, line in code[start : start + SAME_LINES])
            if sum(map(len, run)) >= SHORT:
                places[run].append(place(path, code[start][0]))
    assert places
    assert not [same for same in places.values() if len(same) > 1]


def test_each_public_class_name_has_one_meaning() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(place(path, node.lineno))
    assert len(places) > 100
    assert not {name: same for name, same in places.items() if len(same) > 1}


def named(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the functions, classes, parameters and variables of a file, with the lines where they are named."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name.strip("_").lower(), node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.relative_to(SOURCE).as_posix().startswith(PLAIN)],
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_no_name_is_vague(path: Path) -> None:
    assert not [f"{place(path, line)} {name}" for name, line in named(path) if name in VAGUE - KEYS]
