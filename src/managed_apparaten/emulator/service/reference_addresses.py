"""Reads the addresses that name the object to refer to: `@odata.id` and `name@odata.bind` in a body, `$id` in
a URL.

Graph's pages show an absolute address of Graph, such as
`https://graph.microsoft.com/v1.0/directoryObjects/{id}` or `.../users('{id}')`. With the behaviour
`reference-address-checked` anything else is refused; without it, the end of any text is taken as an id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.odata.metadata import Navigation, load
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
"""Names in addresses by their lower case, as the metadata spells them."""


@dataclass(frozen=True, slots=True)
class ReferenceAddress:
    """The object that an address names."""

    path: str
    """Path of the collection, without keys; empty when addresses are not checked."""
    id: str
    type: str = ""
    """Declared type of the objects in the collection; empty for `directoryObjects`, and when addresses are
    not checked."""


def parse(call: Call, text: str, *, bound: str = "") -> ReferenceAddress:
    """Return what an address names; raise GraphError for one that leads to no object of this tenant's Graph.

    `bound` is the property that a body binds to the address, for the text of the error.
    """
    if not call.on("reference-address-checked"):
        return ReferenceAddress("", _last_id(text))
    refusal = errors.invalid_reference(bound)
    try:
        parts = urlsplit(text)
        root = f"{parts.scheme}://{parts.netloc}".lower()
        is_graph = root in (urls.DEFAULT_ROOT, call.url.root.lower())
        url = urls.parse(text) if is_graph and not parts.query and not parts.fragment else None
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
    address = _walk_address(url)
    if address is not None:
        return address
    if url.segments[0] == DIRECTORY_OBJECTS or _find_collection(url) is not None:
        raise refusal
    if is_graph_path(url.version, url.segments):
        raise errors.not_served(f"a reference to {url.path}")
    raise errors.unknown_segment(url.segments[0])


def _find_collection(url: urls.Url) -> tuple[str, str] | None:
    """Return the path and type of the collection at the start of an address; None when there is none."""
    collection = find_leading_collection(url.segments)
    longest = min(len(url.segments), 4)
    for length in range(2, longest + 1):
        collection = collection or collection_from_metadata(url.version, url.segments[:length])
    return None if collection is None else (collection.path, collection.type)


def _walk_address(url: urls.Url) -> ReferenceAddress | None:
    """Return the object at the end of an address, or None when it leads to no object.

    An address is a collection and a key, and behind them any number of lists of the object, each with a key
    in it.
    """
    metadata, start = load(url.version), _find_collection(url)
    if start is None or metadata.find(start[1]) is None:
        return None
    path, type_name = start
    key, *following = url.segments[path.count("/") + 1 :] or ("",)
    while key and following:
        nav, *following = following
        declared = _find_navigation(url.version, type_name, nav)
        if declared is None or not declared.collection or not following:
            return None
        path, type_name = f"{path}/{nav}", declared.type
        key, *following = following
    return ReferenceAddress(path, key, type_name) if key else None


def _find_navigation(version: str, type_name: str, nav: str) -> Navigation | None:
    """Return the declaration of a navigation property of a type, or of the first derived type that has it."""
    metadata = load(version)
    for name in _list_derived(version, type_name):
        if nav in metadata.get(name).navigation:
            return metadata.get(name).navigation[nav]
    return None


def _list_derived(version: str, kind: str) -> list[str]:
    """Return a type and the types that derive from it."""
    metadata = load(version)
    return [kind, *(name for name in metadata.names() if name != kind and metadata.is_a(name, kind))]


def _last_id(text: str) -> str:
    """Return the id at the end of an address: `.../users/{id}` or `.../users('{id}')`."""
    return text.rstrip("/").rsplit("/", 1)[-1].rsplit("('", 1)[-1].removesuffix("')")
