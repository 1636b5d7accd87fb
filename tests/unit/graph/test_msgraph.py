"""The line to a real tenant, over real HTTPS: what comes through, what is refused, and that nothing is left behind."""

from __future__ import annotations

import base64
import gc
import gzip
import re
import threading
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import orjson
import pytest
from tests.limits import HANG
from tests.unit.graph.h2_server import http2
from tests.unit.graph.https import REFUSED, SECRET, Bytes, Fixed, Place, cloud_at, http, place, proxy, saying

from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.graph.errors import ReadFailed, Refused, TransportFailed, Unreadable
from managed_apparaten.graph.http.batch import read_batched
from managed_apparaten.graph.http.error_body import diagnostic, no_answer_error, service_error
from managed_apparaten.graph.http.msgraph import MsGraph
from managed_apparaten.graph.http.msgraph_session import LARGEST, Session
from managed_apparaten.graph.http.msgraph_tokens import Tokens
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.http.size_limit import memory_weight
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.rounds import run_read

CONFIGURATIONS = "/deviceManagement/deviceConfigurations"
NEW = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "over the wire"}
ORGANISATION = GraphRequest("GET", "/organization", "v1.0")
OK = http(b'{"value": []}')


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("place")) as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """No test leaves a thread of a line."""
    yield
    assert not [
        thread.name for thread in threading.enumerate() if thread.name.startswith(("graph", "asyncio"))
    ]


def reached(server: Bytes, credential: Fixed | None = None, **line: Any) -> MsGraph:
    return MsGraph(cloud_at(server.url), credential or Fixed(), HttpSettings(ca=server.ca, **line))


def failed(way: MsGraph, request: GraphRequest = ORGANISATION) -> TransportFailed:
    """The failure of one request, in which the token is nowhere to be seen."""
    with pytest.raises(TransportFailed) as caught:
        way.send(request)
    problem: BaseException | None = caught.value
    told = "".join(traceback.format_exception(caught.value)) + repr(
        no_answer_error(ReadFailed, request, caught.value)
    )
    while problem is not None:
        told += f"{problem} {problem!r} {problem.args} {vars(problem)}"
        problem = problem.__cause__ or problem.__context__
    assert SECRET not in told
    return caught.value


def test_an_object_is_made_read_changed_and_deleted(there: Place) -> None:
    with there.reached() as way:
        made = way.send(GraphRequest("POST", CONFIGURATIONS, body=NEW))
        assert made.status == 201
        path = f"{CONFIGURATIONS}/{made.body['id']}"
        assert way.send(
            GraphRequest("PATCH", path, body={**NEW, "displayName": "’s-Hertogenbosch"})
        ).status in (200, 204)
        for api in ("beta", "v1.0"):
            assert way.send(GraphRequest("GET", path, api)).body["displayName"] == "’s-Hertogenbosch"
        gone = way.send(GraphRequest("DELETE", path))
        assert (gone.status, gone.body) == (204, None)
        missing = way.send(GraphRequest("GET", path))
        assert (missing.status, missing.body["error"]["code"]) == (404, "ResourceNotFound")
    assert [entry.actor for entry in there.tenant.audit()[-3:]] == ["apparaten-apply"] * 3


def test_lists_are_read_over_all_pages(there: Place) -> None:
    with there.reached("apparaten-plan") as way:
        found = run_read(
            way, read_list(GraphRequest("GET", "/groups?$top=5&$select=id", "v1.0"), there.cloud.graph)
        )
        assert len(found) > 10
        assert len({group["id"] for group in found}) == len(found)


def test_options_arrive_as_they_were_written(there: Place) -> None:
    with there.reached() as way:
        name = "sg-break-glass"
        found = way.send(
            GraphRequest("GET", f"/groups?$filter=displayName%20eq%20'{name}'&$select=displayName", "v1.0")
        )
        none = way.send(
            GraphRequest(
                "GET", "/groups?$filter=displayName%20eq%20'''s-Hertogenbosch%20%26%20%2B%20%C3%A9'", "v1.0"
            )
        )
        count = way.send(
            GraphRequest("GET", "/users/$count", "v1.0", headers={"ConsistencyLevel": "eventual"})
        )
    assert [group["displayName"] for group in found.body["value"]] == [name]
    assert (none.status, none.body["value"]) == (200, [])
    assert count.body == 789


