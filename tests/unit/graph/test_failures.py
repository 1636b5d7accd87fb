"""What a refusal says, whatever shape it comes in."""

import json

import pytest

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Oversized, ReadFailed, Refused, TransportFailed, Unreadable
from managed_apparaten.graph.http.error_body import (
    diagnostic,
    no_answer_error,
    refusal_error,
    service_error,
    unusable_answer_error,
)
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.messages import advice, render
from managed_apparaten.messages.catalogue import Lang

REQUEST = GraphRequest("PATCH", "/deviceManagement/deviceCompliancePolicies/a%20b?$expand=x")
ACTIVITY = "6b1e5c1e-0000-4000-8000-00000000000a"
NUMBER = "0c1e5c1e-0000-4000-8000-00000000000b"
NESTED = {
    "_version": 3,
    "Message": f"Invalid bundle id - Operation ID (for customer support): 000 - Activity ID: {ACTIVITY} - Url: https://fef.example/x",
    "CustomApiErrorPhrase": "",
}


def test_the_sentence_inside_intunes_json_is_what_people_see() -> None:
    body = {
        "error": {"code": "BadRequest", "message": json.dumps(NESTED), "innerError": {"request-id": NUMBER}}
    }
    found = refusal_error(Refused, REQUEST, GraphResponse(400, body))
    assert (found.code, found.message) == ("BadRequest", "Invalid bundle id")
    assert (found.activity_id, found.request_id) == (ACTIVITY, NUMBER)
    assert found.path == "/deviceManagement/deviceCompliancePolicies/a b"


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_it_is_found_inside_a_document_inside_a_document(layers: int) -> None:
    """As a 504 of Intune has it; the same is among the observed errors."""
    message = json.dumps(NESTED)
    for _ in range(layers - 1):
        message = json.dumps({"Message": message})
    assert (
        service_error(GraphResponse(504, {"error": {"code": "UnknownError", "message": message}})).message
        == "Invalid bundle id"
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Plain.", "Plain."),
        ("{not json", "{not json"),
        ("[1]", "[1]"),
        ('{"Message": null}', '{"Message": null}'),
        ("{" * 100_000, ("{" * 100_000)[:2000]),
        ('{"a":' * 5000, ('{"a":' * 5000)[:2000]),
    ],
)
def test_a_message_that_is_no_intune_json_stays_as_it_is(message: str, said: str) -> None:
    assert service_error(GraphResponse(400, {"error": {"code": "X", "message": message}})).message == said


@pytest.mark.parametrize(
    "body", [None, "<html>", 7, [], {}, {"error": None}, {"error": "x"}, {"error": {"innerError": 3}}]
)
def test_a_body_that_is_no_error_gives_an_empty_fault_and_no_crash(body: JSON) -> None:
    assert service_error(GraphResponse(502, body, {"request-id": NUMBER})).request_id == NUMBER
    assert diagnostic(refusal_error(ReadFailed, REQUEST, GraphResponse(502, body))).code == "GRA002"


def test_the_approval_code_of_multi_admin_approval_is_kept() -> None:
    response = GraphResponse(
        403, {"error": {"code": "ApprovalRequired", "message": "m"}}, {"x-msft-approval-code": "c-9"}
    )
    assert refusal_error(Refused, REQUEST, response).details == {"approval-code": "c-9"}


def graph_error(status: int) -> ReadFailed:
    return refusal_error(ReadFailed, REQUEST, GraphResponse(status, {"error": {"code": "C", "message": "m"}}))


CODES = [
    *((graph_error(s), f"GRA{s}") for s in (400, 401, 403, 404, 405, 409, 412, 413, 423, 429, 500)),
    (graph_error(503), "GRA500"),
    (graph_error(418), "GRA002"),
    (unusable_answer_error(ReadFailed, REQUEST, "LinkRepeats"), "GRA003"),
    *(
        (unusable_answer_error(ReadFailed, REQUEST, code), "GRA003")
        for code in ("PagesRepeat", "EmptyPages", "TooManyPages", "LinkElsewhere")
    ),
    (unusable_answer_error(ReadFailed, REQUEST, "MissingPart"), "GRA004"),
    (unusable_answer_error(ReadFailed, REQUEST, "TooMuch", "512 MiB"), "GRA009"),
    (no_answer_error(ReadFailed, REQUEST, Oversized("64 MiB", 200)), "GRA009"),
    (no_answer_error(ReadFailed, REQUEST, Unreadable("text/html where JSON belongs", 200)), "GRA002"),
    (unusable_answer_error(ReadFailed, REQUEST, "IncompleteObject"), "GRA005"),
    (no_answer_error(ReadFailed, REQUEST, TransportFailed("reset", sent=True)), "GRA001"),
    (no_answer_error(ReadFailed, REQUEST, TransportFailed("refused", sent=False)), "GRA001"),
]


@pytest.mark.parametrize(("failed", "code"), CODES)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_failure_has_a_sentence_in_both_languages(failed: ReadFailed, code: str, lang: Lang) -> None:
    found = diagnostic(failed, "ios_compliance/college")
    assert (found.code, found.address) == (code, "ios_compliance/college")
    assert render(code, lang, found.args)
    assert "{" not in advice(code, lang, found.args)
