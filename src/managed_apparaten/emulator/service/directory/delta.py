"""`groups/delta`: all groups at first, and afterwards what changed since.

Reference: https://learn.microsoft.com/graph/api/group-delta and graph/delta-query-groups. The changes are
those of the tenant's own log: what a seed puts in belongs to the first round, and changes of members are
those by `members/$ref` or with a new group. The token of a link holds the position in the log; that it is
valid for as long as the tenant lives is chosen (Microsoft: seven days).
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
"""Query options of the function."""
LATEST = "latest"
"""The token that asks for a link without any groups, for changes from now on."""
TOKEN_FACTOR = 10**8
"""The token of a page holds the position in the log, times this factor, plus the position in the list."""
DEFAULT_PAGE_SIZE = 100
"""Groups on a page when the request names no size."""
MEMBERS = "members"


def read(call: Call, _: str, __: Mapping[str, str]) -> Reply:
    """Answer one page of the first round, which lists all groups, or of a later one, which lists changes."""
    token = call.query.raw.get("$deltatoken")
    _parse_select(call)  # refuses what a group does not have, whatever the token
    last_change = call.store.last_change()
    if token == LATEST:
        return _page(call, [], "@odata.deltaLink", {"$deltatoken": encode_token(last_change)})
    # First which part of the log this round covers, and where in its list the page starts.
    since = decode_token(token) if token is not None else None
    until, position = last_change, 0
    if call.query.skiptoken:
        until, position = divmod(call.query.skiptoken, TOKEN_FACTOR)
    if until > last_change or (since or 0) > last_change:
        raise errors.bad_request("Badly formed token.")
    # Then one object more than the page holds, to know whether there is a next page.
    size = _page_size(call)
    changes = None if since is None else islice(_list_changes(call, since, until), position, None)
    numbered = _list_groups(call, position) if changes is None else changes
    page = list(islice(numbered, size + 1))
    values = [body for _, body in page[:size]]
    if len(page) <= size:
        return _page(call, values, "@odata.deltaLink", {"$deltatoken": encode_token(until)})
    next_position = page[size - 1][0] if since is None else position + size
    tokens = {} if token is None else {"$deltatoken": token}
    tokens["$skiptoken"] = encode_token(until * TOKEN_FACTOR + next_position)
    return _page(call, values, "@odata.nextLink", tokens)


def _page(call: Call, values: list[JSON], link: str, tokens: Mapping[str, str]) -> Reply:
    """Return a page with its link, which carries the tokens and the $select of the request."""
    select = {"$select": call.query.raw["$select"]} if "$select" in call.query.raw else {}
    options = "&".join(f"{name}={quote(value, safe='')}" for name, value in {**select, **tokens}.items())
    address = f"{call.url.root}/{call.url.version}/{ROUTE}?{options}"
    return Reply(200, {"@odata.context": call.context(GROUPS), link: address, "value": values})


def _page_size(call: Call) -> int:
    """Return how many groups a page holds: `Prefer: odata.maxpagesize`, at most 999."""
    for preference in _preferences(call):
        if preference.startswith("odata.maxpagesize="):
            text = preference.partition("=")[2].strip()
            return max(1, min(int(text), 999)) if text.isdecimal() else DEFAULT_PAGE_SIZE
    return DEFAULT_PAGE_SIZE


def _preferences(call: Call) -> list[str]:
    """Return the preferences in the header `Prefer`, in lower case."""
    return [part.strip().lower() for part in (call.request.header("Prefer") or "").split(",")]


def _parse_select(call: Call) -> tuple[tuple[str, ...], bool]:
    """Return the properties in $select (none: all), and whether members are selected."""
    names = tuple(name for name in call.query.select if name != MEMBERS)
    group_type = call.metadata.get("group")
    spelled = {name.lower(): name for name in group_type.properties}
    for name in names:
        if name.lower() not in spelled:
            raise expansion.unknown_select(name, [group_type], "group")
    has_members = not call.query.select or MEMBERS in call.query.select
    return tuple(spelled[name.lower()] for name in names), has_members


def _list_groups(call: Call, after: int) -> Iterator[tuple[int, JSON]]:
    """Yield every group after a row of the store, with its row."""
    return ((item.row, _represent_group(call, item)) for item in call.store.objects((GROUPS,), after))


def _represent_group(call: Call, item: Stored) -> JSON:
    """Return a group with its selected properties and all its members."""
    select, has_members = _parse_select(call)
    body: dict[str, JSON] = {"id": item.id}
    if select or not call.query.select:
        body = _properties(call, item, select)
    members = call.store.children(item.id, deep=False) if has_members else []
    if members:
        body[f"{MEMBERS}@delta"] = [_represent_member(path, child) for child, path in members]
    return body


def _properties(call: Call, item: Stored, select: tuple[str, ...]) -> dict[str, JSON]:
    """Return the selected properties of a group; all of them without a selection."""
    return {
        **representation.represent_object(call, get_collection(GROUPS), item, select=select),
        "id": item.id,
    }


def _represent_member(collection: str, object_id: str, *, removed: bool = False) -> JSON:
    """Return a member of a group as a change shows it."""
    body: dict[str, JSON] = {
        "@odata.type": f"#microsoft.graph.{collection.removesuffix('s')}",
        "id": object_id,
    }
    return {**body, "@removed": {"reason": "deleted"}} if removed else body


def _list_changes(call: Call, since: int, until: int) -> Iterator[tuple[int, JSON]]:
    """Yield the groups that changed, in the order of their first change, each with the number of its last
    one.

    `since` and `until` are numbers of entries of the tenant's log.
    """
    entries_by_group: dict[str, list[AuditEntry]] = {}
    for entry in call.store.changes("group", since, until):
        entries_by_group.setdefault(entry.object_id, []).append(entry)
    for object_id, entries in entries_by_group.items():
        body = _represent_change(call, object_id, entries)
        if body is not None:
            yield entries[-1].seq, body


def _represent_change(call: Call, object_id: str, entries: list[AuditEntry]) -> JSON:
    """Return one group that changed; None when nothing of it changed that was selected."""
    item = call.store.get(GROUPS, object_id)
    if item is None:
        is_restorable = call.store.get(deleted_groups.PATH, object_id) is not None
        return {"id": object_id, "@removed": {"reason": "changed" if is_restorable else "deleted"}}
    if any(entry.before is None for entry in entries):  # the group is new, or was restored
        return _represent_group(call, item)
    select, has_members = _parse_select(call)
    all_changed = {name for entry in entries for name in _changed_names(entry)}
    selected = select or tuple(call.metadata.get("group").properties)
    changed = [name for name in selected if name in all_changed]
    members = _changed_members(call, entries) if has_members else []
    if not changed and not members:
        return None
    # With return=minimal only what changed is shown, else all selected properties.
    is_minimal = "return=minimal" in _preferences(call)
    body: dict[str, JSON] = {"id": item.id}
    if changed or not is_minimal:
        body = _properties(call, item, tuple(changed) if is_minimal else select)
    if members:
        body[f"{MEMBERS}@delta"] = members
    return body


def _changed_names(entry: AuditEntry) -> Iterable[str]:
    """Return the names of the properties that one change altered."""
    before, after = entry.before or {}, entry.after or {}
    return (name for name in {*before, *after} if name != MEMBERS and before.get(name) != after.get(name))


def _changed_members(call: Call, entries: list[AuditEntry]) -> list[JSON]:
    """Return the members that were added or removed, each as it is now: a member, or removed."""
    ids: dict[str, None] = {}
    for entry in entries:
        for state in (entry.before, entry.after):
            ids |= dict.fromkeys(str(member_id) for member_id in (state or {}).get(MEMBERS, ()))
    members = dict(call.store.children(entries[0].object_id, deep=False))
    return [
        _represent_member(
            members.get(member_id) or _member_collection(call, member_id),
            member_id,
            removed=member_id not in members,
        )
        for member_id in ids
    ]


def _member_collection(call: Call, object_id: str) -> str:
    """Return the collection of a former member."""
    return next(
        (path for path in ("groups", "devices") if call.store.get(path, object_id) is not None), "users"
    )
