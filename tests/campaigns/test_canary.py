"""A small canary campaign, and proof that it would see a leak: in each encoding, in each place, with each redactor off."""

from __future__ import annotations

import base64
import gzip
import html
import json
import logging
import quopri
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from opentelemetry import trace
from tests.campaigns import heard as hearing
from tests.campaigns.canaries import NAMES, VALUES
from tests.campaigns.canary import COMMANDS, Town, expected, in_process, town, world
from tests.campaigns.canary_https import HTTPS, MODES, line
from tests.campaigns.faults import NOTHING, Wrong, wrongs
from tests.campaigns.heard import heard
from tests.campaigns.searcher import MARK, Searcher, planted
from tests.campaigns.tally import Tally, looker

from managed_apparaten.graph import log_silencing
from managed_apparaten.graph.http import error_body
from managed_apparaten.graph.read import observe
from managed_apparaten.graph.redaction import redact

SMALL = {
    NOTHING: tuple(name for name in COMMANDS if name != "apply, two organisations"),
    Wrong("said", "header"): ("plan", "doctor", "apply"),
    Wrong("said", "approval", once=True): ("apply",),
    Wrong("F5", "html"): ("plan", "snapshot"),
    Wrong("ours", "reading"): ("plan",),
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
    "base64 of hex in JSON": lambda text: json.dumps(
        {"a": base64.b64encode(text.encode()).decode()}
    ).encode(),
}


def test_there_are_more_than_twenty_canaries_and_each_is_another() -> None:
    assert len(NAMES) >= 20
    assert len(set(VALUES.values())) == len(NAMES)
    assert all(value[:24].startswith(MARK) and MARK in value[-24:] for value in VALUES.values())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_canary_is_seen_in_each_encoding(encoding: str) -> None:
    data = b"before " + ENCODINGS[encoding](planted(7)) + b" after"
    assert Searcher().search("here", data)


TALKERS = (
    "azure.identity",
    "azure.core",
    "msal.token_cache",
    "httpx",
    "httpcore",
    "urllib3",
    "requests",
    "another",
)


def _spanned(value: str) -> None:
    with trace.get_tracer("test").start_as_current_span("span") as span:
        span.set_attribute("http.url", value)


def _recorded(value: str) -> None:
    with trace.get_tracer("test").start_as_current_span("span") as span:
        span.record_exception(ValueError(value))


def _logged(name: str) -> Callable[[str], object]:
    return lambda value: logging.getLogger(name).debug("said %s", {"header": value})


def _crashed(value: str) -> None:
    try:
        raise ValueError(value)
    except ValueError as problem:
        raise ZeroDivisionError("of ours") from problem


def _packed(value: str) -> None:
    with gzip.open("kept.gz", "wb") as file:
        file.write(value.encode("utf-16"))


def _written(value: str) -> None:
    Path("deep").mkdir()
    Path("deep", "journal.jsonl").write_text(value)
    with tempfile.TemporaryFile("w") as file:
        file.write("gone again")


def _beside(value: str) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(value)


