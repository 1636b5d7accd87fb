"""The oracle is worth something only as long as it shares nothing with what it judges."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
APART = [
    HERE / name
    for name in (
        "tenant.py",
        "question.py",
        "directory.py",
        "intents.py",
        "oracle.py",
        "defaults.py",
        "settings.py",
        "looseness.py",
    )
] + sorted((HERE / "reading").glob("*.py"))


@pytest.mark.parametrize("file", APART, ids=lambda file: file.stem)
def test_it_knows_the_embedded_tenant_and_nothing_else_of_the_product(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    ours = {module for module in modules if module.startswith("managed_apparaten")}
    assert ours <= {"managed_apparaten.emulator.core.http", "managed_apparaten.emulator.tenant"}
    assert not [
        module
        for module in modules
        if module.rsplit(".", 1)[-1]
        in ("matrix", "office", "alone", "compiled", "violations", "classes", "asked")
    ]