def test_a_batch_is_answered_part_by_part(there: Place) -> None:
    requests = [
        ORGANISATION,
        GraphRequest("GET", "/groups/none", "v1.0"),
        GraphRequest("GET", "/groups?$top=1", "v1.0"),
    ]
    with there.reached() as way:
        assert [answer.status for answer in read_batched(way, requests)] == [200, 404, 200]


def test_fifty_requests_at_once_get_fifty_answers_in_order(there: Place) -> None:
    with there.reached() as way:
        groups = [
            group["id"] for group in way.send(GraphRequest("GET", "/groups?$top=35", "v1.0")).body["value"]
        ]
        wanted = [(*groups, *groups)[number] for number in range(50)]
        found = way.send_all([GraphRequest("GET", f"/groups/{group}", "v1.0") for group in wanted])
    assert [answer.body["id"] for answer in found if isinstance(answer, GraphResponse)] == wanted


def test_no_more_requests_are_on_their_way_than_the_line_may_carry(tmp_path: Path) -> None:
    gate = threading.Barrier(4)

    def together(_head: bytes) -> bytes:
        gate.wait(HANG)
        return OK

    with saying(tmp_path, together) as server, reached(server, max_connections=4) as way:
        assert [
            answer.status for answer in way.send_all([ORGANISATION] * 12) if isinstance(answer, GraphResponse)
        ] == [200] * 12
        assert server.most == 4


def test_one_failure_of_many_stands_in_its_place(tmp_path: Path) -> None:
    with (
        saying(tmp_path, lambda head: http(b"<p>") if b"/groups" in head else OK) as server,
        reached(server) as way,
    ):
        found = way.send_all([ORGANISATION, GraphRequest("GET", "/groups"), ORGANISATION])
    assert [type(answer) for answer in found] == [GraphResponse, Unreadable, GraphResponse]
    assert not way._thread.is_alive()


def test_who_calls_is_said_and_each_request_has_a_number(tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: OK) as server, reached(server) as way:
        way.send(GraphRequest("POST", "/groups", body={"a": 1}, headers={"ConsistencyLevel": "eventual"}))
        way.send(ORGANISATION)
    first, second = (
        {k.lower(): v for k, v in re.findall(r"(\S+): (.*)\r\n", head.decode())} for head in server.seen
    )
    assert first["user-agent"] == first["sdkversion"] != ""
    assert first["user-agent"].startswith("managed-apparaten/")
    assert (first["authorization"], first["content-type"], first["consistencylevel"], first["accept-encoding"]) == (
        f"Bearer {SECRET}", "application/json", "eventual", "gzip",
    )  # fmt: skip
    assert "content-type" not in second
    assert first["client-request-id"] != second["client-request-id"]


def test_a_refused_token_is_replaced_once_and_the_request_repeated(there: Place) -> None:
    there.tenant.faults.inject(Fault("F15", "401", methods=("POST",), path="deviceConfigurations$"))
    with there.reached() as way:
        made = way.send(GraphRequest("POST", CONFIGURATIONS, body=NEW))
        assert made.status == 201
        way.send(GraphRequest("DELETE", f"{CONFIGURATIONS}/{made.body['id']}"))


def test_a_part_of_a_batch_for_which_the_token_was_refused_is_asked_again_and_no_other(there: Place) -> None:
    """A token can end while a batch is under way: then some of its parts have an answer and some a 401."""
    there.tenant.faults.inject(Fault("F15", "401", path="deviceConfigurations$"))
    before = there.tenant.counts().requests["GET"]
    with there.reached() as way:
        answers = read_batched(
            way,
            [ORGANISATION, replace(ORGANISATION, path=CONFIGURATIONS), replace(ORGANISATION, path="/groups")],
        )
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert ["value" in answer.body for answer in answers] == [True, True, True]
    assert there.tenant.counts().requests["GET"] - before == 4


