"""A small canary campaign, and proof that it would see a leak: in each encoding, with each redactor off."""

from __future__ import annotations

import base64
import gzip
import html
import json
import logging
import quopri
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.campaigns.canaries import NAMES, VALUES
from tests.campaigns.canary import COMMANDS, Tally, Town, in_process, looker, told, town, world
from tests.campaigns.canary_https import line
from tests.campaigns.faults import NOTHING, Wrong, wrongs
from tests.campaigns.heard import heard
from tests.campaigns.searcher import MARK, Searcher, planted

from managed_apparaten.graph import failures, observe, quiet
from managed_apparaten.graph.scrub import scrubbed

SMALL = {
    NOTHING: tuple(name for name in COMMANDS if name != "apply, two organisations"),
    Wrong("said", "header"): ("plan", "doctor", "apply"),
    Wrong("said", "approval", once=True): ("apply",),
    Wrong("F5", "html"): ("plan", "snapshot"),
}
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "upper case": lambda text: text.upper().encode(),
    "half of it": lambda text: text[:24].encode(),
    "the other half": lambda text: text[-24:].encode(),
    "base64 at 0": lambda text: base64.b64encode(text.encode()),
    "base64 at 1": lambda text: base64.b64encode(b"?" + text.encode()),
    "base64 at 2": lambda text: base64.urlsafe_b64encode(b"~~" + text.encode()),
    "base64 of half": lambda text: base64.b64encode(text.encode())[:28],
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "JSON": lambda text: "".join(f"\\u{ord(char):04x}" for char in text).encode(),
    "escapes": lambda text: "".join(f"\\x{ord(char):02x}" for char in text).encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "reversed": lambda text: text[::-1].encode(),
    "entities": lambda text: "".join(f"&#{ord(char)};" for char in text).encode(),
    "quoted-printable": lambda text: "".join(f"={ord(char):02X}" for char in text).encode(),
    "gzip": lambda text: b"head" + gzip.compress(text.encode()),
    "wrapped": lambda text: "\n  ".join(text[at : at + 5] for at in range(0, len(text), 5)).encode(),
    "base64 of hex in JSON": lambda text: json.dumps({"a": base64.b64encode(text.encode()).decode()}).encode(),
}


def test_there_are_more_than_twenty_canaries_and_each_is_another() -> None:
    assert len(NAMES) >= 20
    assert len(set(VALUES.values())) == len(NAMES)
    assert all(value[:24].startswith(MARK) and MARK in value[-24:] for value in VALUES.values())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_canary_is_seen_in_each_encoding(encoding: str) -> None:
    data = b"before " + ENCODINGS[encoding](planted(7)) + b" after"
    assert Searcher().search("here", data)


def test_a_key_that_was_made_up_on_the_way_is_seen_too() -> None:
    assert Searcher(always=["MIIEvQIBADANBgkqhkiG9w0B"]).search("here", b"key MIIEvQIBADANBgkqhkiG9w0BAQEFAASC")


def test_what_is_no_canary_is_not_seen() -> None:
    harmless = [quote("kana rie &=+"), html.escape("<b>"), quopri.encodestring(b"a=b").decode(), base64.b64encode(bytes(99)).decode()]
    assert not Searcher().search("here", " ".join(harmless).encode())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Path]]:
    folder = tmp_path_factory.mktemp("canary")
    with pytest.MonkeyPatch.context() as patch, world(patch), town(folder) as found:
        yield found, folder


def test_the_whole_matrix_has_every_fault_that_can_be_injected() -> None:
    assert {f"F{number}" for number in range(1, 41)} - {wrong.name for wrong in wrongs()} == {
        "F14", "F23", "F24", "F30", "F31", "F32", "F33", "F34", "F35"
    }  # fmt: skip


def test_nothing_planted_leaves_a_command_in_process(place: tuple[Town, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally()
    in_process(place[0], tmp_path, looker(tally, Searcher()), SMALL, monkeypatch)
    assert not tally.leaks, told(tally)
    assert len(tally.runs) == len(COMMANDS) - 1
    assert tally.combinations > 700


def leaks(place: tuple[Town, Path], folder: Path, wrong: Wrong) -> str:
    """What stands in what `plan` leaves behind over HTTPS."""
    tally, searcher, left = Tally(), Searcher(), folder / f"left-{wrong.name}-{wrong.form}"
    left.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, line(place[0], folder, searcher, patch) as there:
        there.town.again(wrong)
        options = ["--policies", str(there.town.policies), "--state", str(left / "state"), "--date", "2026-11-21", "--lang", "en"]
        with there.signed_in("secret"):
            said = heard([*options, "--tenant", there.server.url, "plan", "-o", str(left / "plan.json")], left)
    looker(tally, searcher)("plan", str(wrong), said)
    return told(tally)


@pytest.mark.parametrize("form", ["header", "redirect"])
def test_nothing_planted_leaves_a_command_over_https(place: tuple[Town, Path], tmp_path: Path, form: str) -> None:
    assert leaks(place, tmp_path, Wrong("said", form)) == ""


def test_with_a_redactor_off_the_campaign_sees_it(place: tuple[Town, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written by others, what a service repeats, and what libraries log."""
    with monkeypatch.context() as patch:
        patch.setattr(observe, "concealed", lambda _kind, body: dict(body))
        assert "plan.json" in leaks(place, tmp_path, NOTHING)
    with monkeypatch.context() as patch:
        patch.setattr(failures, "scrubbed", lambda text: text)
        assert "stderr" in leaks(place, tmp_path, Wrong("said", "secret"))
    with monkeypatch.context() as patch:
        patch.setattr(quiet, "hushed", lambda _packages: None)
        for name in [*quiet.LATE, *logging.root.manager.loggerDict]:
            patch.setattr(logging.getLogger(name), "filters", [])
        assert "logging" in leaks(place, tmp_path, Wrong("said", "redirect"))


def test_scrubbing_leaves_a_sentence_as_it_was() -> None:
    for text in (
        "The property 'passcodeRequired' does not exist",
        "device_vendor_msft_policy_config_desktopappinstaller_enableappinstaller",
    ):
        assert scrubbed(text) == text
