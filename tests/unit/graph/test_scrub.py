"""What a service repeats is not repeated by us; a sentence stays a sentence."""

from __future__ import annotations

import base64

import pytest

from managed_apparaten.graph.errors import Refused
from managed_apparaten.graph.http.error_body import refusal_error, service_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.redaction import hide_value, redact, valid_request_id

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJ4In0.c2lnbmF0dXJl"
OPAQUE = "0.AXoAqX7-_4Qmx2vB8kL1"


@pytest.mark.parametrize("text", [
    f"Bad header Authorization: Bearer {TOKEN}.", f"Bearer {OPAQUE}", f"token {TOKEN[:30]} was cut", "client_secret=Geheim~1",
    f"{base64.b64encode(TOKEN.encode()).decode()}", '"password": "Geheim~1"', "x-msft-approval-code: Geheim~1",
    "Authorization: Basic R2VoZWltfjE=",
])  # fmt: skip
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    said = redact(text)
    assert "***" in said
    assert not [part for part in (TOKEN[:20], OPAQUE, "Geheim", "R2VoZWlt", "ZXlKMGVY") if part in said]


@pytest.mark.parametrize("text", [
    "The property 'passcodeRequired' does not exist on type 'microsoft.management.services.api.iosCompliancePolicy'.",
    "com.apple.applicationaccess_com.apple.applicationaccess", "Access token validation failure. Invalid audience.",
    "/deviceManagement/deviceConfigurations/c059f935-8a4c-5d9f-aa8d-8fdc2541a8bb/assignments",
])  # fmt: skip
def test_what_people_need_stays(text: str) -> None:
    assert redact(text) == text


def test_a_value_that_is_known_goes_in_any_form() -> None:
    assert redact("a Kn0bb3l~+ b Kn0bb3l~%2B c", ["Kn0bb3l~+"]) == "a *** b *** c"
    assert redact("short words stay", ["or"]) == "short words stay"


def test_an_id_is_a_guid_or_nothing() -> None:
    assert valid_request_id("0c1e5c1e-0000-4000-8000-00000000000b") == "0c1e5c1e-0000-4000-8000-00000000000b"
    assert valid_request_id(OPAQUE) == ""


def test_a_refusal_is_scrubbed_wherever_it_says_it() -> None:
    body = {
        "error": {"code": f"Bad {TOKEN}", "message": f"You sent {TOKEN}", "innerError": {"request-id": TOKEN}}
    }
    answer = GraphResponse(400, body, {"request-id": OPAQUE})
    assert TOKEN not in repr(service_error(answer)) + str(
        refusal_error(Refused, GraphRequest("GET", "/x", "beta"), answer)
    )
    assert OPAQUE not in repr(service_error(answer))


FORMS = {
    "as it is": OPAQUE,
    "base64": base64.b64encode(OPAQUE.encode()).decode(),
    "base64 for addresses": base64.urlsafe_b64encode(OPAQUE.encode()).decode(),
    "base64 behind its scheme": base64.b64encode(f"Bearer {OPAQUE}".encode()).decode(),
    "base64 between others": base64.b64encode(f"a={OPAQUE}; b=c".encode()).decode(),
    "base64 in lines": base64.encodebytes(f"Authorization: Bearer {OPAQUE * 1}{'.' * 60}".encode()).decode(),
    "percent": "".join(f"%{byte:02x}" for byte in OPAQUE.encode()),
    "percent in capitals": "".join(f"%{byte:02X}" for byte in OPAQUE.encode()),
    "hexadecimal": OPAQUE.encode().hex(),
    "a line break in it": f"{OPAQUE[:9]}\r\n {OPAQUE[9:]}",
    "an escaped line break in it": f"{OPAQUE[:9]}\\n{OPAQUE[9:]}",
    "a line break in percent in it": f"{OPAQUE[:9]}%0D%0A{OPAQUE[9:]}",
    "one character a line": "\n".join(OPAQUE),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_value_is_hidden_in_every_form_that_an_answer_can_give_it(form: str) -> None:
    """L2: what is left of it must not be enough to know any of its longer pieces."""
    said = hide_value(f"You sent [{FORMS[form]}] and it is no good.", OPAQUE)
    assert said.startswith("You sent [")
    assert said.endswith("] and it is no good.")
    left = said.removeprefix("You sent [").removesuffix("] and it is no good.")
    assert "***" in left
    pieces = "".join(left.split()).split("***")
    assert not [piece for piece in pieces if _tells(piece)]


def _tells(piece: str) -> bool:
    """Whether plain text, hexadecimal or base64 holds four characters of the value."""
    plain = piece
    for cut in range(4):
        whole = piece[cut:][: len(piece[cut:]) // 4 * 4]
        plain += "|" + base64.b64decode(whole).decode("latin-1")
    return any(OPAQUE[start : start + 4] in plain for start in range(len(OPAQUE) - 3))


def test_other_texts_stay_as_they_are() -> None:
    """L2, the control."""
    text = "The property 'passcodeRequired' does not exist.\nSee https://aka.ms/x%20y"
    assert hide_value(text, OPAQUE) == text
    assert hide_value("a b c", "b") == "a b c"
