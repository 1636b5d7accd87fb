"""Query options of one request: $select, $expand (nested), $filter, $orderby, $top, $count, $skiptoken.

Only parsing here; which collection supports what is in `served`. Reference:
https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from managed_apparaten.emulator.core import errors

KNOWN = (
    "$select",
    "$expand",
    "$filter",
    "$orderby",
    "$top",
    "$skip",
    "$count",
    "$skiptoken",
    "$search",
    "$format",
    "$id",
    "$deltatoken",
)
LAMBDAS = ("any", "all")
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
    cast: str = ""
    """The derived type that has it, as in `microsoft.graph.iosCompliancePolicy/assignments`; empty without a cast."""


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


def parse(options: dict[str, str], *, strict: bool = True, any_filter: bool = False) -> Query:
    """Parse; unknown or malformed system options are refused, other parameters are ignored as Graph does.

    `strict`: refuse an option without a value, and an empty name in a list (behaviour `empty-options-refused`). `any_filter`: pass over an
    empty `$filter` (behaviour `empty-filter-passed-over`).
    """
    raw = {_option(name): value for name, value in options.items()}
    unknown = [name for name in raw if name.startswith("$") and name not in KNOWN]
    if unknown:
        raise errors.unsupported_query(unknown[0], f"The query parameter '{unknown[0]}' is not supported.")
    if any_filter and not raw.get("$filter", "$").strip():
        del raw["$filter"]
    for name, value in raw.items():
        if strict and name.startswith("$") and not value.strip():
            raise errors.empty_option(name)
    return Query(
        _names(raw.get("$select", ""), strict=strict),
        parse_expand(raw.get("$expand", ""), strict=strict),
        raw.get("$filter"),
        _order(raw.get("$orderby", ""), strict=strict),
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


def parse_expand(text: str, depth: int = 0, *, strict: bool = True) -> tuple[Expand, ...]:
    """`a,b($select=x;$expand=c)`, or `microsoft.graph.derived/c`."""
    if depth > MAX_EXPAND_DEPTH:
        raise errors.unsupported_query("$expand", "The depth of $expand exceeds the limit.")
    found: list[Expand] = []
    for part in _listed(text, ",", "$expand", strict=strict):
        name, opened, inner = part.partition("(")
        if name.rpartition("/")[2].strip() in LAMBDAS and opened:
            raise errors.unsupported_query(
                "$expand", f"Syntax error at '{part}': a condition cannot be expanded."
            )
        if opened and not inner.endswith(")"):
            raise errors.unsupported_query("$expand", "Syntax error: unbalanced parentheses.")
        if opened and strict and not inner[:-1].strip():
            raise errors.unsupported_query(
                "$expand", f"Syntax error at '{part}': nothing stands between the parentheses."
            )
        options = _inner_options(inner[:-1], strict=strict)
        nested, levels = (
            parse_expand(options.get("$expand", ""), depth + 1, strict=strict),
            options.get("$levels", "1"),
        )
        number = MOST_LEVELS if levels == "max" else _number("$levels", levels)
        cast, bare = _cast(name.strip())
        found.append(Expand(bare, _names(options.get("$select", ""), strict=strict), nested, number, cast))
    return tuple(found)


def _inner_options(text: str, *, strict: bool) -> dict[str, str]:
    """What stands between the parentheses of an expanded property."""
    options = {}
    for item in _listed(text, ";", "$expand", strict=strict):
        name, equals, value = item.partition("=")
        name, value = name.strip(), value.strip()
        if not equals:
            raise errors.unsupported_query(
                "$expand", f"Syntax error at '{item}': an option with a value was expected."
            )
        if name not in ("$select", "$expand", "$levels"):
            raise errors.unsupported_query("$expand", f"The option '{name}' is not supported inside $expand.")
        if strict and not value:
            raise errors.empty_option(name)
        options[name] = value
    return options


def _cast(name: str) -> tuple[str, str]:
    """(derived type, property) of a name in $expand; no type when it does not begin with one."""
    first, _, rest = name.partition("/")
    prefix = next((one for one in ("microsoft.graph.", "graph.") if rest and first.startswith(one)), "")
    return (first.removeprefix(prefix), rest) if prefix else ("", name)


def _listed(text: str, separator: str, option: str, *, strict: bool) -> list[str]:
    """The items of a list; refuses an empty one between others, or at an end."""
    parts = split_outside(text, separator)
    if strict and text.strip() and not all(parts):
        raise errors.empty_item(option)
    return [part for part in parts if part]


def split_outside(text: str, separator: str) -> list[str]:
    """Split at a separator that is not inside parentheses or a quoted string."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, char in enumerate(text):
        if char == "'":
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if char == separator and depth == 0:
                parts.append(text[start:index])
                start = index + 1
    return [part.strip() for part in [*parts, text[start:]]]


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


def _names(text: str, *, strict: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_listed(text, ",", "$select", strict=strict)))


def _order(text: str, *, strict: bool) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in _listed(text, ",", "$orderby", strict=strict):
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
