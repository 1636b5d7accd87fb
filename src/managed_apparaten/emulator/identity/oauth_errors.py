"""A request for a token that is not granted, and forms as OAuth sends them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl


class OAuthError(Exception):
    """No token: HTTP status, OAuth's name for it, Entra's number and the sentence."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(text)
        self.status, self.error, self.number, self.text = status, error, number, text


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form; raises Refused for what is none."""
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise OAuthError(
            400,
            "invalid_request",
            900144,
            "The request body must contain the following parameter: 'grant_type'.",
        ) from None


def given(form: Mapping[str, str], name: str) -> str:
    """A field that must be there; raises Refused."""
    if not form.get(name):
        raise OAuthError(
            400,
            "invalid_request",
            900144,
            f"The request body must contain the following parameter: '{name}'.",
        )
    return form[name]
