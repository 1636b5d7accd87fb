"""Groups, the people and devices in them, and all enrolled devices: what a plan needs to say whom it reaches.

Casts of `transitiveMembers` are advanced queries: they want `ConsistencyLevel: eventual` and `$count=true`.
Source: https://learn.microsoft.com/graph/api/group-list-transitivemembers, https://learn.microsoft.com/graph/aad-advanced-queries
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.batch import read_all
from managed_apparaten.graph.encode import is_guid, key, literal, query
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import failure, unusable
from managed_apparaten.graph.observed import Device, Directory
from managed_apparaten.graph.paging import ask, whole
from managed_apparaten.graph.request import GraphRequest, Transport

_ADVANCED = {"ConsistencyLevel": "eventual"}
_PLATFORMS = {"ios": "ios", "ipados": "ios", "android": "android", "windows": "windows", "macos": "macos"}
"""`operatingSystem` of a managed device in lower case, to our platforms; others keep their own name."""


@dataclass(frozen=True, slots=True)
class DirectoryReader:
    """Reads of Entra. Every list is whole or `ReadFailed` is raised."""

    transport: Transport
    root: str

    def read(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Groups with these names or ids, who is in those that are not ambiguous, and all devices."""
        by_name = self._by_name(sorted(set(names)))
        known = self._by_id(sorted({i.lower() for i in ids if is_guid(i)}))
        found = known | {ids[0]: name for name, ids in by_name.items() if len(ids) == 1}
        groups = sorted(found)
        return Directory(
            groups_by_name=by_name,
            group_names=found,
            people=self._members(groups, "user", "id,accountEnabled", "id"),
            devices_in=self._members(groups, "device", "id,deviceId,accountEnabled", "deviceId"),
            devices=self._devices(),
            people_total=self._people_total(),
        )

    def _by_name(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        requests = [
            GraphRequest("GET", "/groups" + query(filter=f"displayName eq {literal(n)}", select="id,displayName"), "v1.0") for n in names
        ]
        lists = self._lists(requests)
        return {name: tuple(sorted(_text(group, "id").lower() for group in found)) for name, found in zip(names, lists, strict=True)}

    def _by_id(self, ids: Sequence[str]) -> dict[str, str]:
        requests = [GraphRequest("GET", f"/groups/{key(i)}" + query(select="id,displayName"), "v1.0") for i in ids]
        found: dict[str, str] = {}
        for group, request, answer in zip(ids, requests, read_all(self.transport, requests), strict=True):
            if answer.status == 404:
                continue
            if answer.status != 200:
                raise failure(ReadFailed, request, answer)
            if not isinstance(answer.body, dict) or _text(answer.body, "id").lower() != group:
                raise unusable(ReadFailed, request, "InvalidResponse", "id", answer.status)
            found[group] = _text(answer.body, "displayName")
        return found

    def _members(self, groups: Sequence[str], cast: str, select: str, name: str) -> dict[str, frozenset[str]]:
        options = query(select=select, top="999", count="true")
        requests = [
            GraphRequest("GET", f"/groups/{key(g)}/transitiveMembers/microsoft.graph.{cast}{options}", "v1.0", headers=_ADVANCED)
            for g in groups
        ]
        return {group: _enabled(members, name) for group, members in zip(groups, self._lists(requests), strict=True)}

    def _lists(self, requests: Sequence[GraphRequest]) -> list[list[JSON]]:
        answers = read_all(self.transport, requests)
        return [whole(self.transport, request, self.root, answer) for request, answer in zip(requests, answers, strict=True)]

    def _devices(self) -> tuple[Device, ...]:
        select = "id,userId,azureADDeviceId,operatingSystem,managedDeviceOwnerType"
        items = whole(self.transport, GraphRequest("GET", "/deviceManagement/managedDevices" + query(select=select), "v1.0"), self.root)
        return tuple(sorted((_device(item) for item in items), key=lambda device: device.id))

    def _people_total(self) -> int:
        request = GraphRequest("GET", "/users/$count" + query(filter="accountEnabled eq true"), "v1.0", headers=_ADVANCED)
        answer = ask(self.transport, request)
        if answer.status != 200:
            raise failure(ReadFailed, request, answer)
        if type(answer.body) is not int:
            raise unusable(ReadFailed, request, "InvalidResponse", "count", answer.status)
        return answer.body


def _enabled(members: Iterable[JSON], name: str) -> frozenset[str]:
    return frozenset(_text(member, name).lower() for member in members if member.get("accountEnabled") is not False and member.get(name))


def _device(item: JSON) -> Device:
    system = str(item.get("operatingSystem") or "")
    return Device(
        id=_text(item, "id"),
        user_id=str(item.get("userId") or "").lower() or None,
        entra_id=str(item.get("azureADDeviceId") or "").lower() or None,
        platform=_PLATFORMS.get(system.lower(), system),
        ownership="personal" if item.get("managedDeviceOwnerType") == "personal" else "corporate",
    )


def _text(item: JSON, name: str) -> str:
    return str(item.get(name) or "")