@pytest.mark.parametrize(("tokens", "requests", "asked"), [
    ([SECRET, "another"], 2, 2),
    ([SECRET, SECRET, "forced"], 2, 3),
    ([SECRET, SECRET, SECRET], 2, 3),
    ([SECRET, REFUSED], 1, 2),
])  # fmt: skip
def test_a_token_that_is_never_good_ends_in_401(
    tmp_path: Path, tokens: list[Any], requests: int, asked: int
) -> None:
    credential = Fixed(tokens)
    with saying(
        tmp_path, lambda _: http(b'{"error": {"code": "InvalidAuthenticationToken"}}', 401)
    ) as server:
        with reached(server, credential) as way:
            assert way.send(ORGANISATION).status == 401
        assert (len(server.seen), len(credential.claims)) == (requests, asked)
    assert credential.claims[:2] == [None, None]
    assert all("nbf" in str(claims) for claims in credential.claims[2:])


def test_a_claims_challenge_is_answered_with_the_claims(tmp_path: Path) -> None:
    challenge = 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'
    credential = Fixed([SECRET, "with-claims"])

    def answer(head: bytes) -> bytes:
        return OK if b"Bearer with-claims" in head else http(b"{}", 401, WWW_Authenticate=challenge)

    with saying(tmp_path, answer) as server, reached(server, credential) as way:
        assert way.send(ORGANISATION).status == 200
    assert credential.claims == [None, '{"a":1}']


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with (
        saying(tmp_path, lambda _: OK) as elsewhere,
        saying(tmp_path, lambda _: http(b"", 302, Location=elsewhere.url)) as server,
        reached(server) as way,
    ):
        assert way.send(ORGANISATION).status == 302
        with pytest.raises(ReadFailed):
            run_read(way, read_list(ORGANISATION, server.url))
    assert not elsewhere.seen


def test_a_next_link_to_another_host_is_not_followed(there: Place) -> None:
    there.tenant.faults.inject(Fault("F19", "host", path="groups"))
    with there.reached() as way, pytest.raises(ReadFailed, match="LinkElsewhere"):
        run_read(way, read_list(GraphRequest("GET", "/groups", "v1.0"), there.cloud.graph))


def test_neither_provider_nor_client_serves_another_host(tmp_path: Path) -> None:
    """Two locks on one door: a URL of another host gets no token from the SDK, and no request leaves for it."""
    import asyncio

    from kiota_abstractions.method import Method
    from kiota_abstractions.request_information import RequestInformation

    async def outcome(url: str) -> tuple[bool, str]:
        credential = Fixed()
        async with Session(
            cloud_at(server.url),
            Tokens(credential, "scope", SystemClock()),
            HttpSettings(ca=server.ca),
            SystemClock(),
        ) as session:
            information = RequestInformation(Method.GET)
            information.url = url
            await session._adapter._authentication_provider.authenticate_request(information)
            try:
                await session._client.send(session._client.build_request("GET", url))
            except TransportFailed as failed:
                return information.headers.contains("Authorization"), str(failed)
            return information.headers.contains("Authorization"), ""

    with saying(tmp_path, lambda _: OK) as elsewhere, saying(tmp_path, lambda _: OK) as server:
        assert asyncio.run(outcome(f"{server.url}/v1.0/organization")) == (True, "")
        token, said = asyncio.run(outcome(elsewhere.url.replace("127.0.0.1", "localhost")))
        assert (token, "another host" in said) == (False, True)
        assert "another host" in asyncio.run(outcome(elsewhere.url))[1]
    assert not elsewhere.seen


