"""Segments that begin with a dollar sign, and keys with a name: where they stand in a path, and what is refused.

`$count`, `$ref` and `$value` end a path; no object has such a key. Reference: OData 4.01 URL conventions, sections 4.4 to 4.8.
"""

from __future__ import annotations

import re

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service import operations
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection

ENDINGS = ("$count", "$ref", "$value")
NAMED_KEY = re.compile(r"(\w+)=(?:'((?:[^']|'')*)'|[^',=]*)(,.*)?")


def check(call: Call) -> None:
    """Refuse a segment with a dollar sign that Graph does not have, and one of those that end a path with something behind it."""
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


def with_bare_key(call: Call, collection: Collection, rest: tuple[str, ...]) -> tuple[str, ...]:
    """What follows a collection, with the key bare; refuses an ending that a collection does not have, and what stands for no key."""
    if not rest:
        return rest
    name = collection.path.rpartition("/")[2]
    if rest[0] == "$value":
        raise errors.collection_segment(name)
    if rest[0] == "$ref":
        raise errors.unknown_segment(rest[0])
    if rest[0] == "$count" and call.request.method != "GET":
        raise errors.method_not_allowed()
    if len(rest) > 1 and operations.is_function(
        collection.path, function := rest[0].removeprefix("microsoft.graph.")
    ):
        raise errors.not_served(f"what follows '{function}' of /{collection.path}")
    return (_key(collection, rest[0]), *rest[1:])


def _key(collection: Collection, text: str) -> str:
    """The key that stands as `id='...'`; Graph's other keys are not served."""
    named = NAMED_KEY.fullmatch(text)
    if named is None:
        return text
    name, value, more = named.groups()
    if name != "id" or value is None or more:
        raise errors.not_served(f"a key of /{collection.path} other than its id")
    return str(value).replace("''", "'")
