"""Tokens: asked for once, renewed in time by a clock that never steps back, and kept while they still live."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.graph.https import REFUSED, Fixed

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.graph.http.msgraph_tokens import Tokens
from managed_apparaten.graph.signin.request import SignInFailed

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOUR = ["one", "two", "three", "four"]


def signed_in(
    tokens: Sequence[str | SignInFailed], life: float = 3600.0
) -> tuple[Tokens, VirtualClock, Fixed]:
    clock = VirtualClock(NOON)
    credential = Fixed(list(tokens), life, now=lambda: clock.now().timestamp())
    found = Tokens(credential, "https://graph.microsoft.com/.default", clock)
    found.first()
    return found, clock, credential


def token(tokens: Tokens, claims: str | None = None) -> str:
    return asyncio.run(tokens.get_token("scope", claims=claims, enable_cae=True)).token


def corrected(seconds: float) -> Callable[[VirtualClock], None]:
    """The wall clock is put right; no time passes."""

    def change(clock: VirtualClock) -> None:
        clock.current += timedelta(seconds=seconds)

    return change


def passed(seconds: float) -> Callable[[VirtualClock], None]:
    return lambda clock: clock.sleep(seconds)


@pytest.mark.parametrize(("life", "happens", "expected"), [
    (3600, passed(3299), "one"),
    (3600, passed(3301), "two"),
    (60, passed(53), "one"),
    (60, passed(55), "two"),
    (-60, passed(29), "one"),
    (-60, passed(31), "two"),
    (3600, corrected(86_400), "one"),
    (3600, corrected(-86_400), "one"),
])  # fmt: skip
def test_a_token_is_renewed_just_before_its_end(
    life: float, happens: Callable[[VirtualClock], None], expected: str
) -> None:
    tokens, clock, _ = signed_in(FOUR, life)
    happens(clock)
    assert token(tokens) == expected


def test_a_clock_that_was_set_back_does_not_prolong_a_token() -> None:
    tokens, clock, _ = signed_in(FOUR)
    corrected(-7200)(clock)
    passed(3400)(clock)
    assert token(tokens) == "two"


def test_a_token_that_cannot_be_renewed_is_used_to_its_end() -> None:
    tokens, clock, credential = signed_in(["one", REFUSED])
    passed(3400)(clock)
    assert [token(tokens), token(tokens)] == ["one", "one"]
    assert len(credential.claims) == 2
    passed(31)(clock)
    assert token(tokens) == "one"
    assert len(credential.claims) == 3
    passed(200)(clock)
    with pytest.raises(SignInFailed):
        token(tokens)


def test_many_who_were_refused_share_one_new_token() -> None:
    tokens, _, credential = signed_in(FOUR)

    async def all_at_once() -> list[bool]:
        return list(await asyncio.gather(*(tokens.renew(1) for _ in range(20))))

    assert asyncio.run(all_at_once()) == [True] * 20
    assert (len(credential.claims), token(tokens)) == (2, "two")


def test_claims_are_passed_on_and_always_make_a_new_token() -> None:
    tokens, _, credential = signed_in(FOUR)
    assert [token(tokens), token(tokens, "{}"), token(tokens)] == ["one", "two", "two"]
    assert credential.claims == [None, "{}"]


def test_signing_in_twice_is_signing_in_once() -> None:
    tokens, _, credential = signed_in(FOUR)
    tokens.first()
    assert len(credential.claims) == 1
