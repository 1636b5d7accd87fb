"""A tenant as somebody with only Graph sees it: GETs of JSON, next links followed. Knows nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant

JSON = Any
CONFIGURATIONS = "deviceManagement/deviceConfigurations"


class Refused(Exception):
    """The tenant did not answer a read."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Reads of one tenant."""

    tenant: Tenant

    def get(self, url: str) -> JSON:
        """One answer; a path is one of the beta version."""
        target = url if url.startswith("https:") else f"/beta/{url}"
        response = self.tenant.handle(Request("GET", target, {"ConsistencyLevel": "eventual"}, b"", "oracle"))
        if response.status != 200:
            raise Refused(f"{response.status} {url}: {response.body.decode()}")
        return orjson.loads(response.body)

    def all(self, path: str) -> list[JSON]:
        """All of a collection."""
        answer = self.get(path)
        found = list(answer["value"])
        while "@odata.nextLink" in answer:
            answer = self.get(answer["@odata.nextLink"])
            found += answer["value"]
        return found

    def policies(self, collection: str, *parts: str) -> list[JSON]:
        """Policies of a collection with their assignments and other parts that stand apart. Masked OMA-URI values are fetched."""
        found = []
        for policy in self.all(collection):
            whole = {
                part: self.all(f"{collection}/{policy['id']}/{part}") for part in ("assignments", *parts)
            }
            found.append({**policy, **whole, **self._plain(policy)})
        return found

    def _plain(self, policy: JSON) -> dict[str, JSON]:
        if "omaSettings" not in policy:
            return {}
        return {"omaSettings": [self._unmasked(policy["id"], setting) for setting in policy["omaSettings"]]}

    def _unmasked(self, policy: str, setting: JSON) -> JSON:
        reference = setting.get("secretReferenceValueId")
        if not reference:
            return setting
        url = f"{CONFIGURATIONS}/{policy}/getOmaSettingPlainTextValue(secretReferenceValueId='{reference}')"
        return {**setting, "value": self.get(url)["value"]}
