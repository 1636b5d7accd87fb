"""Write the functions and actions of Intune (emulator/_graph/operations.json) from Microsoft's SDKs.

In msgraph-sdk and msgraph-beta-sdk each request builder that calls a function or an action shows its route,
its parameters (in the request body or in the URL) and its answer. The script keeps the operations of the
roots, of a collection, of one object, and of an object inside another one. It imports nothing of the SDKs.

    python -m scripts.generate_graph_operations           # needs both SDK packages installed
    python -m scripts.generate_graph_operations --check   # exit 1 when the packaged file differs

A row holds: method, route with `{id}`, parameters with their types, type of the answer (empty: none), and
whether v1.0 has the operation. `former` holds such rows for operations that the SDKs lack, while the
reference and earlier published metadata have them (graph_evidence/former.json).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path

from scripts.generate_graph_metadata import EVIDENCE, graph_name
from scripts.graph_models import PRIMITIVES, READERS

TARGET = (
    Path(__file__).resolve().parent.parent
    / "src"
    / "managed_apparaten"
    / "emulator"
    / "_graph"
    / "operations.json"
)
PACKAGES = {"beta": ("msgraph_beta", "msgraph-beta-sdk"), "v1.0": ("msgraph", "msgraph-sdk")}
FOLDERS = ("device_management", "device_app_management", "users/item")
OF_USERS = re.compile(
    r"Managed(App|Device)|ManagedApps|removeAllDevicesFromManagement|EnrollmentConfigurations|exportDeviceAndAppManagementData|"
    r"AppleDeviceIdentit|wipe"
)
"""Functions and actions of a user that belong to Intune."""
LONGEST = 4
CALLS = re.compile(
    r'class \w+\(BaseRequestBuilder\):\n    """\n    Provides operations to call the \w+ method'
)
URL = re.compile(r'super\(\)\.__init__\(request_adapter, "\{\+baseurl\}/([^"]*)"')
ANSWER = re.compile(r"async def (get|post)\(.*\) -> (?:Optional\[(\w+)\]|(None)):")
FIELD = re.compile(r'"(\w+)": lambda n : setattr\(self, \'\w+\', n\.(get_\w+)\((\w*)\)\)')
FLAGS = re.compile(r'write_enum_value\("(\w+)"')
ARGUMENT = re.compile(r"(\w+)=('?)\{\w+\}")


def is_inside(segments: list[str]) -> bool:
    """Return whether a route is that of an object inside another one: root, collection, key, collection, key,
    operation.
    """
    return len(segments) == 6 and [index for index, part in enumerate(segments) if part == "{id}"] == [2, 4]


def fields(text: str) -> dict[str, str]:
    """Return the members of a body or an answer, with their types in the form of the packaged metadata."""
    flags, found = set(FLAGS.findall(text)), {}
    for name, reader, target in FIELD.findall(text):
        if reader in READERS:
            found[name] = READERS[reader]
        elif reader == "get_collection_of_primitive_values":
            found[name] = "[]" + PRIMITIVES[target]
        else:
            many = reader.startswith("get_collection_of") and name not in flags
            found[name] = ("[]" if many else "") + graph_name(target) + (" flags" if name in flags else "")
    return found


def operation(builder: Path) -> tuple[str, str, dict[str, str], str] | None:
    """Return method, route, parameters and answer of a request builder; None when it calls no operation that
    is kept.
    """
    text = builder.read_text("utf-8")
    address, answer = URL.search(text), ANSWER.search(text)
    if CALLS.search(text) is None or address is None or answer is None:
        return None
    url = re.sub(r"\{\?[^}]*\}$", "", address[1])
    last, _, arguments = url.rpartition("/")[2].partition("(")
    route = re.sub(r"\{[^}]*%2D[iI]d\d*\}", "{id}", f"{url.rpartition('/')[0]}/{last}")
    segments = route.split("/")
    long = len(segments) > LONGEST or segments.count("{id}") > 1
    if (long and not is_inside(segments)) or (segments[0] == "users" and not OF_USERS.search(last)):
        return None
    body = next(
        builder.parent.glob(f"{builder.name.removesuffix('_request_builder.py')}_post_request_body.py"), None
    )
    parameters = (
        fields(body.read_text("utf-8"))
        if body
        else {name: "Edm.String" if mark else "" for name, mark in ARGUMENT.findall(arguments)}
    )
    return answer[1].upper(), route, parameters, _answer(builder, answer[2] or "")


def _answer(builder: Path, name: str) -> str:
    wrapper = next(builder.parent.glob(f"*_{'get' if 'GetResponse' in name else 'post'}_response.py"), None)
    if wrapper is None or not name.endswith("Response"):
        return PRIMITIVES.get(name, graph_name(name)) if name else ""
    return fields(wrapper.read_text("utf-8")).get("value", "")


def collected(package: str) -> dict[tuple[str, str], tuple[dict[str, str], str]]:
    """Return the operations of one SDK: (method, route) -> parameters and answer."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{package} is not installed")
    found = {}
    for folder in FOLDERS:
        for builder in sorted(
            (Path(spec.submodule_search_locations[0]) / "generated" / folder).rglob("*_request_builder.py")
        ):
            if (made := operation(builder)) is not None:
                found[made[0], made[1]] = made[2:]
    return found


def former() -> str:
    """Return the rows for operations that the SDKs lack, one a line."""
    facts = json.loads((EVIDENCE / "former.json").read_text("utf-8"))
    stable, beta = (facts[f"{version} operations"] for version in ("v1.0", "beta"))
    return ",\n".join(
        json.dumps([*row, row in stable], separators=(",", ":"))
        for row in sorted([*beta, *(row for row in stable if row not in beta)])
    )


def render() -> str:
    """Return the packaged text, one operation a line."""
    beta, stable = (collected(PACKAGES[version][0]) for version in PACKAGES)
    every = {**stable, **beta}
    lines = [
        json.dumps([method, route, *every[method, route], (method, route) in stable], separators=(",", ":"))
        for method, route in sorted(every)
    ]
    source = {
        version: f"{name} {importlib.metadata.version(name)}" for version, (_, name) in PACKAGES.items()
    }
    only_stable = sorted(f"{method} {route}" for method, route in stable.keys() - beta.keys())
    rows = ",\n".join(lines)
    head = f'"source": {json.dumps(source)},\n"only_v1.0": {json.dumps(only_stable)}'
    return f'{{{head},\n"former": [\n{former()}\n],\n"operations": [\n{rows}\n]}}\n'


def main() -> int:
    """Write or check the packaged file."""
    text = render()
    if "--check" in sys.argv:
        return int(not TARGET.exists() or TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    print(f"{TARGET.name}: {len(text):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
