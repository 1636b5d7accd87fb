"""A host that listens at DEBUG, or collects spans, learns no secret of ours from the libraries in between, and all of its own."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest
from opentelemetry import trace
from tests.campaigns.heard import listening
from tests.campaigns.spans import collected
from tests.unit.graph.h2_server import http2
from tests.unit.graph.https import SECRET, Fixed, cloud_at, http, saying

from managed_apparaten.graph.http.msgraph import MsGraph
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.log_silencing import HTTP_PACKAGES, silence_loggers, silenced, untraced

LIBRARY = logging.getLogger("httpx")


def test_the_token_is_in_no_record_of_ours_over_http_2(tmp_path: Path) -> None:
    """The server speaks through the same hpack, in a thread that is not ours."""
    with http2(tmp_path) as server, listening() as notes:
        with MsGraph(cloud_at(server.url), Fixed(), HttpSettings(ca=server.ca)) as way:
            way.send(GraphRequest("GET", "/groups", "v1.0"))
        assert server.protocols == ["h2"]
    ours = [line for line in notes.lines if line.startswith("graph ")]
    assert not [line for line in ours if SECRET in line]
    assert not [line for line in ours if line.split()[1].partition(".")[0] in HTTP_PACKAGES]
    assert any(SECRET in line for line in notes.lines)


def test_what_a_host_does_itself_is_logged_as_before() -> None:
    silence_loggers(HTTP_PACKAGES)
    with listening() as notes:
        LIBRARY.info("before")
        with silenced(HTTP_PACKAGES):
            LIBRARY.info("within")
            with silenced(HTTP_PACKAGES):
                LIBRARY.info("within twice")
            LIBRARY.info("still")
            logging.getLogger("host").info("a host's own")
        LIBRARY.info("after")
    assert [line.rpartition(" ")[2] for line in notes.lines] == ["before", "own", "after"]


def test_a_logger_of_a_module_that_comes_later_is_silent_too() -> None:
    silence_loggers(HTTP_PACKAGES)
    assert all(logging.getLogger(name).filters for name in ("hpack.hpack", "hpack.table", "httpcore.http2"))


def test_a_host_that_collects_spans_gets_none_of_the_sign_in() -> None:
    tracer = trace.get_tracer("somebody")
    with collected() as spans:
        tracer.start_span("before").end()
        with untraced(), tracer.start_as_current_span("within") as found:
            found.set_attribute("said", SECRET)
            tracer.start_span("deeper").end()
        tracer.start_span("after").end()
    assert [json.loads(line)["name"] for line in spans] == ["before", "after"]


def test_spans_of_requests_hold_no_address_no_token_and_no_word_of_the_other_side(tmp_path: Path) -> None:
    said = http(b"{}", 400, f"text/{SECRET}", request_id=SECRET)
    with (
        saying(tmp_path, lambda _: said) as server,
        collected() as spans,
        MsGraph(cloud_at(server.url), Fixed(), HttpSettings(ca=server.ca)) as way,
    ):
        assert way.send(GraphRequest("GET", f"/groups?$skiptoken={SECRET}", "v1.0")).status == 400
    assert len(spans) > 3
    assert not [line for line in spans if SECRET.lower() in line.lower() or "groups" in line]


def test_without_opentelemetry_there_is_nothing_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "opentelemetry.trace")
    with untraced():
        assert "opentelemetry.trace" not in sys.modules
