"""Finds and reads the files of a policy directory, and trusts none of them.

A policy repository takes pull requests from strangers: a link must not read outside the directory, a pipe must not hang us and a
huge file must not fill the memory of a pipeline.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.lookalikes import describe_character
from managed_apparaten.core.span import Span
from managed_apparaten.policy import characters

MAX_BYTES = 1 << 20
MAX_FILES = 5_000
"""The example has a hundred; each role is compared with each other."""
_SUFFIXES = (".yaml", ".yml")
_NAMED_LIKE = re.compile(r"\.(ya?ml|yam|yalm|ymal|jaml|aml)(?![a-z0-9])[^/]*$", re.IGNORECASE)
_BEGINS_LIKE = re.compile(
    rb"(\s*#[^\n]*\n|\s*\n)*\s*kind:\s*[\"']?(Organisation|Role|Apps|Advisories|List|Exception)\b"
)
_BEGINNING = 4096
_MOST_ALIKE = 20
_BOM = b"\xef\xbb\xbf"
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class TooMany(Exception):
    """More files than `MAX_FILES`."""


@dataclass(frozen=True, slots=True)
class File:
    """A policy file: its path relative to the directory, what is in it, and what is wrong with it as a file."""

    path: str
    content: bytes | None
    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def top(file: str) -> Span:
    """The place of a problem that concerns a file as a whole."""
    return Span(file, 1, 1, 1, 1)


def _bad(path: str, code: str, **args: str) -> File:
    return File(path, None, None, (Diagnostic(code, span=top(path), args=args),))


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def plain(content: bytes) -> bytes:
    """The bytes of a file without a byte order mark and with lines that end as on Linux."""
    return content.removeprefix(_BOM).replace(b"\r\n", b"\n")


def _decode(path: str, content: bytes) -> File:
    body = content.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        readable = body[: error.start].decode("utf-8")
        place = characters.span_of(path, readable, len(readable))
        shown = body.decode("utf-8", "replace")
        return File(
            path,
            content,
            shown,
            (Diagnostic("POL105", span=place, args={"byte": f"0x{body[error.start]:02x}"}),),
        )
    faults = tuple(
        Diagnostic("POL106", span=span, args={"character": describe_character(c)})
        for span, c in characters.forbidden(path, text)
    )
    return File(path, content, text, faults)


def read(root: Path, path: str) -> File:
    """Read one file. Anything but a regular file of at most 1 MiB in UTF-8 gives a diagnostic instead of a text."""
    shown = _shown(path)
    if characters.FORBIDDEN.search(path):
        return _bad(shown, "POL122")
    try:
        handle = os.open(root / path, _FLAGS)
    except OSError as error:
        return _bad(shown, "POL103", reason=error.strerror or type(error).__name__)
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            return _bad(shown, "POL101")
        content = stream.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
    if status.st_size > MAX_BYTES or len(content) > MAX_BYTES:
        return _bad(shown, "POL102", size=str(status.st_size), limit=str(MAX_BYTES))
    return _decode(shown, content)


def _entries(root: Path, folders: Sequence[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    pending = list(folders)
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path + "/")
                else:
                    yield path, entry


def _leads_to_policy(path: str, entry: os.DirEntry[str]) -> bool:
    return path.lower().endswith(_SUFFIXES) or (entry.is_symlink() and entry.is_dir())


def find(root: Path, folders: Sequence[str] = ("",)) -> tuple[File, ...]:
    """Every policy file under a directory, or under these folders of it, each closed with a slash; sorted by path.

    Hidden files and other types are skipped, links are refused. Raises `TooMany` before it reads any.
    """
    found = list(
        islice(
            ((path, entry) for path, entry in _entries(root, folders) if _leads_to_policy(path, entry)),
            MAX_FILES + 1,
        )
    )
    if len(found) > MAX_FILES:
        raise TooMany
    found.sort(key=lambda one: one[0])
    return tuple(
        _bad(_shown(path), "POL101") if not entry.is_file(follow_symlinks=False) else read(root, path)
        for path, entry in found
    )


def alike(root: Path, folders: Sequence[str] = ("",)) -> tuple[str, ...]:
    """Files that are not read and look like policy by their name or by how they begin, sorted; at most twenty.

    An editor's copy, a file that Windows gave a second ending, a name with a slip: somebody may think that it is in force.
    """
    others = ((path, entry) for path, entry in _entries(root, folders) if not _leads_to_policy(path, entry))
    found = sorted(
        path
        for path, entry in islice(others, MAX_FILES)
        if _NAMED_LIKE.search(path) or _begins_like(root / path, entry)
    )
    return tuple(_shown(path) for path in found[:_MOST_ALIKE])


def _begins_like(path: Path, entry: os.DirEntry[str]) -> bool:
    if not entry.is_file(follow_symlinks=False):
        return False
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            return bool(_BEGINS_LIKE.match(stream.read(_BEGINNING).removeprefix(_BOM)))
    except OSError:
        return False
