"""Query options of one request: $select, $expand (nested), $filter, $orderby, $top, $count, $skiptoken.

Only parsing here; which collection supports what is in `served`. Reference:
https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from . import errors

KNOWN = ("$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$search", "$format", "$id", "$deltatoken")
MAX_EXPAND_DEPTH = 3
MOST_LEVELS = 1000
"""What `$levels=max` stands for: more than any chain of managers has here."""


@dataclass(frozen=True, slots=True)
class Expand:
    """One expanded navigation property with its own options."""

    name: str
    select: tuple[str, ...] = ()
    nested: tuple[Expand, ...] = ()
    levels: int = 1
    """How often a property that leads to its own type is expanded in turn."""


@dataclass(frozen=True, slots=True)
class Query:
    """The parsed options; absent ones are empty or None."""

    select: tuple[str, ...] = ()
    expand: tuple[Expand, ...] = ()
    filter: str | None = None
    orderby: tuple[tuple[str, bool], ...] = ()
    """(property, descending)."""
    top: int | None = None
    count: bool = False
    skip: int = 0
    """How many objects to pass over, which few collections support."""
    skiptoken: int = 0
    """Where the page starts: the row (or, with an order, the offset) of the last item given."""
    search: str | None = None
    raw: dict[str, str] = field(default_factory=dict)


def parse(options: dict[str, str]) -> Query:
    """Parse; unknown or malformed system options are refused, other parameters are ignored as Graph does."""
    raw = {_option(name): value for name, value in options.items()}
    unknown = [name for name in raw if name.startswith("$") and name not in KNOWN]
    if unknown:
        raise errors.unsupported_query(unknown[0], f"The query parameter '{unknown[0]}' is not supported.")
    return Query(
        _names(raw.get("$select", "")),
        parse_expand(raw.get("$expand", "")),
        raw.get("$filter"),
        _order(raw.get("$orderby", "")),
        _number("$top", raw["$top"]) if "$top" in raw else None,
        _boolean("$count", raw.get("$count", "false")),
        _number("$skip", raw["$skip"], least=0) if "$skip" in raw else 0,
        decode_token(raw["$skiptoken"]) if "$skiptoken" in raw else 0,
        raw.get("$search"),
        raw,
    )


def _option(name: str) -> str:
    """The name as KNOWN spells it: case does not count and the `$` may be absent (learn.microsoft.com/graph/query-parameters)."""
    folded = "$" + name.removeprefix("$").lower()
    return folded if folded in KNOWN else name


def parse_expand(text: str, depth: int = 0) -> tuple[Expand, ...]:
    """`a,b($select=x;$expand=c)`."""
    if depth > MAX_EXPAND_DEPTH:
        raise errors.unsupported_query("$expand", "The depth of $expand exceeds the limit.")
    found: list[Expand] = []
    for part in split_outside(text, ","):
        name, _, inner = part.partition("(")
        if inner and not inner.endswith(")"):
            raise errors.unsupported_query("$expand", "Syntax error: unbalanced parentheses.")
        options = dict(_pair(item) for item in split_outside(inner[:-1], ";")) if inner else {}
        unknown = [key for key in options if key not in ("$select", "$expand", "$levels")]
        if unknown:
            raise errors.unsupported_query("$expand", f"The option '{unknown[0]}' is not supported inside $expand.")
        nested, levels = parse_expand(options.get("$expand", ""), depth + 1), options.get("$levels", "1")
        number = MOST_LEVELS if levels == "max" else _number("$levels", levels)
        found.append(Expand(name.strip(), _names(options.get("$select", "")), nested, number))
    return tuple(found)


def split_outside(text: str, separator: str) -> list[str]:
    """Split at a separator that is not inside parentheses or a quoted string; blanks are dropped."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, char in enumerate(text):
        if char == "'":
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if char == separator and depth == 0:
                parts.append(text[start:index])
                start = index + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def encode_token(position: int) -> str:
    """An opaque $skiptoken."""
    return base64.urlsafe_b64encode(f"p{position}".encode()).decode().rstrip("=")


def decode_token(text: str) -> int:
    """The position inside our own token; anything else is refused."""
    text = text.removeprefix("[cosmosdb]")
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        plain = ""
    if not plain.startswith("p") or not plain[1:].isascii() or not plain[1:].isdigit() or len(plain) > 18:
        raise errors.bad_request("Skip token is not valid.")
    return int(plain[1:])


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in split_outside(text, ","):
        name, _, direction = part.partition(" ")
        if direction.strip() not in ("", "asc", "desc"):
            raise errors.unsupported_query("$orderby", f"Syntax error at '{direction}'.")
        found.append((name, direction.strip() == "desc"))
    return tuple(found)


def _number(name: str, text: str, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < least:
        raise errors.unsupported_query(name, f"Invalid value '{text}' for {name} query option found.")
    return int(text)


def _boolean(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise errors.unsupported_query(name, f"Invalid value '{text}' for {name} query option found.")
    return text == "true"
