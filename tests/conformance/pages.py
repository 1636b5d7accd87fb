"""Pages of the API reference (markdown of microsoft-graph-docs and its translations) -> the exchanges that they show.

A page shows a request block and, after it, a response block. What pages do to them is undone here: URLs and headers that go on over
several lines, comments, dots and commas at the end of a list, quotation marks of a translation. What stays unreadable is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.corpus import Example

BLOCK = re.compile(
    r"^[ \t>]*(`{3,}|~{3,})[ \t]*([\w-]*)[^\n]*\n(.*?)^[ \t>]*\1[ \t]*$", re.DOTALL | re.MULTILINE
)
HEADING = re.compile(r"^#{1,4}[ \t]+(.*)$", re.MULTILINE)
IN_EXAMPLES = re.compile(r"examples?\b|^request\b|^response\b|request\"|示例|请求|响应|例", re.IGNORECASE)
"""Headings under which a request without a host is an example rather than a template."""
TEMPLATES = re.compile(r"http[ -]request|http 请求", re.IGNORECASE)
REQUEST = re.compile(r"(GET|POST|PATCH|PUT|DELETE)\s+(\S.*)$")
STATUS = re.compile(r"HTTP/[\d.]+\s+(\d{3})")
HEADER = re.compile(r"([A-Za-z][\w-]*)\s*:\s*(.*)$")
GRAPH = re.compile(r"https?://graph\.microsoft\.com/")
PAGE = re.compile(r"(?:intune-[a-z0-9]+-)?([a-z0-9]+)-(.+)$")
LANGUAGES = frozenset({"", "http", "msgraph-interactive", "msgraph", "json"})
GIVEN_UP = object()
"""A body that is no JSON, whatever is tried."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The exchanges of a checkout, and those that cannot be read."""

    examples: tuple[Example, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request block, read."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


def of_checkout(root: Path) -> Pages:
    """Every page under `api-reference/<version>/api`."""
    found: list[Example] = []
    unreadable: list[str] = []
    for path in sorted(root.rglob("api-reference/*/api/*.md")):
        name = path.relative_to(root).as_posix()
        for number, exchange in enumerate(
            of_page(path.read_text("utf-8-sig"), path.stem, path.parent.parent.name, name), 1
        ):
            if isinstance(exchange, Example):
                found.append(exchange)
            else:
                unreadable.append(f"{name}, example {number}: {exchange}")
    return Pages(tuple(found), tuple(unreadable))


def of_page(text: str, stem: str, version: str, source: str) -> Iterator[Example | str]:
    """The exchanges of one page; a text where one cannot be read."""
    named = PAGE.fullmatch(stem)
    resource, operation = (named[1], named[2]) if named else (stem, "")
    asked: Request | None = None
    answered: tuple[int, Any] | None = None

    def closed() -> Iterator[Example | str]:
        if asked is None:
            return
        if GIVEN_UP in (asked.body, answered[1] if answered else None):
            yield f"{asked.method} {asked.url}: a body that is no JSON"
            return
        status, response = answered or (None, None)
        yield Example(
            version,
            resource,
            operation,
            asked.method,
            asked.url,
            asked.body,
            asked.headers,
            status,
            response,
            source,
        )

    for block in _blocks(text, version):
        if isinstance(block, Request):
            yield from closed()
            asked, answered = block, None
        elif asked is not None and answered is None:
            answered = block
    yield from closed()


def _blocks(text: str, version: str) -> Iterator[Request | tuple[int, Any]]:
    """Request blocks and response blocks, in their order."""
    text = text.replace("\r\n", "\n").replace("\u00a0", " ")
    headings = [(found.start(), found[1]) for found in HEADING.finditer(text)]
    for block in BLOCK.finditer(text):
        if block[2].lower() not in LANGUAGES:
            continue
        lines = [line.removeprefix(">").strip("\u200b") for line in block[3].strip("\n").split("\n")]
        while lines and not lines[0].strip():
            lines.pop(0)
        if not lines:
            continue
        if status := STATUS.match(lines[0].strip()):
            yield int(status[1]), _body(lines[1:])
            continue
        heading = next((title for start, title in reversed(headings) if start < block.start()), "")
        request = _request(lines, version, heading)
        if request:
            yield request


def _request(lines: list[str], version: str, heading: str) -> Request | None:
    """A request; None for a block that is none, or a template."""
    first = lines[0].strip()
    if GRAPH.match(first):
        first = f"GET {first}"
    found = REQUEST.match(first)
    if found is None:
        return None
    method, url = found[1], found[2].strip()
    rest = lines[1:]
    while rest and _goes_on(url, rest[0]):
        url += rest.pop(0).strip()
    url = re.sub(r"\s+HTTP/[\d.]+$", "", url).strip()
    if not GRAPH.match(url):
        if not url.startswith("/") or TEMPLATES.search(heading) or not IN_EXAMPLES.search(heading):
            return None
        url = f"https://graph.microsoft.com/{version}{url}"
    headers, rest = _headers(rest)
    return Request(method, url, headers, _body(rest))


def _goes_on(url: str, line: str) -> bool:
    """Whether a line belongs to the URL before it: an open bracket, or an option of its own line."""
    text = line.strip()
    if not text:
        return False
    if url.count("(") > url.count(")") or url.count("[") > url.count("]"):
        return True
    return bool(re.match(r"[?&]\$?\w+=|\$\w+=", text)) or (
        url.endswith(("?", "&", ",")) and not HEADER.match(text)
    )


def _headers(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Headers, those that are folded in one line, and the lines that follow them; some pages have an empty line before headers too."""
    headers: dict[str, str] = {}
    name = ""
    for index, line in enumerate(lines):
        if not line.strip():
            name = ""
            continue
        found = HEADER.match(line.strip())
        if name and line[:1] in " \t" and not found:
            headers[name] += f" {line.strip()}"
        elif found and not line.strip().startswith('"'):
            name = found[1]
            headers[name] = found[2].strip()
        else:
            return headers, lines[index:]
    return headers, []


def _body(lines: list[str]) -> Any:
    """JSON of a block, None when there is none."""
    _, rest = _headers(lines)
    text = "\n".join(rest).strip()
    if not text:
        return None
    for attempt in (text, repaired(text)):
        try:
            return json.loads(attempt)
        except json.JSONDecodeError:
            continue
    return text if re.fullmatch(r"[\w .-]+", text) else GIVEN_UP


def repaired(text: str) -> str:
    """JSON without what only a reader understands: comments, dots for what is left out, a comma before a bracket, curly quotes."""
    text = re.sub(r"[\u201c\u201d]", '"', text)
    text = re.sub(r"^\s*//.*$|(?<=[,{\[\]}0-9\"])\s*//.*$|/\*.*?\*/", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(\.\.\.|\u2026)\s*,?\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"([{\[,]\s*)\.\.\.(\s*[}\]])", r"\1\2", text)
    return re.sub(r",(\s*[}\]])", r"\1", text)
