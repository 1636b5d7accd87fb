"""A host that listens at DEBUG hears nothing of ours from the libraries in between, and everything of its own."""

from __future__ import annotations

import logging
from pathlib import Path

from tests.campaigns.heard import listening
from tests.unit.graph.h2_server import http2
from tests.unit.graph.https import SECRET, Fixed, cloud_at

from managed_apparaten.graph.line import Line
from managed_apparaten.graph.msgraph import MsGraph
from managed_apparaten.graph.quiet import LINE, hushed, quiet
from managed_apparaten.graph.request import GraphRequest

LIBRARY = logging.getLogger("httpx")


def test_the_token_is_in_no_record_of_ours_over_http_2(tmp_path: Path) -> None:
    """The server speaks through the same hpack, in a thread that is not ours."""
    with http2(tmp_path) as server, listening() as notes:
        with MsGraph(cloud_at(server.url), Fixed(), Line(ca=server.ca)) as way:
            way.send(GraphRequest("GET", "/groups", "v1.0"))
        assert server.protocols == ["h2"]
    ours = [line for line in notes.lines if line.startswith("graph ")]
    assert not [line for line in ours if SECRET in line]
    assert not [line for line in ours if line.split()[1].partition(".")[0] in LINE]
    assert any(SECRET in line for line in notes.lines)


def test_what_a_host_does_itself_is_logged_as_before() -> None:
    hushed(LINE)
    with listening() as notes:
        LIBRARY.info("before")
        with quiet(LINE):
            LIBRARY.info("within")
            with quiet(LINE):
                LIBRARY.info("within twice")
            LIBRARY.info("still")
            logging.getLogger("host").info("a host's own")
        LIBRARY.info("after")
    assert [line.rpartition(" ")[2] for line in notes.lines] == ["before", "own", "after"]


def test_a_logger_of_a_module_that_comes_later_is_silent_too() -> None:
    hushed(LINE)
    assert all(logging.getLogger(name).filters for name in ("hpack.hpack", "hpack.table", "httpcore.http2"))
