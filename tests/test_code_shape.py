"""How the source is shaped: nothing stands twice."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "managed_apparaten"
SAME_LINES = 6
"""So many equal lines in two places are one thing that should stand once."""
SHORT = 60
"""Characters in a run of lines below which it holds nothing but brackets and keywords."""


def lines(path: Path) -> list[tuple[int, str]]:
    """Give the lines of a file that hold code, with their numbers: no imports, no comments, nothing empty."""
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


def test_no_two_places_share_six_lines() -> None:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        code = lines(path)
        for start in range(len(code) - SAME_LINES + 1):
            run = tuple(line for _, line in code[start : start + SAME_LINES])
            if sum(map(len, run)) >= SHORT:
                places[run].append(f"{path.relative_to(SOURCE).as_posix()}:{code[start][0]}")
    assert places
    assert not [found for found in places.values() if len(found) > 1]