BOMB = gzip.compress(b'{"value": []' + b" " * LARGEST + b"}")
UNREADABLE = {
    "html": http(b"<!DOCTYPE html><title>Sign in</title>", sort="text/html; charset=utf-8"),
    "text": http(b'{"value": []}', sort="text/plain"),
    "untyped": http(b"{}", sort=""),
    "spoiled": http(b'{"value": []}}'),
    "half": http(b'{"value": ['),
    "not utf-8": http(b'{"value": "\xff"}'),
    "bomb": http(BOMB, Content_Encoding="gzip"),
    "half a gzip": http(gzip.compress(b'{"value": []}')[:-16], Content_Encoding="gzip"),
    "no gzip": http(b'{"value": []}', Content_Encoding="gzip"),
    "other packing": http(b"\x8b\x00", Content_Encoding="compress"),
    "packed twice": http(gzip.compress(gzip.compress(b'{"value": []}')), Content_Encoding="gzip, gzip"),
    "deflated": http(zlib.compress(b'{"value": []}'), Content_Encoding="deflate"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_yes_that_is_not_graphs_is_no_yes(name: str, tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: UNREADABLE[name]) as server, reached(server) as way:
        problem = failed(way)
        assert isinstance(problem, Unreadable)
        assert (problem.sent, problem.lasting, problem.status) == (True, True, 200)
    assert ("MiB" in str(problem)) == (name == "bomb")
    told = diagnostic(no_answer_error(ReadFailed, ORGANISATION, problem))
    assert (told.code, told.args["status"]) == ("GRA009" if name == "bomb" else "GRA002", "200")


def test_a_packing_in_a_packing_is_not_opened(tmp_path: Path) -> None:
    """A few hundred bytes on the line that would be 64 MiB, or as many GiB: httpx unpacks each layer whole, before anybody counts."""
    bomb = bytes(2**26)
    for _ in range(2):
        bomb = gzip.compress(bomb, compresslevel=9, mtime=0)
    tracemalloc.start()
    with (
        saying(tmp_path, lambda _: http(bomb, Content_Encoding="gzip, gzip")) as server,
        reached(server) as way,
    ):
        assert "packed as nobody asked" in str(failed(way))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**24


def test_an_answer_says_what_it_weighs_unpacked(tmp_path: Path) -> None:
    body = b'{"value": [' + b" " * 5000 + b"]}"
    with (
        saying(tmp_path, lambda _: http(gzip.compress(body), Content_Encoding="gzip")) as server,
        reached(server) as way,
    ):
        assert way.send(ORGANISATION).weight == memory_weight(body, 200)


@pytest.mark.parametrize(("said", "body"), [
    (http(b'{"value": []}'), {"value": []}),
    (http(gzip.compress(b'{"value": []}'), Content_Encoding="GZIP"), {"value": []}),
    (http(b"\xef\xbb\xbf789", sort="text/plain"), 789),
    (http(b"{}", sort="application/problem+json"), {}),
    (http(b""), None),
    (http(b"", 204, Content_Encoding="gzip"), None),
    (http(b"<p>down</p>", 503, "text/html", Retry_After="2.5"), None),
    (http(b"nonsense", 400), None),
])  # fmt: skip
def test_other_answers_come_as_they_are(said: bytes, body: Any, tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: said) as server, reached(server) as way:
        found = way.send(ORGANISATION)
    assert (found.status, found.body) == (int(said[9:12]), body)
    assert all(name == name.lower() for name in found.headers)
    assert found.headers.get("retry-after") == ("2.5" if found.status == 503 else None)


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"nonsense\r\n\r\n", http(b'{"value": []}', Content_Length="99")],
)
def test_after_the_first_byte_nobody_knows_what_happened(said: bytes, tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: said) as server, reached(server) as way:
        problem = failed(way)
    assert (problem.sent, problem.lasting) == (True, False)
    assert "client-request-id" in str(problem)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"read_timeout": 0.5}, "ReadTimeout"),
        ({"exchange_timeout": 0.1}, "no whole answer within 0.1 seconds"),
    ],
)
def test_silence_is_not_waited_out(limits: dict[str, Any], said: str, tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: None) as server:
        with reached(server, **limits) as way:
            problem = failed(way)
        assert (problem.sent, problem.lasting) == (True, False)
        assert said in str(problem)


def test_a_refused_connection_was_never_sent(tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: OK) as server:
        pass
    with reached(server) as way:
        problem = failed(way)
    assert (problem.sent, problem.lasting) == (False, False)
    assert diagnostic(no_answer_error(Refused, ORGANISATION, problem)).code == "GRA001"


def test_a_stranger_with_a_certificate_of_his_own_hears_nothing(tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: OK) as server:
        with MsGraph(cloud_at(server.url), Fixed()) as way:
            problem = failed(way)
        assert not server.seen
    assert (problem.sent, problem.lasting) == (False, True)
    assert "CERTIFICATE_VERIFY_FAILED" in str(problem)


