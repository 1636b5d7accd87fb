"""Microsoft's typed clients (msgraph-sdk for v1.0, msgraph-beta-sdk for beta) with the embedded tenant under their httpx."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

import httpx
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from kiota_serialization_json.json_parse_node import JsonParseNode
from tests.conformance.oracle import PACKAGES, Recorder, findings, model

from managed_apparaten.emulator.doors.httpx_transport import transport
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant

UNKNOWN = re.compile(r"^/: (\w+) is no property of |^/(\w+).* is no member of ")


@dataclass(frozen=True, slots=True)
class Sdk:
    """One typed client."""

    version: str
    client: Any

    def collection(self, path: str) -> Any:
        """`deviceManagement/deviceConfigurations` -> its request builder."""
        builder = self.client
        for segment in path.split("/"):
            builder = getattr(builder, snake(segment))
        return builder

    def item(self, path: str, object_id: str) -> Any:
        """The request builder of one object."""
        builder = self.collection(path)
        by = next(name for name in dir(builder) if name.startswith("by_"))
        return getattr(builder, by)(object_id)

    def typed(self, base: str, body: dict[str, Any]) -> Any:
        """A model object from a JSON body; of an enum whose members combine, the last, as the models write one only."""
        made = JsonParseNode(body).get_object_value(model(self.version, base))
        for name, value in body.items():
            members = getattr(made, snake(name), None) if isinstance(value, str) else None
            if isinstance(members, list) and members:
                setattr(made, snake(name), members[-1])
        return made

    def new(self, name: str, **values: Any) -> Any:
        """A model object by class name."""
        return model(self.version, name)(**values)


def connect(version: str, tenant: Tenant) -> Sdk:
    """A client of one version, with the SDK's own middleware between it and the tenant."""
    package = importlib.import_module(PACKAGES[version])
    inner = httpx.AsyncClient(transport=transport(InProcess(tenant, package.__name__)))
    http = importlib.import_module("msgraph_core").GraphClientFactory.create_with_default_middleware(
        client=inner
    )
    adapter = package.GraphRequestAdapter(AnonymousAuthenticationProvider(), client=http)
    return Sdk(version, package.GraphServiceClient(request_adapter=adapter))


def sdk_core(module: str) -> Any:
    """A module of msgraph-core, the hand-written part under both clients."""
    return importlib.import_module(f"msgraph_core.{module}")


def snake(name: str) -> str:
    """`iosManagedAppProtections` -> `ios_managed_app_protections`."""
    return re.sub(r"(?=[A-Z])", "_", name).lower()


class Losses(Recorder):
    """Notes the durations, which these models write in a form that Graph does not know (msgraph-sdk-python#1262)."""

    def get_timedelta_value(self) -> Any:
        self._note("duration")
        return super().get_timedelta_value()


def writable(version: str, base: str, body: dict[str, Any]) -> dict[str, Any]:
    """The part of a body that the models of this version know and can write back."""
    lost: list[str] = []
    Losses(body, "", lost).get_object_value(model(version, base))
    out = {line.split(":")[0].split("/")[1] for line in lost if line.endswith(": duration")}
    out |= {found[1] or found[2] for line in findings(version, base, body) if (found := UNKNOWN.match(line))}
    return {key: value for key, value in body.items() if key not in out}


def differences(sent: Any, read: Any, ignored: frozenset[str]) -> list[str]:
    """Properties that read back differently from what was sent; lists are compared without their order."""
    names = [
        field.name
        for field in fields(sent)
        if field.name not in {*ignored, "additional_data", "backing_store", "odata_type"}
    ]
    return [
        name
        for name in names
        if getattr(sent, name) is not None and not _same(getattr(sent, name), getattr(read, name))
    ]


def _same(sent: Any, read: Any) -> bool:
    if isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        return all(any(_same(one, other) for other in read) for one in sent)
    if isinstance(sent, Enum) and isinstance(read, list):
        return [sent] == read
    if hasattr(sent, "additional_data") and type(sent) is type(read):
        return not differences(sent, read, frozenset({"id"}))
    return bool(sent == read)
