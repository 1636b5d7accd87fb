"""`groups/delta`: all groups, and afterwards what changed since.

Reference: https://learn.microsoft.com/graph/api/group-delta and graph/delta-query-groups. The changes are those of the tenant's own log,
so what a seed puts in is there from the start, and members count that were written by `members/$ref` or with a new group. A link carries
the place in the log in its token; that a token is good for as long as the tenant lives is chosen (Microsoft: seven days).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from urllib.parse import quote

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import AuditEntry, Stored
from managed_apparaten.emulator.odata.query import decode_token, encode_token
from managed_apparaten.emulator.service import expansion, representation
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import get_collection
from managed_apparaten.emulator.service.directory import deleted_groups

ROUTE, GROUPS = "groups/delta", "groups"
OPTIONS = frozenset({"$select", "$skiptoken", "$deltatoken", "$format"})
LATEST = "latest"
TOKEN_FACTOR = 10**8
"""A token of a page holds the place in the log and the place on the list as one number."""
DEFAULT_PAGE_SIZE = 100
MEMBERS = "members"


def read(call: Call, _: str, __: Mapping[str, str]) -> Reply:
    """Answer one page of the first round, or of a later one."""
    token = call.query.raw.get("$deltatoken")
    _parse_select(call)  # refuses what a group does not have, whatever the token
    known = call.store.last_change()
    if token == LATEST:
        return _page(call, [], "@odata.deltaLink", {"$deltatoken": encode_token(known)})
    since = decode_token(token) if token is not None else None
    until, place = divmod(call.query.skiptoken, TOKEN_FACTOR) if call.query.skiptoken else (known, 0)
    if until > known or (since or 0) > known:
        raise errors.bad_request("Badly formed token.")
    size = _page_size(call)
    found = list(
        islice(
            _list_groups(call, place)
            if since is None
            else islice(_list_changes(call, since, until), place, None),
            size + 1,
        )
    )
    shown = [body for _, body in found[:size]]
    if len(found) <= size:
        return _page(call, shown, "@odata.deltaLink", {"$deltatoken": encode_token(until)})
    last = found[size - 1][0] if since is None else place + size
    kept = {} if token is None else {"$deltatoken": token}
    return _page(
        call, shown, "@odata.nextLink", {**kept, "$skiptoken": encode_token(until * TOKEN_FACTOR + last)}
    )


def _page(call: Call, shown: list[JSON], link: str, tokens: Mapping[str, str]) -> Reply:
    select = {"$select": call.query.raw["$select"]} if "$select" in call.query.raw else {}
    options = "&".join(f"{name}={quote(value, safe='')}" for name, value in {**select, **tokens}.items())
    address = f"{call.url.root}/{call.url.version}/{ROUTE}?{options}"
    return Reply(200, {"@odata.context": call.context(GROUPS), link: address, "value": shown})


def _page_size(call: Call) -> int:
    """How many groups a page holds: `Prefer: odata.maxpagesize`."""
    asked = [
        part.partition("=")[2].strip() for part in _preferences(call) if part.startswith("odata.maxpagesize=")
    ]
    return max(1, min(int(asked[0]), 999)) if asked and asked[0].isdecimal() else DEFAULT_PAGE_SIZE


def _preferences(call: Call) -> list[str]:
    return [part.strip().lower() for part in (call.request.header("Prefer") or "").split(",")]


def _parse_select(call: Call) -> tuple[tuple[str, ...], bool]:
    """The properties that are asked for (none: all), and whether members are."""
    names = tuple(name for name in call.query.select if name != MEMBERS)
    known = {name.lower(): name for name in call.metadata.get("group").properties}
    for name in names:
        if name.lower() not in known:
            raise expansion.unknown_select(name, [call.metadata.get("group")], "group")
    return tuple(known[name.lower()] for name in names), not call.query.select or MEMBERS in call.query.select


def _list_groups(call: Call, after: int) -> Iterator[tuple[int, JSON]]:
    """Every group after a row, with its row."""
    return ((item.row, _represent_group(call, item)) for item in call.store.objects((GROUPS,), after))


def _represent_group(call: Call, item: Stored) -> JSON:
    """A group with its properties and all its members."""
    select, members = _parse_select(call)
    body = _properties(call, item, select) if select or not call.query.select else {"id": item.id}
    known = call.store.children(item.id, deep=False) if members else []
    return {
        **body,
        **({f"{MEMBERS}@delta": [_represent_member(kind, child) for child, kind in known]} if known else {}),
    }


def _properties(call: Call, item: Stored, select: tuple[str, ...]) -> dict[str, JSON]:
    return {
        **representation.represent_object(call, get_collection(GROUPS), item, select=select),
        "id": item.id,
    }


def _represent_member(collection: str, object_id: str, *, gone: bool = False) -> JSON:
    kind = {"@odata.type": f"#microsoft.graph.{collection.removesuffix('s')}", "id": object_id}
    return {**kind, "@removed": {"reason": "deleted"}} if gone else kind


def _list_changes(call: Call, since: int, until: int) -> Iterator[tuple[int, JSON]]:
    """Every group that changed, the one that changed first first."""
    by_group: dict[str, list[AuditEntry]] = {}
    for entry in call.store.changes("group", since, until):
        by_group.setdefault(entry.object_id, []).append(entry)
    for object_id, entries in by_group.items():
        shown = _represent_change(call, object_id, entries)
        if shown is not None:
            yield entries[-1].seq, shown


def _represent_change(call: Call, object_id: str, entries: list[AuditEntry]) -> JSON:
    """One group that changed; None when nothing of it changed that was asked for."""
    item = call.store.get(GROUPS, object_id)
    if item is None:
        kept = call.store.get(deleted_groups.PATH, object_id)
        return {"id": object_id, "@removed": {"reason": "changed" if kept is not None else "deleted"}}
    if any(entry.before is None for entry in entries):  # it is new, or came back
        return _represent_group(call, item)
    select, members = _parse_select(call)
    names = {name for entry in entries for name in _changed_names(entry)}
    wanted = select or tuple(call.metadata.get("group").properties)
    touched = [name for name in wanted if name in names]
    joined = _changed_members(call, entries) if members else []
    if not touched and not joined:
        return None
    minimal = "return=minimal" in _preferences(call)
    chosen = tuple(touched) if minimal else select
    body = _properties(call, item, chosen) if touched or not minimal else {"id": item.id}
    return {**body, **({f"{MEMBERS}@delta": joined} if joined else {})}


def _changed_names(entry: AuditEntry) -> Iterable[str]:
    before, after = entry.before or {}, entry.after or {}
    return (name for name in {*before, *after} if name != MEMBERS and before.get(name) != after.get(name))


def _changed_members(call: Call, entries: list[AuditEntry]) -> list[JSON]:
    """Members that came or went, each as it stands now."""
    names = dict.fromkeys(
        str(one)
        for entry in entries
        for state in (entry.before, entry.after)
        for one in (state or {}).get(MEMBERS, ())
    )
    inside = dict(call.store.children(entries[0].object_id, deep=False))
    return [
        _represent_member(inside.get(name) or _member_collection(call, name), name, gone=name not in inside)
        for name in names
    ]


def _member_collection(call: Call, object_id: str) -> str:
    return next(
        (path for path in ("groups", "devices") if call.store.get(path, object_id) is not None), "users"
    )
