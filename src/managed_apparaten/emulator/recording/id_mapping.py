"""What stands here for the ids and the pages of a recording made elsewhere.

An id that a recorded answer gave away stands for the one that this tenant gave in the same place. For reading only, an object that
nothing told us of is stood in for by one of the same collection, and of the same type if there is one: shapes can be compared then.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from managed_apparaten.emulator.core.errors import GraphError
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.recording.file import RecordedExchange
from managed_apparaten.emulator.recording.scrub import GUID, KEPT, SCRUBBED
from managed_apparaten.emulator.service.collections import BY_PATH
from managed_apparaten.emulator.tenant import Tenant

NEXT = "@odata.nextLink"


@dataclass(slots=True)
class StandIns:
    """What was learnt so far."""

    ids: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)
    """Path of a recorded next page -> its path here, or nothing where there is none."""

    def translated(self, text: str) -> str:
        """The text with the ids that this tenant has."""
        return GUID.sub(lambda found: self.ids.get(found[0], found[0]), text)

    def path(self, exchange: RecordedExchange, tenant: Tenant) -> str | None:
        """Where to ask this tenant the same; None when that cannot be known."""
        path = exchange.path
        if path in self._pages:
            return self._pages[path] or None
        if f"/{SCRUBBED}" in path or f"={SCRUBBED}" in path:
            return None
        if not self._unknown(path) or exchange.status == 404:
            return self.translated(path)
        return self._alike(exchange, tenant) if exchange.method == "GET" else None

    def bind(self, recorded: JSON, here: JSON) -> None:
        """Learn which ids and pages stand in the same place; items of lists are told by their names."""
        if isinstance(recorded, dict) and isinstance(here, dict):
            if NEXT in recorded:
                self._pages.setdefault(_page(recorded[NEXT]), _page(here.get(NEXT)))
            for key in recorded.keys() & here.keys():
                self.bind(recorded[key], here[key])
        elif isinstance(recorded, list) and isinstance(here, list):
            known = {_name(item): item for item in here}
            for item in recorded:
                if _name(item) in known and _name(item):
                    self.bind(item, known[_name(item)])
        elif isinstance(recorded, str) and isinstance(here, str):
            theirs, ours = GUID.findall(recorded), GUID.findall(here)
            if len(theirs) == len(ours):
                self.ids |= {
                    old: new
                    for old, new in zip(theirs, ours, strict=True)
                    if old not in self.ids and old not in KEPT
                }

    def _unknown(self, path: str) -> bool:
        """Whether a path names an object that nothing told us of."""
        return any(
            found not in self.ids and found not in KEPT for found in GUID.findall(path.partition("?")[0])
        )

    def _alike(self, exchange: RecordedExchange, tenant: Tenant) -> str | None:
        try:
            segments = list(urls.parse(exchange.path).segments)
        except GraphError:
            return None
        place = next((n for n, text in enumerate(segments) if GUID.search(text)), 0)
        collection = BY_PATH.get(tuple(segments[:place]))
        found = list(tenant.world.store.objects(collection.sources)) if collection else []
        if not found or any(GUID.search(text) for text in segments[place + 1 :]):
            return None
        wanted = str(exchange.answer.get("@odata.type")) if isinstance(exchange.answer, dict) else ""
        chosen = next((item for item in found if item.body.get("@odata.type") == wanted), found[0])
        segments[place] = chosen.id
        query = exchange.path.partition("?")[1:]
        return "/".join(("", exchange.path.split("/")[1], *segments)) + "".join(query)


def _page(link: JSON) -> str:
    return link.removeprefix(urls.root(link)) if isinstance(link, str) else ""


def _name(item: JSON) -> str:
    own = item if isinstance(item, dict) else {}
    name = str(own.get("displayName") or own.get("name") or "")
    return "" if name == SCRUBBED else name
