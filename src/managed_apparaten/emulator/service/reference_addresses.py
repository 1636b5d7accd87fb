"""Addresses that say which object to refer to: `@odata.id` and `name@odata.bind` in a body, `$id` in a URL.

Graph's pages show an absolute address of Graph, such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}` or `.../users('{id}')`.
Behaviour `reference-address-checked`: anything else is refused, where its absence takes what stands at the end of any text as an id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import (
    COLLECTIONS,
    collection_from_metadata,
    find_leading_collection,
    is_graph_path,
)

DIRECTORY_OBJECTS = "directoryObjects"
"""The collection of all objects of the directory."""
_SPELLED = {
    name.lower(): name
    for name in (DIRECTORY_OBJECTS, *(part for item in COLLECTIONS for part in item.path.split("/")))
}


@dataclass(frozen=True, slots=True)
class ReferenceAddress:
    """What an address names."""

    path: str
    """The collection, without the keys on the way; empty when addresses are not checked."""
    id: str
    type: str = ""
    """The declared type of the collection's objects; empty when it says nothing of them."""


def parse(call: Call, text: str, *, bound: str = "") -> ReferenceAddress:
    """Read an address; raises GraphError for one that leads to no object of this tenant's Graph.

    `bound`: the property that a body binds to the address.
    """
    if not call.on("reference-address-checked"):
        return ReferenceAddress("", _last_id(text))
    refusal = errors.invalid_reference(bound)
    try:
        parts = urlsplit(text)
        root = f"{parts.scheme}://{parts.netloc}".lower()
        known = root in (urls.DEFAULT_ROOT, call.url.root.lower()) and not parts.query and not parts.fragment
        url = urls.parse(text) if known else None
    except (ValueError, errors.GraphError):
        raise refusal from None
    if (
        url is None
        or not url.segments
        or any(not segment or segment.startswith("$") for segment in url.segments)
    ):
        raise refusal
    if call.on("path-names-in-any-case"):
        url = replace(url, segments=tuple(_SPELLED.get(segment.lower(), segment) for segment in url.segments))
    if url.segments[0] == DIRECTORY_OBJECTS and len(url.segments) == 2:
        return ReferenceAddress(DIRECTORY_OBJECTS, url.segments[1])
    found = _walk_address(url)
    if found is not None:
        return found
    if url.segments[0] == DIRECTORY_OBJECTS or _find_collection(url) is not None:
        raise refusal
    if is_graph_path(url.version, url.segments):
        raise errors.not_served(f"a reference to {url.path}")
    raise errors.unknown_segment(url.segments[0])


def _find_collection(url: urls.Url) -> tuple[str, str] | None:
    """(path, type) of the collection at the start of an address."""
    starts = (
        collection_from_metadata(url.version, url.segments[:length])
        for length in range(2, min(len(url.segments), 4) + 1)
    )
    found = find_leading_collection(url.segments) or next((one for one in starts if one is not None), None)
    return None if found is None else (found.path, found.type)


def _walk_address(url: urls.Url) -> ReferenceAddress | None:
    """The object at the end of an address: a key behind a collection, and behind it perhaps a list of that object and a key in it."""
    metadata, start = load(url.version), _find_collection(url)
    if start is None or metadata.find(start[1]) is None:
        return None
    path, kind = start
    key, *rest = url.segments[path.count("/") + 1 :] or ("",)
    while key and rest:
        nav, *rest = rest
        owner = next(
            (name for name in _list_derived(url.version, kind) if nav in metadata.get(name).navigation), None
        )
        declared = metadata.get(owner).navigation[nav] if owner is not None else None
        if declared is None or not declared.collection or not rest:
            return None
        path, kind = f"{path}/{nav}", declared.type
        key, *rest = rest
    return ReferenceAddress(path, key, kind) if key else None


def _list_derived(version: str, kind: str) -> list[str]:
    """A type and those that derive from it."""
    metadata = load(version)
    return [kind, *(name for name in metadata.names() if name != kind and metadata.is_a(name, kind))]


def _last_id(text: str) -> str:
    """The id at the end of an address: `.../users/{id}` or `.../users('{id}')`."""
    return text.rstrip("/").rsplit("/", 1)[-1].rsplit("('", 1)[-1].removesuffix("')")