def test_sign_in_and_graph_go_through_the_proxy_of_the_environment(
    there: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy() as through:
        monkeypatch.setenv("HTTPS_PROXY", through.url)
        with there.reached() as way:
            assert way.send(ORGANISATION).status == 200
    assert through.targets == [there.cloud.graph.removeprefix("https://")] * 2


def test_a_proxy_that_refuses_is_not_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with saying(tmp_path, lambda _: OK) as server, proxy(refusal) as through:
        monkeypatch.setenv("HTTPS_PROXY", through.url)
        with reached(server) as way:
            problem = failed(way)
    assert (problem.sent, problem.lasting, "407" in str(problem)) == (False, True, True)
    assert not server.seen


@pytest.mark.parametrize(("name", "value"), [("HTTPS_PROXY", "nonsense://me:SECRET@here"), ("HTTPS_PROXY", "http://me:SEC#RET@here"),
                                             ("HTTPS_PROXY", "http://me:SECRET@here:port")])  # fmt: skip
def test_a_proxy_address_that_is_none_is_said_without_its_password(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(TransportFailed) as caught:
        MsGraph(cloud_at("https://localhost"), Fixed())
    assert caught.value.lasting
    assert "SEC" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_certificates_that_cannot_be_used_are_said(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TransportFailed) as caught:
        MsGraph(cloud_at("https://localhost"), Fixed(), HttpSettings(ca=file))
    assert (caught.value.sent, caught.value.lasting) == (False, True)


def test_a_closed_line_is_closed(tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: OK) as server:
        way = reached(server)
        assert way.send(ORGANISATION).status == 200
        way.close()
        way.close()
        with pytest.raises(RuntimeError, match="closed"):
            way.send(ORGANISATION)
        del way
        gc.collect()  # a socket or loop that was left open warns here, and a warning is an error


def test_no_sign_in_means_no_request(tmp_path: Path) -> None:
    with saying(tmp_path, lambda _: OK) as server, reached(server, Fixed([REFUSED])) as way:
        for act in (way.sign_in, lambda: way.send(ORGANISATION), lambda: way.send_all([ORGANISATION])):
            with pytest.raises(type(REFUSED)):
                act()
        assert not server.seen
        assert way.send_all([]) == []


def test_json_comes_back_as_it_is(tmp_path: Path) -> None:
    """What the SDK's typed models would change: durations, nulls, flags, the seventh digit, unknown members."""
    body = {
        "a": "PT12H",
        "b": None,
        "c": "1,2",
        "d": "2026-11-21T09:00:00.1234567Z",
        "e": {"@odata.type": "#x.unknown", "f": "P90D"},
    }
    with saying(tmp_path, lambda _: http(orjson.dumps(body))) as server, reached(server) as way:
        assert way.send(ORGANISATION).body == body


def test_http_2_is_spoken_where_it_is_understood_over_one_connection(tmp_path: Path) -> None:
    with (
        http2(tmp_path, together=5) as server,
        MsGraph(cloud_at(server.url), Fixed(), HttpSettings(ca=server.ca)) as way,
    ):
        found = way.send_all([GraphRequest("GET", f"/groups/{number}") for number in range(12)])
    assert [answer.status for answer in found if isinstance(answer, GraphResponse)] == [200] * 12
    assert server.protocols == ["h2"]
    assert server.most >= 5
    assert sorted(server.requests) == sorted(f"/beta/groups/{number}" for number in range(12))


def test_http_2_does_not_lift_the_ceiling(tmp_path: Path) -> None:
    with (
        http2(tmp_path, together=4) as server,
        MsGraph(cloud_at(server.url), Fixed(), HttpSettings(ca=server.ca, max_connections=4)) as way,
    ):
        assert len(way.send_all([ORGANISATION] * 12)) == 12
    assert server.most == 4


def test_what_the_tenant_packs_itself_arrives_as_it_is(there: Place) -> None:
    there.tenant.faults.inject(Fault("F5", "bomb", path="organization"))
    with there.reached() as way, pytest.raises(Unreadable, match="MiB"):
        way.send(ORGANISATION)


HOSTILE = {
    "a header with a byte that is no ASCII": http(b"{}", X_Note="").replace(
        b"X-Note: ", b"X-Note: caf\xe9 \xff"
    ),
    "a header with UTF-8 in it": http(b"{}", X_Note="").replace(b"X-Note: ", "X-Note: één".encode()),
    "a header name with such a byte": http(b"{}", X_Note="a").replace(b"X-Note", b"X-N\xffte"),
    "a request id with such a byte": http(b"{}", 400, request_id="").replace(
        b"request-id: ", b"request-id: \xe9\x80"
    ),
    "a cookie nobody can read": http(b"{}", Set_Cookie="\x01=;;; Expires=yesterday; Max-Age=-1; Domain=\x02"),
    "a place that is no address": http(b"{}", 302, Location="http://[::"),
    "a status of no meaning": http(b"{}", 799),
    "a status of two digits": b"HTTP/1.1 99 Said\r\n\r\n",
    "a status that is no number": b"HTTP/1.1 abc Said\r\n\r\n",
    "a reason that is no text": b"HTTP/1.1 200 \xff\xfe\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "a type with an unknown alphabet": http(b"{}", sort="application/json; charset=klingon"),
    "a type of bytes": http(b"{}", sort="\u00ff/\u00fe"),
    "a length that is no number": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a chunk of no size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    "a head without end": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "a list in a list in a list": http(b"[" * 100_000),
    "half a character": http(b'{"a": "\xc3"}'),
    "half a surrogate": http(b'{"a": "\\ud800"}'),
    "a number without end": http(b'{"a": ' + b"9" * 10_000 + b"}"),
    "a refusal that is a list": http(b'[{"error": 1}]', 400),
    "a refusal of the wrong sorts": http(
        b'{"error": {"code": [], "message": {"a": 1}, "innerError": "x"}}', 400
    ),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_answer_breaks_the_line(name: str, method: Literal["GET", "POST"], tmp_path: Path) -> None:
    """M1: whatever the other side says, there is an answer or a failure that says whether the request was sent, and no other exception."""
    request = GraphRequest(method, "/organization", body={} if method == "POST" else None)
    with saying(tmp_path, lambda _: HOSTILE[name]) as server, reached(server) as way:
        [found] = way.send_all([request])
        if isinstance(found, TransportFailed):
            assert found.sent
        else:
            assert all(value.isascii() for value in found.headers.values())
            if found.status >= 400:
                assert service_error(found).request_id == ""


OPAQUE = "0.AXoAqX7-_4Qmx2vB8kL1"
ECHOES = {
    "as it is": OPAQUE,
    "base64": base64.b64encode(OPAQUE.encode()).decode(),
    "base64 behind its scheme": base64.b64encode(f"Bearer {OPAQUE}".encode()).decode(),
    "percent": "".join(f"%{byte:02X}" for byte in OPAQUE.encode()),
    "a line break in it": OPAQUE[:9] + "\\r\\n" + OPAQUE[9:],
    "each character by its number": "".join(f"\\u{ord(character):04x}" for character in OPAQUE),
}


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("form", ECHOES)
def test_an_answer_does_not_repeat_the_token_in_any_form(form: str, status: int, tmp_path: Path) -> None:
    """L2, and the mutant `_without`: a token that does not look like one, in the body and in a header."""
    body = f'{{"error": {{"code": "x", "message": "You sent {ECHOES[form]}."}}, "n": 1}}'.encode()
    said = http(body, status, X_Echo=ECHOES[form].replace("\\r\\n", " "))
    with saying(tmp_path, lambda _: said) as server, reached(server, Fixed([OPAQUE])) as way:
        found = way.send(ORGANISATION)
    assert found.body["n"] == 1
    assert found.body["error"]["message"].startswith("You sent ")
    told = "".join(f"{found.body} {found.headers}".split())
    assert OPAQUE[:9] not in told
    assert OPAQUE[9:] not in told
    if form != "each character by its number":
        assert ECHOES[form] not in told


def test_how_often_a_request_was_sent_is_told(tmp_path: Path) -> None:
    """Row 2: once; again with another token; again because of a claims challenge, which the adapter answers by itself."""
    challenge = 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'
    write = GraphRequest("PATCH", "/groups/a", body={"a": 1})

    def times(tokens: list[Any], answer: Callable[[bytes], bytes]) -> tuple[int, int]:
        with saying(tmp_path, answer) as server, reached(server, Fixed(tokens)) as way:
            return way.send(write).send_count, len(server.seen)

    assert times([SECRET], lambda _: OK) == (1, 1)
    assert times([SECRET, "another"], lambda head: OK if b"Bearer another" in head else http(b"{}", 401)) == (
        2,
        2,
    )
    assert times(
        [SECRET, "c"],
        lambda head: OK if b"Bearer c" in head else http(b"{}", 401, WWW_Authenticate=challenge),
    ) == (2, 2)
