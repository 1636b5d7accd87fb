"""Read the models of Microsoft's generated Graph SDKs as syntax trees.

That gives classes, bases, JSON properties, and members of enums.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

READERS = {
    "get_bool_value": "Edm.Boolean", "get_str_value": "Edm.String", "get_int_value": "Edm.Int32", "get_float_value": "Edm.Double",
    "get_datetime_value": "Edm.DateTimeOffset", "get_date_value": "Edm.Date", "get_time_value": "Edm.TimeOfDay",
    "get_timedelta_value": "Edm.Duration", "get_uuid_value": "Edm.Guid", "get_bytes_value": "Edm.Binary",
}  # fmt: skip
PRIMITIVES = {
    "str": "Edm.String", "int": "Edm.Int32", "bool": "Edm.Boolean", "float": "Edm.Double", "UUID": "Edm.Guid", "bytes": "Edm.Binary",
    "datetime": "Edm.DateTimeOffset", "date": "Edm.Date", "timedelta": "Edm.Duration", "time": "Edm.TimeOfDay",
}  # fmt: skip
HEAD = re.compile(r"^class (\w+)\(([^)]*)\)", re.M)
IMPORT = re.compile(r"^ +from (\.+)([\w.]+) import (\w+)$", re.M)


@dataclass(frozen=True, slots=True)
class Field:
    """One JSON property of a model: `target` is an Edm name or a class name."""

    name: str
    target: str
    collection: bool
    flags: bool
    read_only: bool


@dataclass(slots=True)
class Models:
    """The model folder of one SDK; a class is parsed when it is asked for.

    A class in a namespace below microsoft.graph has that namespace before its name
    (`deviceManagement.Monitoring`).
    """

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    derived: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.rglob("*.py")):
            text = path.read_text("utf-8")
            head = HEAD.search(text)
            if head is None:
                continue
            name, base = _key(path.relative_to(self.folder), head[1]), head[2].split(",")[0].strip()
            if "." in name:
                base = self._imported(path, text).get(base, base)
            self.files[name] = path
            self.bases[name] = base
            self.derived.setdefault(base, []).append(name)

    def _imported(self, path: Path, text: str) -> dict[str, str]:
        """Return the classes that a file imports, by their names in the file."""
        found = {}
        for dots, module, name in IMPORT.findall(text):
            folder = path.parents[len(dots) - 1]
            if folder.is_relative_to(self.folder):
                found[name] = _key((folder / module.replace(".", "/")).relative_to(self.folder), name)
        return found

    def is_enum(self, name: str) -> bool:
        """Return whether a class is an enum."""
        return self.bases.get(name) == "str"

    def base(self, name: str) -> str | None:
        """Return the class from which a class derives, when that is a model."""
        base = self.bases[name]
        return base if base in self.files else None

    def is_entity(self, name: str) -> bool:
        """Return whether a class derives from Entity."""
        current: str | None = name
        while current is not None and current != "Entity":
            current = self.base(current)
        return current == "Entity"

    def tree(self, name: str) -> ast.ClassDef:
        """Return the syntax tree of a class."""
        module = ast.parse(self.files[name].read_text("utf-8"))
        return next(node for node in module.body if isinstance(node, ast.ClassDef))

    def members(self, name: str) -> list[str]:
        """Return the members of an enum in declared order, which is the order of the metadata."""
        found: list[str] = []
        for node in self.tree(name).body:
            if isinstance(node, ast.Assign):
                value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
                if isinstance(value, ast.Constant):
                    found.append(str(value.value))
        return found

    def fields(self, name: str) -> list[Field]:
        """Return a class's own JSON properties, in the SDK's order."""
        imported = self._imported(self.files[name], self.files[name].read_text("utf-8"))
        body = {node.name: node for node in self.tree(name).body if isinstance(node, ast.FunctionDef)}
        writers = dict(_writers(body["serialize"]))
        found = [
            _field(key, call, writers)
            for key, call in _readers(body["get_field_deserializers"])
            if not key.startswith("@")
        ]
        return [replace(item, target=imported.get(item.target, item.target)) for item in found]


def _key(path: Path, name: str) -> str:
    """Return the name of a class with its namespace: kiota puts a class with the same name as a namespace
    into the folder of that namespace.
    """
    *folders, stem = path.with_suffix("").parts
    if folders and folders[-1] == stem:
        folders.pop()
    return ".".join([*(_camel(folder) for folder in folders), name])


def _camel(folder: str) -> str:
    first, *others = folder.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def _readers(function: ast.FunctionDef) -> list[tuple[str, ast.Call]]:
    found: list[tuple[str, ast.Call]] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Dict):
            continue
        for key, value in zip(node.value.keys, node.value.values, strict=True):
            assert isinstance(key, ast.Constant)
            assert isinstance(value, ast.Lambda)
            assert isinstance(value.body, ast.Call)
            call = value.body.args[2]
            assert isinstance(call, ast.Call)
            found.append((str(key.value), call))
    return found


def _writers(function: ast.FunctionDef) -> list[tuple[str, str]]:
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return [
        (str(call.args[0].value), call.func.attr)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.args and isinstance(call.args[0], ast.Constant)
    ]


def _field(key: str, call: ast.Call, writers: dict[str, str]) -> Field:
    assert isinstance(call.func, ast.Attribute)
    reader, writer = call.func.attr, writers.get(key)
    if reader in READERS:
        return Field(key, READERS[reader], False, False, writer is None)
    argument = call.args[0]
    target = (
        argument.attr
        if isinstance(argument, ast.Attribute)
        else argument.id
        if isinstance(argument, ast.Name)
        else ""
    )
    if reader == "get_collection_of_primitive_values":
        return Field(key, PRIMITIVES[target], True, False, writer is None)
    many = reader.startswith("get_collection_of")
    flags = reader == "get_collection_of_enum_values" and writer == "write_enum_value"
    return Field(key, target, many and not flags, flags, writer is None)
