"""The layering of the design as a test: who may import whom, what stays unloaded, and what a kind file is."""

import ast
import importlib
import os
import pkgutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "managed_apparaten"
OURS = "managed_apparaten"
TYPES_OF = {"plan", "audit", "resolve", "graph"}

MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "messages": {"core"},
    "policy": {"core", "messages"},
    "resource": {"core"},
    "resolve": {"core", "messages", "policy"},
    "compile": {"core", "messages", "resource", "policy", "resolve"},
    "intune": {"core", "resource", "policy", "resolve", "compile"},
    "kinds": {"core", "resource", "policy", "resolve", "compile", "intune"},
    "effects": {"core", "policy", "resolve", "compile", "intune"},
    "graph": {"core", "messages", "resource"},
    "preconditions": {"core", "policy", "resolve", "compile", "graph"},
    "plan": {
        "core",
        "messages",
        "resource",
        "policy",
        "resolve",
        "compile",
        "intune",
        "effects",
        "graph",
        "preconditions",
    },
    "apply": {"core", "messages", "resource", "compile", "graph", "plan"},
    "doctor": {"core", "compile", "graph", "preconditions"},
    "render": {
        "core",
        "messages",
        "resource",
        "policy",
        "resolve",
        "compile",
        "intune",
        "effects",
        "plan",
        "doctor",
    },
    "emulator": set(),
    "workflow": {
        "core",
        "messages",
        "policy",
        "resolve",
        "resource",
        "compile",
        "intune",
        "effects",
        "kinds",
        "graph",
        "plan",
        "apply",
        "doctor",
        "preconditions",
    },
    "cli": {
        "core",
        "messages",
        "policy",
        "resolve",
        "resource",
        "compile",
        "intune",
        "effects",
        "kinds",
        "graph",
        "plan",
        "apply",
        "render",
        "emulator",
        "workflow",
        "doctor",
    },
}
OUTSIDE_ONLY_IN: dict[str, tuple[str, ...]] = {
    "msgraph": (),
    "msgraph_core": ("graph/http/msgraph",),
    "kiota_abstractions": ("graph/http/msgraph",),
    "kiota_http": ("graph/http/msgraph",),
    "azure": ("graph/http/msgraph", "graph/signin/"),
    "httpx": ("graph/http/msgraph",),
    "click": ("cli/",),
    "jinja2": ("render/",),
}
DOORS = {"httpx": "emulator/doors/httpx_transport.py"}
"""A door of the embedded tenant for clients built on a package: only those who use such a client import it."""
DATA = ("templates", "schemas", "example")
"""Packages without code."""
FORBIDDEN_CALLS = {"core/clock.py": {"time.sleep", "datetime.now"}}


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    for path in sorted(SRC.rglob("*.py")):
        yield path.relative_to(SRC).as_posix(), path, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_package_imports_only_what_the_design_allows() -> None:
    wrong = []
    for name, _, tree in modules():
        package = name.split("/")[0]
        for target in imports(tree):
            parts = target.split(".")
            if (
                parts[0] != OURS
                or len(parts) < 2
                or package == name
                or parts[1] in ("__version__", package, *DATA)
            ):
                continue
            if parts[1] not in MAY_IMPORT[package]:
                wrong.append(f"{name} imports {target}")
    assert not wrong


def test_outside_packages_stay_behind_their_one_door() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, _, tree in modules()
        for target in imports(tree)
        for package, doors in OUTSIDE_ONLY_IN.items()
        if target.split(".")[0] == package and not name.startswith(doors) and name != DOORS.get(package)
    ]
    assert not wrong


