"""What a service repeats is not repeated by us; a sentence stays a sentence."""

from __future__ import annotations

import base64

import pytest

from managed_apparaten.graph.errors import Refused
from managed_apparaten.graph.failures import failure, fault
from managed_apparaten.graph.request import GraphRequest, GraphResponse
from managed_apparaten.graph.scrub import identifier, scrubbed

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJ4In0.c2lnbmF0dXJl"
OPAQUE = "0.AXoAqX7-_4Qmx2vB8kL1"


@pytest.mark.parametrize("text", [
    f"Bad header Authorization: Bearer {TOKEN}.", f"Bearer {OPAQUE}", f"token {TOKEN[:30]} was cut", "client_secret=Geheim~1",
    f"{base64.b64encode(TOKEN.encode()).decode()}", '"password": "Geheim~1"', "x-msft-approval-code: Geheim~1",
    "Authorization: Basic R2VoZWltfjE=",
])  # fmt: skip
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    said = scrubbed(text)
    assert "***" in said
    assert not [part for part in (TOKEN[:20], OPAQUE, "Geheim", "R2VoZWlt", "ZXlKMGVY") if part in said]


@pytest.mark.parametrize("text", [
    "The property 'passcodeRequired' does not exist on type 'microsoft.management.services.api.iosCompliancePolicy'.",
    "com.apple.applicationaccess_com.apple.applicationaccess", "Access token validation failure. Invalid audience.",
    "/deviceManagement/deviceConfigurations/c059f935-8a4c-5d9f-aa8d-8fdc2541a8bb/assignments",
])  # fmt: skip
def test_what_people_need_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_a_value_that_is_known_goes_in_any_form() -> None:
    assert scrubbed("a Kn0bb3l~+ b Kn0bb3l~%2B c", ["Kn0bb3l~+"]) == "a *** b *** c"
    assert scrubbed("short words stay", ["or"]) == "short words stay"


def test_an_id_is_a_guid_or_nothing() -> None:
    assert identifier("0c1e5c1e-0000-4000-8000-00000000000b") == "0c1e5c1e-0000-4000-8000-00000000000b"
    assert identifier(OPAQUE) == ""


def test_a_refusal_is_scrubbed_wherever_it_says_it() -> None:
    body = {"error": {"code": f"Bad {TOKEN}", "message": f"You sent {TOKEN}", "innerError": {"request-id": TOKEN}}}
    answer = GraphResponse(400, body, {"request-id": OPAQUE})
    assert TOKEN not in repr(fault(answer)) + str(failure(Refused, GraphRequest("GET", "/x", "beta"), answer))
    assert OPAQUE not in repr(fault(answer))
