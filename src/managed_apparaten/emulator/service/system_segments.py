"""Checks path segments that begin with a dollar sign, and unpacks keys that are written with a name.

`$count`, `$ref` and `$value` end a path; no object has such a key. Reference: OData 4.01 URL conventions,
sections 4.4 to 4.8.
"""

from __future__ import annotations

import re

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service import operations
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection

ENDINGS = ("$count", "$ref", "$value")
"""The segments with a dollar sign that Graph has."""
NAMED_KEY = re.compile(r"(\w+)=(?:'((?:[^']|'')*)'|[^',=]*)(,.*)?")
"""A key with its name, such as `id='...'`, perhaps followed by other keys."""


def check(call: Call) -> None:
    """Refuse a segment with a dollar sign that Graph does not have, and one of its own that does not end the
    path.
    """
    path = call.url.segments
    if path == ("$metadata",):
        raise errors.not_served("the metadata document")
    for number, segment in enumerate(path):
        if not segment.startswith("$"):
            continue
        if segment not in ENDINGS or number == 0:
            raise errors.unknown_segment(segment)
        if number < len(path) - 1:
            raise errors.not_last(segment)


def with_bare_key(call: Call, collection: Collection, segments: tuple[str, ...]) -> tuple[str, ...]:
    """Return the segments behind a collection with `id='...'` written as the key alone.

    Refuses an ending that a collection does not have, and a path that goes on behind a function of the
    collection.
    """
    if not segments:
        return segments
    name = collection.path.rpartition("/")[2]
    if segments[0] == "$value":
        raise errors.collection_segment(name)
    if segments[0] == "$ref":
        raise errors.unknown_segment(segments[0])
    if segments[0] == "$count" and call.request.method != "GET":
        raise errors.method_not_allowed()
    if len(segments) > 1 and operations.is_function(
        collection.path, function := segments[0].removeprefix("microsoft.graph.")
    ):
        raise errors.not_served(f"what follows '{function}' of /{collection.path}")
    return (_key(collection, segments[0]), *segments[1:])


def _key(collection: Collection, text: str) -> str:
    """Return the key in a segment; refuse as not served the other keys by which Graph finds objects."""
    parsed_key = NAMED_KEY.fullmatch(text)
    if parsed_key is None:
        return text
    name, value, more = parsed_key.groups()
    if name != "id" or value is None or more:
        raise errors.not_served(f"a key of /{collection.path} other than its id")
    return str(value).replace("''", "'")
