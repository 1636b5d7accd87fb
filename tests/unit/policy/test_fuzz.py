"""Spoilt copies of the example: whatever is done to a file, the loader answers with diagnostics that have a place."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from managed_apparaten.messages import render
from managed_apparaten.policy.load import load

EXAMPLE = Path(__file__).resolve().parents[3] / "policies"
FILES = [
    "organisation.yaml", "roles/college.yaml", "roles/byod.yaml", "exceptions/2026-014.yaml", "exceptions/2026-009.yaml",
    "catalogue/apps/bytedance.yaml", "catalogue/apps/xiaomi.yaml", "catalogue/advisories.yaml", "lists/reizen.yaml", "lists/nieuws.yaml",
]  # fmt: skip
WORDS = [
    b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"!!int ", b"|\n", b">", b"'", b'"', b"\t", b"\n", b"\0", b"\xff", b"\xe2\x80\xae",
    b"#", b"~", b"null", b"no", b"1", b"-1", b"1e9", b".nan", b"true", b"{}", b"[]", b"<<: ", b"? ", b"---\n", b"%",
    b"@", b"2026-02-30", b"kind: Role\n",
    b"\xc3\xa9", b"\r", b"[" * 70, b"x" * 3000, b"99999999999999999999", b"{a: {a: {a: {}}}}", b"\xed\xa0\x80",
    b"0001-01-01", b"id: tiktok",
]  # fmt: skip
Mutation = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def insert(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.choice(WORDS) + content[at:]


def replace_value(chance: random.Random, content: bytes) -> bytes:
    at = content.find(b": ", chance.randrange(len(content)))
    if at < 0:
        return insert(chance, content)
    ends = [end for end in (content.find(stop, at + 2) for stop in (b"\n", b", ", b"}")) if end > 0]
    return content[: at + 2] + chance.choice(WORDS) + content[min(ends, default=len(content)) :]


def cut(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 200) :]


def swap_lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def repeat_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def indent(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = b"  " + lines[at] if chance.random() < 0.5 else lines[at].lstrip()
    return b"\n".join(lines)


MUTATIONS: list[Mutation] = [flip, insert, replace_value, cut, swap_lines, repeat_line, indent]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("policies")
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((EXAMPLE / name).read_bytes())
    return root


@pytest.mark.parametrize("seed", range(20))
def test_no_spoilt_file_raises_and_every_error_has_a_place(example: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        name = chance.choice(FILES)
        sound = (EXAMPLE / name).read_bytes()
        spoilt = sound
        for _ in range(chance.randrange(1, 4)):
            spoilt = chance.choice(MUTATIONS)(chance, spoilt) or sound
        (example / name).write_bytes(spoilt)
        for diagnostic in load(example).diagnostics:
            assert diagnostic.span is not None, diagnostic
            assert diagnostic.span.file
            assert min(diagnostic.span.line, diagnostic.span.col) >= 1
            assert render(diagnostic.code, "nl", diagnostic.args)
        (example / name).write_bytes(sound)
