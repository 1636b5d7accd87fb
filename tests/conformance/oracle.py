"""Microsoft's generated models as a judge: parse a body with them and hear of each value that they drop in silence.

The models of msgraph-sdk and msgraph-beta-sdk read JSON through kiota's JsonParseNode: an unknown property lands in
`additional_data`, a value of another type or an unknown enum member becomes None. This node keeps a note of each. It
uses nothing but the SDK's own tables of readers, so it shares no fault with our schemas or with the embedded tenant.
It cannot tell what is required, read-only or out of range.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from kiota_abstractions.serialization import Parsable, ParsableFactory
from kiota_serialization_json.json_parse_node import JsonParseNode

PACKAGES = {"v1.0": "msgraph", "beta": "msgraph_beta"}
BASES = {
    "deviceAppManagement/mobileApps": "MobileApp", "deviceManagement/assignmentFilters": "DeviceAndAppManagementAssignmentFilter",
    "deviceManagement/configurationPolicies": "DeviceManagementConfigurationPolicy",
    "deviceManagement/deviceCompliancePolicies": "DeviceCompliancePolicy",
    "deviceManagement/deviceConfigurations": "DeviceConfiguration",
    "deviceManagement/notificationMessageTemplates": "NotificationMessageTemplate",
}  # fmt: skip
"""Collection -> model class of its members; the app protection collections are named after their type."""


def model(version: str, name: str) -> Any:
    """A generated model class, or None when this version has none of that name."""
    module = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    package = importlib.import_module(f"{PACKAGES[version]}.generated.models")
    spellings = (
        module,
        re.sub(r"(?<=[a-zA-Z])(?=[A-Z])", "_", name).lower(),
        re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(),
    )
    for spelling in spellings:
        try:
            return getattr(importlib.import_module(f"{package.__name__}.{spelling}"), name)
        except ModuleNotFoundError:
            continue
    return None


def class_name(type_name: str) -> str:
    """`iosCompliancePolicy` -> `IosCompliancePolicy`."""
    return type_name[:1].upper() + type_name[1:]


def base_of(collection: str) -> str:
    """The model class of a collection's members."""
    name = collection.rsplit("/", 1)[-1]
    return BASES.get(collection) or class_name(name.removesuffix("s"))


def findings(version: str, base: str, body: dict[str, Any]) -> list[str]:
    """What Microsoft's models do not know in a body of a collection with this base class."""
    found: list[str] = []
    Recorder(body, "", found).get_object_value(model(version, base))
    return found


class Recorder(JsonParseNode):
    """A parse node that notes what the stock one drops."""

    def __init__(self, node: Any, at: str, found: list[str]) -> None:
        super().__init__(node)
        self.value, self.at, self.found = node, at, found

    def _note(self, what: str) -> None:
        self.found.append(f"{self.at or '/'}: {what}")

    def _read(self, kind: str, wanted: type | tuple[type, ...], value: Any) -> Any:
        if not isinstance(self.value, wanted) or (isinstance(self.value, bool) and wanted is not bool):
            self._note(f"{self.value!r} is no {kind}")
        elif value is None:
            self._note(f"{self.value!r} cannot be read as {kind}")
        return value

    def _parsed(self, kind: str, read: Callable[[], Any]) -> Any:
        try:
            value = read()
        except ValueError:
            value = None
        return self._read(kind, str, value)

    def get_child_node(self, identifier: str) -> Recorder | None:
        has = isinstance(self.value, dict) and identifier in self.value
        return self._child(identifier, self.value[identifier]) if has else None

    def get_str_value(self) -> Any:
        return self._read("string", str, super().get_str_value())

    def get_bool_value(self) -> Any:
        return self._read("boolean", bool, super().get_bool_value())

    def get_int_value(self) -> Any:
        return self._read("integer", int, super().get_int_value())

    def get_float_value(self) -> Any:
        return self._read("number", (int, float), super().get_float_value())

    def get_uuid_value(self) -> Any:
        return self._parsed("GUID", super().get_uuid_value)

    def get_datetime_value(self) -> Any:
        return self._parsed("time stamp", super().get_datetime_value)

    def get_date_value(self) -> Any:
        return self._parsed("date", super().get_date_value)

    def get_time_value(self) -> Any:
        return self._parsed("time of day", super().get_time_value)

    def get_timedelta_value(self) -> Any:
        """kiota takes `12:00:00` as well; Graph takes ISO 8601 only."""
        iso = isinstance(self.value, str) and self.value.lstrip("-").startswith("P")
        return self._parsed("ISO 8601 duration", super().get_timedelta_value if iso else lambda: None)

    def get_bytes_value(self) -> Any:
        return self._parsed("base64 text", super().get_bytes_value)

    def get_enum_value(self, enum_class: Any) -> Any:
        known = [member.value for member in enum_class]
        if not isinstance(self.value, str) or self.value not in known:
            self._note(f"{self.value!r} is no member of {enum_class.__name__}")
            return None
        return enum_class(self.value)

    def get_collection_of_enum_values(self, enum_class: Any) -> list[Any] | None:
        """A list, or the text `a,b` of an enum whose members combine."""
        parts = (
            [part.strip() for part in self.value.split(",")] if isinstance(self.value, str) else self._items()
        )
        return [self._child(index, part).get_enum_value(enum_class) for index, part in enumerate(parts)]

    def get_collection_of_primitive_values(self, primitive_type: Any) -> list[Any] | None:
        return [getattr(node, READERS[primitive_type])() for node in self._nodes()]

    def get_collection_of_object_values(self, factory: ParsableFactory[Any]) -> list[Any] | None:
        return [node.get_object_value(factory) for node in self._nodes()]

    def get_object_value(self, factory: ParsableFactory[Any]) -> Any:
        if not isinstance(self.value, dict):
            self._note(f"{self.value!r} is no object")
            return None
        result = factory.create_from_discriminator_value(self)
        bare = str(self.value.get("@odata.type", "")).rsplit(".", 1)[-1]
        if bare and bare.lower() != type(result).__name__.lower():
            self._note(
                f"{self.value['@odata.type']} is no type that fits here; read as {type(result).__name__}"
            )
        self._assign_field_values(result)
        return result

    def _assign_field_values(self, item: Parsable) -> None:
        readers = item.get_field_deserializers()
        for name, value in self.value.items():
            if name in readers and value is not None:
                readers[name](self._child(name, value))
            elif name not in readers and "@odata." not in name:
                self._note(f"{name} is no property of {type(item).__name__}")

    def _child(self, name: str | int, value: Any) -> Recorder:
        return type(self)(value, f"{self.at}/{name}", self.found)

    def _items(self) -> list[Any]:
        if not isinstance(self.value, list):
            self._note(f"{self.value!r} is no list")
            return []
        return self.value

    def _nodes(self) -> list[Recorder]:
        return [self._child(index, item) for index, item in enumerate(self._items())]


READERS: dict[Any, str] = {
    str: "get_str_value", bool: "get_bool_value", int: "get_int_value", float: "get_float_value", UUID: "get_uuid_value",
    datetime: "get_datetime_value", date: "get_date_value", time: "get_time_value", timedelta: "get_timedelta_value",
    bytes: "get_bytes_value",
}  # fmt: skip