def test_the_distribution_holds_every_package() -> None:
    """An installed `apparaten` has only the packages that pyproject.toml lists; the ones in DATA stand outside src."""
    project = tomllib.loads((SRC.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {
        ".".join((OURS, *path.parent.relative_to(SRC).parts)) for path in SRC.rglob("__init__.py")
    } | {f"{OURS}.{name}" for name in DATA}
    assert set(project["tool"]["setuptools"]["packages"]) == packages


def test_time_and_randomness_come_in_as_arguments() -> None:
    forbidden = (
        "time.sleep(",
        "datetime.now(",
        "datetime.utcnow(",
        "date.today(",
        "random.random(",
        "time.time(",
    )
    allowed = {"core/clock.py", "cli"}
    wrong = [
        f"{name}: {call}"
        for name, path, _ in modules()
        if name not in allowed and name.split("/")[0] not in allowed
        for call in forbidden
        if call in path.read_text(encoding="utf-8")
    ]
    assert not wrong


CLIENT = ("msgraph", "msgraph_core", "azure", "httpx", "kiota_abstractions", "h2")
OFFLINE = (*CLIENT, "asyncio", "managed_apparaten.emulator")


@pytest.mark.parametrize(("arguments", "heavy"), [
    (["--help"], OFFLINE), (["validate"], OFFLINE), (["compile", "--format", "json"], OFFLINE), (["plan", "--format", "json"], CLIENT),
])  # fmt: skip
def test_commands_without_a_real_tenant_never_load_its_client(
    arguments: list[str], heavy: tuple[str, ...], tmp_path: Path
) -> None:
    program = (
        "import sys\nfrom managed_apparaten.cli.main import entry\n"
        f"sys.argv = ['apparaten', *{arguments!r}]\n"
        "try:\n    entry()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"loaded = [m for m in {heavy!r} if m in sys.modules]\nassert not loaded, loaded\n"
    )
    policies = SRC.parents[1] / "policies"
    environment = {**os.environ, "APPARATEN_STATE": str(tmp_path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=policies.parent, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_real_tenant_never_loads_typed_models_nor_a_terminal_library() -> None:
    program = (
        "import sys\nfrom managed_apparaten.graph.signin.clouds import CLOUDS\nfrom managed_apparaten.graph.http.msgraph import MsGraph\n"
        "with MsGraph(CLOUDS['global'], object()):\n    loaded = set(sys.modules)\n"
        "assert 'msgraph_core' in loaded and 'httpx' in loaded\n"
        "print(sorted(m for m in loaded if m in ('msgraph', 'rich', 'pygments') or m.startswith('msgraph.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_way_to_a_real_tenant_never_loads_the_embedded_one() -> None:
    program = (
        "import sys\nimport managed_apparaten.cli.commands.apply, managed_apparaten.cli.commands.plan, managed_apparaten.cli.real_tenant\n"
        "print([m for m in sys.modules if m.startswith('managed_apparaten.emulator')])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_each_file_in_kinds_exposes_exactly_one_kind() -> None:
    package = importlib.import_module(f"{OURS}.kinds")
    kind_type = importlib.import_module(f"{OURS}.compile.kind").Kind
    names = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found = [key for key, value in vars(module).items() if isinstance(value, kind_type)]
        assert found == ["KIND"], f"{info.name}: {found}"
        assert info.name == module.KIND.name
        names.append(info.name)
    assert len(names) == len(set(names)) > 0


def test_both_languages_have_the_same_messages_with_the_same_placeholders() -> None:
    import string

    catalogue = importlib.import_module(f"{OURS}.messages.catalogue")

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, dutch = catalogue.entries("en"), catalogue.entries("nl")
    assert english.keys() == dutch.keys()
    for key in english:
        for part in ("text", "help", "explain"):
            assert fields(getattr(english[key], part)) == fields(getattr(dutch[key], part)), f"{key}.{part}"
            assert bool(getattr(english[key], part)) == bool(getattr(dutch[key], part)), f"{key}.{part}"


def test_every_message_is_used() -> None:
    catalogue = importlib.import_module(f"{OURS}.messages.catalogue")
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for name, path, _ in modules()
        if not name.startswith(("messages/en", "messages/nl"))
    )
    source += "\n".join(
        p.read_text(encoding="utf-8") for p in sorted((SRC.parents[1] / "templates").rglob("*.j2"))
    )
    unused = [key for key in catalogue.entries("en") if f'"{key}"' not in source and f"'{key}'" not in source]
    assert not [
        key
        for key in unused
        if f'"{key.rsplit(".", 1)[0]}.' not in source and f"{key.rsplit('.', 1)[0]}.{{" not in source
    ]