PLACES: dict[str, tuple[str, Callable[[str], object]]] = {
    "output": ("stdout", print),
    "errors": ("stderr", lambda value: sys.stderr.write(value)),
    **{f"log of {name}": ("logging", _logged(name)) for name in TALKERS},
    "traceback in a log": ("logging", lambda value: logging.getLogger("x").debug("no", exc_info=ValueError(value))),
    "warning": ("warnings", lambda value: warnings.warn(value, stacklevel=1)),
    "attribute of a span": ("spans", _spanned),
    "exception of a span": ("spans", _recorded),
    "traceback, in what it came from": ("stderr", _crashed),
    "file": ("file", _written),
    "packed file": ("file", _packed),
    "temporary file": ("file", _beside),
    "home": ("file", lambda value: Path.home().joinpath(".cache").write_text(value)),
    "name of a file": ("names of files", lambda value: Path(f"plan-{value}").touch()),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_leak_is_seen_in_each_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where, leak = PLACES[name]
    monkeypatch.setenv("APPARATEN_DEBUG", "1")
    for value, found in (("nothing of anybody", set[str]()), (VALUES["client secret"], {where})):
        folder, tally = tmp_path / value, Tally()
        folder.mkdir()
        monkeypatch.setattr(hearing, "run", lambda arguments: leak(arguments[0]))
        looker(tally, Searcher())("plan", "nothing at all", heard([value], folder))
        assert {
            seen.where if seen.where == where else seen.where.partition(" ")[0] for _, _, seen in tally.leaks
        } == found


def test_the_whole_matrix_has_every_command_and_every_sign_in_with_every_fault() -> None:
    """And says so when one was not run."""
    faults = wrongs()
    pairs = expected(faults)
    for wrong in faults:
        assert wrong.once or {name for name, under in pairs if under == str(wrong)} == {
            *COMMANDS, *MODES, *(f"{name} over HTTPS" for name in HTTPS),
        }  # fmt: skip
    assert len(HTTPS) == len(MODES)


def test_a_run_that_fails_with_nothing_wrong_is_told() -> None:
    tally = Tally()
    look = looker(tally, Searcher())
    look("plan", "nothing", {"exit code": b"2"})
    look("apply", "nothing", {"exit code": b"1", "stderr": b"no such option"}, "github")
    look("apply", "F3 503", {"exit code": b"3"})
    assert tally.failed == ["apply github: no such option"]


def test_a_key_that_was_made_up_on_the_way_is_seen_too() -> None:
    assert Searcher(always=["MIIEvQIBADANBgkqhkiG9w0B"]).search(
        "here", b"key MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
    )


def test_what_is_no_canary_is_not_seen() -> None:
    harmless = [
        quote("kana rie &=+"),
        html.escape("<b>"),
        quopri.encodestring(b"a=b").decode(),
        base64.b64encode(bytes(99)).decode(),
    ]
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


def test_every_fault_of_the_matrix_can_be_injected(place: tuple[Town, Path]) -> None:
    for wrong in wrongs():
        place[0].again(wrong)


def test_nothing_planted_leaves_a_command_in_process(
    place: tuple[Town, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally()
    in_process(place[0], tmp_path, looker(tally, Searcher()), SMALL, monkeypatch)
    assert not tally.leaks, tally.told()
    assert not tally.failed
    assert len(tally.runs) == len(COMMANDS) - 1
    assert tally.combinations > 700


def leaks(place: tuple[Town, Path], folder: Path, wrong: Wrong) -> str:
    """What stands in what `plan` leaves behind over HTTPS."""
    tally, searcher, left = Tally(), Searcher(), folder / f"left-{wrong.name}-{wrong.form}"
    left.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, line(place[0], folder, searcher, patch) as there:
        there.town.again(wrong)
        options = [
            "--policies",
            str(there.town.policies),
            "--state",
            str(left / "state"),
            "--date",
            "2026-11-21",
            "--lang",
            "en",
        ]
        with there.signed_in("secret"):
            said = heard(
                [*options, "--tenant", there.server.url, "plan", "-o", str(left / "plan.json")], left
            )
    assert said["spans"].count(b"com.microsoft.kiota") > 10
    looker(tally, searcher)("plan", str(wrong), said)
    return tally.told()


@pytest.mark.parametrize("form", ["header", "redirect", "odd-type"])
def test_nothing_planted_leaves_a_command_over_https(
    place: tuple[Town, Path], tmp_path: Path, form: str
) -> None:
    assert leaks(place, tmp_path, Wrong("said", form)) == ""


def test_with_a_redactor_off_the_campaign_sees_it(
    place: tuple[Town, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written by others, what a service repeats, and what libraries log."""
    with monkeypatch.context() as patch:
        patch.setattr(observe, "mask_values", lambda _kind, body: dict(body))
        assert "plan.json" in leaks(place, tmp_path, NOTHING)
    with monkeypatch.context() as patch:
        patch.setattr(error_body, "redact", lambda text: text)
        assert "stderr" in leaks(place, tmp_path, Wrong("said", "secret"))
    with monkeypatch.context() as patch:
        patch.setattr(log_silencing, "silence_loggers", lambda _packages: None)
        for name in [*log_silencing.LATE_LOGGERS, *logging.root.manager.loggerDict]:
            patch.setattr(logging.getLogger(name), "filters", [])
        assert "logging" in leaks(place, tmp_path, Wrong("said", "redirect"))


def test_scrubbing_leaves_a_sentence_as_it_was() -> None:
    for text in (
        "The property 'passcodeRequired' does not exist",
        "device_vendor_msft_policy_config_desktopappinstaller_enableappinstaller",
    ):
        assert redact(text) == text
