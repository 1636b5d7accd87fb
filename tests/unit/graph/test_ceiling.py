"""One reading has a ceiling: over it there is no reading, and a message that names the switch."""

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import orjson
import pytest
from tests.golden.cases import HERE, base_with
from tests.unit.graph.counting import Counting
from tests.unit.graph.scripted import ROOT, Scripted

from managed_apparaten.cli.context import settle
from managed_apparaten.cli.target import opened
from managed_apparaten.core.assumptions import BY_ID, READING
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import Oversized, ReadFailed
from managed_apparaten.graph.http.batch import read_batched
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.size_limit import SizeLimit, memory_weight, size_limit_of
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.rounds import gather, run_read
from managed_apparaten.messages.catalogue import Lang, advice, render

LIST = GraphRequest("GET", "/things")
MEBIBYTE = 2**20
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def fresh(weight: int) -> Scripted:
    """Pages without end, each with a thing that was never seen before."""
    transport = Scripted({})
    numbers = iter(range(10**6))

    def answer(_request: GraphRequest) -> GraphResponse:
        number = next(numbers)
        transport.answers[f"GET /things?p={number}"] = [answer]
        body = {"value": [{"id": str(number)}], "@odata.nextLink": f"{ROOT}/beta/things?p={number}"}
        return GraphResponse(200, body, weight=weight)

    transport.answers["GET /things"] = [answer]
    return transport


@pytest.mark.parametrize(
    ("weight", "pages"), [(MEBIBYTE, 3), (MEBIBYTE + 1, 2), (2 * MEBIBYTE + 1, 1), (MEBIBYTE // 2, 5)]
)
def test_pages_of_new_things_without_end_are_given_up_at_the_ceiling(weight: int, pages: int) -> None:
    transport = fresh(weight)
    with pytest.raises(ReadFailed) as failed:
        run_read(transport, read_list(LIST), SizeLimit(2))
    assert (failed.value.code, failed.value.message, len(transport.seen)) == ("TooMuch", "2 MiB", pages)
    told = diagnostic(failed.value)
    assert told.code == "GRA009"
    for lang in get_args(Lang):
        assert "GET /things" in render(told.code, lang, told.args)
        assert "largest-reading" in advice(told.code, lang, told.args)


def test_what_comes_to_just_the_ceiling_is_read() -> None:
    found = GraphResponse(200, {"value": [{"id": "1"}]}, weight=MEBIBYTE)
    assert run_read(Scripted({"GET /things": [found]}), read_list(LIST), SizeLimit(1)) == [{"id": "1"}]


def test_all_lists_of_a_reading_count_together() -> None:
    """Each of them is short; forty of them are not."""
    names = [f"list{n}" for n in range(40)]
    whole_batch = {"responses": [{"id": str(n), "status": 200, "body": {"value": []}} for n in range(20)]}
    transport = Scripted({"POST /$batch": [GraphResponse(200, whole_batch, weight=MEBIBYTE * 2 // 3)]})
    talks = [read_list(GraphRequest("GET", f"/{name}")) for name in names]
    assert run_read(transport, gather(talks), SizeLimit(2)) == [[]] * 40
    with pytest.raises(ReadFailed, match="TooMuch"):
        run_read(
            transport, gather([read_list(GraphRequest("GET", f"/{name}")) for name in names]), SizeLimit(1)
        )


def test_parts_of_a_batch_weigh_together_what_the_batch_weighs() -> None:
    parts = [{"id": str(n), "status": 200, "body": {}} for n in range(4)]
    transport = Scripted({"POST /$batch": [GraphResponse(200, {"responses": parts}, weight=4000)]})
    assert [answer.weight for answer in read_batched(transport, [LIST] * 4)] == [1000] * 4


def test_what_was_kept_of_a_batch_before_it_was_asked_again_still_weighs() -> None:
    busy, fine = (
        {"id": "0", "status": 429, "headers": {"Retry-After": "1"}},
        {"id": "1", "status": 200, "body": {}},
    )
    first, second = (
        GraphResponse(200, {"responses": [busy, fine]}, weight=4000),
        GraphResponse(200, {"responses": [{**fine, "id": "0"}]}, weight=10),
    )
    transport = Scripted({"POST /$batch": [first, second]})
    found = read_batched(RetryingTransport(transport, VirtualClock(NOW)), [LIST] * 2)
    assert ([answer.status for answer in found], sum(answer.weight for answer in found)) == ([200, 200], 4010)


DOCUMENTS = {
    "people": orjson.dumps({"value": [{"@odata.type": "#microsoft.graph.user", "id": f"{n:036}", "on": True} for n in range(9000)]}),
    "empty lists": b'{"value": [' + b"[]," * 200_000 + b"0]}", "text": b'{"value": ["' + b"x" * 2_000_000 + b'"]}',
    "numbers": b"[" + b"1.5," * 200_000 + b"0]",
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_weight_is_the_memory_that_the_parsed_document_takes_or_more(name: str) -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = json.loads(DOCUMENTS[name])
    took = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert kept
    assert 0.8 * took < memory_weight(DOCUMENTS[name], 200) < 4 * took


def test_a_document_that_is_heavier_than_memory_is_not_parsed() -> None:
    short = b"[" * (9 * 2**20)
    with pytest.raises(Oversized) as failed:
        memory_weight(short, 200)
    assert (failed.value.limit, failed.value.status, failed.value.sent, failed.value.lasting) == (
        "512 MiB",
        200,
        True,
        True,
    )


def test_the_embedded_tenant_says_how_much_it_sent_and_a_survey_obeys() -> None:
    tenant = Tenant.open(None, clock=lambda: NOW)
    seed(tenant)
    transport = Counting(tenant)
    answer = transport.send(GraphRequest("GET", "/groups?$top=5", "v1.0"))
    assert answer.weight > 500
    with pytest.raises(ReadFailed, match="TooMuch"):
        Reader(transport, size_limit=SizeLimit(0)).identity()
    assert Reader(transport).identity().name == "Gemeente Zilverdam"
    tenant.close()


@pytest.mark.parametrize(
    ("stated", "mebibytes"), [("", 512), ("512-MiB", 512), ("2048-MiB", 2048), ("8192-MiB", 8192)]
)
def test_the_organisation_can_raise_it(stated: str, mebibytes: int) -> None:
    text = Path(HERE, "base", "organisation.yaml").read_text(encoding="utf-8")
    policy = base_with(
        {"organisation.yaml": f"{text}assumptions: {{largest-reading: {stated}}}\n"} if stated else {}
    ).policy
    assert policy is not None
    found = policy.organisation.assumptions.get(READING)
    assert size_limit_of(found.value if found else None) == SizeLimit(mebibytes)
    assert mebibytes in [size_limit_of(value).mebibytes for value in BY_ID[READING].values]


def test_the_commands_read_under_the_ceiling_that_the_organisation_states(tmp_path: Path) -> None:
    text = Path(HERE, "base", "organisation.yaml").read_text(encoding="utf-8")
    policy = base_with({"organisation.yaml": f"{text}assumptions: {{largest-reading: 2048-MiB}}\n"}).policy
    assert policy is not None
    with opened(settle("en", tmp_path, "embedded", tmp_path, NOW.date()), policy.organisation) as found:
        assert isinstance(found.reader, Reader)
        assert found.reader.size_limit == SizeLimit(2048)
