"""What is read from a token, and that nothing else of it is kept."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from managed_apparaten.graph.signin.claims import Claims, claims_of

MOMENT = datetime(2026, 11, 21, 10, tzinfo=UTC)
APP = {
    "tid": "t",
    "appid": "a",
    "app_displayname": "apparaten-plan",
    "idtyp": "app",
    "roles": ["User.Read.All"],
    "exp": MOMENT.timestamp(),
}
USER = {
    "tid": "t",
    "appid": "a",
    "upn": "ada@zilverdam.example",
    "idtyp": "user",
    "scp": "User.Read.All openid",
    "exp": MOMENT.timestamp(),
}


def token(claims: Any) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{middle}.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        (APP, Claims("t", "apparaten-plan", True, frozenset({"User.Read.All"}), MOMENT)),
        (USER, Claims("t", "ada@zilverdam.example", False, frozenset({"User.Read.All", "openid"}), MOMENT)),
        ({**APP, "idtyp": None}, Claims("t", "apparaten-plan", True, frozenset({"User.Read.All"}), MOMENT)),
        ({**USER, "idtyp": None}, Claims("t", "ada@zilverdam.example", False, frozenset({"User.Read.All", "openid"}), MOMENT)),
        ({"idtyp": "app", "appid": "a"}, Claims("", "a", True, frozenset(), None)),
        ({"idtyp": "app", "roles": "User.Read.All", "exp": "soon"}, Claims("", "", True, frozenset(), None)),
        ({"idtyp": "app", "exp": 1e300}, Claims("", "", True, frozenset(), None)),
    ],
)  # fmt: skip
def test_a_token_says_who_where_what_and_until_when(claims: Any, found: Claims) -> None:
    assert claims_of(token(claims)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "opaque",
        "a.b",
        "a.b.c",
        "a.!.c",
        "a..c",
        token([]),
        token("x"),
        token(None),
        f"x{token(APP)}.more",
    ],
)
def test_a_token_that_is_no_json_web_token_says_nothing(text: str) -> None:
    assert claims_of(text) is None


def test_nothing_of_the_token_itself_is_kept() -> None:
    whole = token({**APP, "uti": "secret-part"})
    shown = repr(claims_of(whole))
    assert all(part not in shown for part in (*whole.split("."), "secret-part"))
