"""Golden cases: a small organisation in `base/`, and for each case the roles that are new in it.

`tests/golden/<kind>/<case>/*.yaml` are roles; `expected.json` is what that kind makes of them, and `expected.blame.txt`
why: a line for each leaf, with the place in the files and the sentence that people see.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Cause, Causes
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child, leaves
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.policy.load import Loaded, load
from managed_apparaten.resolve.decide import decide
from managed_apparaten.workflow.check import compiled_with_coverage

HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 21)


def cases() -> list[Path]:
    """The directories of all cases, sorted by kind and name."""
    return sorted(path for kind in all_kinds() for path in (HERE / kind.name).glob("*") if path.is_dir())


def compiled(case: Path) -> Compiled:
    """What the case's kind makes of the base organisation with the case's roles; the other kinds compile too, as they refer to it."""
    loaded = base_with(
        {f"roles/{role.name}": role.read_text(encoding="utf-8") for role in sorted(case.glob("*.yaml"))}
    )
    assert loaded.policy, [render(d.code, "en", d.args) for d in loaded.diagnostics]
    whole = compiled_with_coverage(loaded.policy, decide(loaded.policy, DAY))
    mine = tuple(resource for resource in whole.resources if resource.address.kind == case.parent.name)
    return Compiled(
        mine,
        tuple(
            d for d in whole.diagnostics if not d.address or Address.parse(d.address).kind == case.parent.name
        ),
    )


def base_with(files: Mapping[str, str]) -> Loaded:
    """The base organisation, loaded with these files added to it or put in the place of others."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        shutil.copytree(HERE / "base", root, dirs_exist_ok=True)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return load(root)


def expected_json(resources: Sequence[Desired]) -> str:
    """Body, groups and apps of each resource, by address."""
    data = {
        str(r.address): {"body": r.body, "assignments": [_group(a) for a in _groups(r)], **_apps(r)}
        for r in resources
    }
    return json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def expected_blame(resources: Sequence[Desired]) -> str:
    """A line for each reason of each leaf, group and app; what has the same reasons throughout is one line, ending in `/*`."""
    return (
        "\n".join(line for resource in resources for line in (f"== {resource.address}", *_lines(resource)))
        + "\n"
    )


def parts(resource: Desired) -> list[str]:
    """Pointers of the blame that are no leaf of the body but a part of a document in a leaf."""
    return [pointer for pointer in resource.blame if pointer not in leaves(resource.body)]


def _groups(resource: Desired) -> JSON:
    return [
        {
            "group": a.group.name,
            "exclude": a.exclude,
            "devices": a.devices,
            "filter": str(a.filter or ""),
            "intent": a.intent,
        }
        for a in resource.assignments
    ]


def _group(assignment: JSON) -> str:
    words = [
        "exclude" if assignment["exclude"] else "include",
        "devices" if assignment["devices"] else "people",
        assignment["group"],
    ]
    words += ["with", assignment["filter"]] if assignment["filter"] else []
    return " ".join([assignment["intent"], *words] if assignment["intent"] else words)


def _apps(resource: Desired) -> JSON:
    return {} if resource.apps is None else {"apps": list(resource.apps)}


def _lines(resource: Desired) -> Iterator[str]:
    for pointer, causes in _folded(resource.body, "", resource.blame):
        yield from (f"{pointer}  <-  {_reason(cause)}" for cause in causes)
    for pointer in parts(resource):
        yield from (f"{pointer}  <-  {_reason(cause)}" for cause in resource.blame[pointer])
    for identifier, causes in (resource.apps_blame or {}).items():
        yield from (f"app {identifier}  <-  {_reason(cause)}" for cause in causes)
    for assignment in resource.assignments:
        yield from (f"group {assignment.group.name}  <-  {_reason(cause)}" for cause in assignment.causes)


def _folded(value: JSON, pointer: str, blame: Mapping[str, Causes]) -> Iterator[tuple[str, Causes]]:
    below = {pointer: value} if pointer in blame else leaves(value, pointer)
    reasons = {blame[leaf] for leaf in below}
    if pointer and len(reasons) == 1:
        definition = value.get("settingDefinitionId") if isinstance(value, dict) else None
        name = f"{pointer}/*" if pointer not in blame else pointer
        yield f"{name} ({definition})" if definition else name, reasons.pop()
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _folded(inner, child(pointer, key), blame)


def _reason(cause: Cause) -> str:
    where = f"{cause.span.file}:{cause.span.line}:{cause.span.col}" if cause.span else "-"
    return f"{cause.kind} {where} {render(cause.message, 'en', dict(cause.args))}"
