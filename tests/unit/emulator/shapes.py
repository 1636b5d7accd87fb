"""What may stand in a recording of shapes, written apart from what makes one: a second opinion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

GUID = r"(?:00000000-0000-4000-8000-[0-9a-f]{12}|00000000-0000-0000-0000-0{12}|a[cd]a[cd]a[cd]a[cd]-[0-9a-f-]{27})"
"""A running number, or an id that means everybody, every device or nothing in each tenant."""
ID = rf"(?:[A-Z]_)?{GUID}(?:_{GUID})*(?:_\d+){{0,2}}(?:_(?:in|ex)cl)?"
VALUE = re.compile(rf"|\*{{4}}|scrubbed|\{{\}}|{ID}")
WORD = re.compile(r"[#A-Za-z_.0-9]+")
PUBLIC = r"(?:com\.apple|device_vendor|app_)[\w.]*"
"""Settings of the catalog that policies of the example lean on."""
SEGMENT = re.compile(rf"{ID}|[A-Za-z.]+|\$count|scrubbed|v1\.0|{PUBLIC}|")
LITERAL = re.compile(rf"scrubbed|{ID}|{PUBLIC}")
OPTION = re.compile(r"\$[A-Za-z]+=(?:page-\d+|\d+|scrubbed|[A-Za-z$.,;=()/' ]+)")


def leaks(line: bytes | str) -> list[str]:
    """All in a line of a recording that has none of the few forms that may be there."""
    found = json.loads(line)
    return (
        []
        if "format" in found
        else [*_in_path(found["request"]["path"]), *_in_body(found["response"]["body"], "")]
    )


def _in_body(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _in_body(item, "")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_body(inner, name)
    elif not isinstance(value, str):
        yield from () if value in (None, 0) else (str(value),)
    elif key.endswith("Link"):
        yield from _in_path(value.removeprefix("https://graph.microsoft.com"))
    elif not (
        VALUE.fullmatch(value) or ((key == "code" or key.endswith("@odata.type")) and WORD.fullmatch(value))
    ):
        yield value


def _in_path(path: str) -> Iterator[str]:
    base, _, query = unquote(path).partition("?")
    yield from (text for text in base.split("/") if not SEGMENT.fullmatch(text))
    yield from (text for text in re.findall(r"'([^']*)'", query) if not LITERAL.fullmatch(text))
    yield from (
        text for text in re.sub(r"'[^']*'", "''", query).split("&") if text and not OPTION.fullmatch(text)
    )
