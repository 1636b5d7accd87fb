"""Graph URLs: version, path segments with their keys, query options.

Graph takes a key as `/policies/{id}` or `/policies('{id}')`; both become a name followed by a key here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.metadata import VERSIONS

OPENED = re.compile(r"[A-Za-z_][\w.]*\(")
KEYED = re.compile(r"([A-Za-z_][\w.]*)\(((?:'[^']*'|[^'()])*)\)")
LITERAL = re.compile(r"'((?:[^']|'')*)'")
NEVER = re.compile(r"[\x00-\x1f\ud800-\udfff]")
ROOT = re.compile(r"https?://[^/?#]*")
BATCH = ("$batch",)
DEFAULT_ROOT = "https://graph.microsoft.com"


@dataclass(frozen=True, slots=True)
class Url:
    """A parsed request URL."""

    root: str
    """Scheme and host, to build next links with."""
    version: str
    segments: tuple[str, ...]
    """Decoded; keys in parentheses are split off as segments of their own."""
    options: dict[str, str]
    """Query options by name, `$` kept, decoded."""
    path: str
    """Path after the version, as sent."""


def parse(url: str) -> Url:
    """Take a URL apart; raises GraphError for what Graph's front door refuses."""
    if NEVER.search(url):
        raise errors.bad_request("Invalid characters in the request URL.")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise errors.bad_request("Invalid request URL.") from None
    root = f"{parts.scheme}://{parts.netloc}" if parts.scheme else DEFAULT_ROOT
    version, _, rest = parts.path.removeprefix("/").partition("/")
    if version not in VERSIONS:
        raise errors.bad_request(f"Invalid version: {version}")
    segments: list[str] = []
    for raw in rest.split("/"):
        segments += _segment(unquote(raw)) if raw else []
    return Url(root, version, tuple(segments), _options(parts.query), "/" + rest)


def is_batch(url: str) -> bool:
    """Whether a URL leads to `$batch`, in whatever way it is written."""
    try:
        return tuple(segment.lower() for segment in parse(url).segments) == BATCH
    except errors.GraphError:
        return False


def root(url: str) -> str:
    """Scheme and host of a URL, empty for a path."""
    found = ROOT.match(url)
    return found[0] if found else ""


def _segment(text: str) -> list[str]:
    keyed = KEYED.fullmatch(text)
    if keyed is None and OPENED.match(text):
        raise errors.query_syntax()
    if keyed is None:
        return [text]
    name, key = keyed.groups()
    literal = LITERAL.fullmatch(key)
    if literal is not None:
        return [name, literal[1].replace("''", "'")]
    if key.startswith("'"):
        raise errors.query_syntax()
    return [name, key] if key else [name]


def _options(query: str) -> dict[str, str]:
    """Split at `&` only: a `;` separates options inside $expand, and `+` is a space as browsers write it.

    A second `?` before the first option is passed over: IntuneCD 2.6.0 reads notification templates that way.
    """
    found: dict[str, str] = {}
    query = query.removeprefix("?")
    for pair in query.split("&") if query else []:
        name, _, value = pair.partition("=")
        name = unquote(name.replace("+", " "))
        if name in found:
            raise errors.unsupported_query(name, "Query options must not be repeated.")
        found[name] = unquote(value.replace("+", " "))
    return found
