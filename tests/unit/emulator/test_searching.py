"""$search of the directory: AND binds closer than OR, and every part of an AND counts."""

from __future__ import annotations

import pytest

from managed_apparaten.emulator.odata.search import compile_search

CITY = '"displayName:stad"'
MAIL = '"mail:info"'
NAME = '"displayName:raad"'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CITY, True), (MAIL, False), (f"{CITY} AND {MAIL}", False), (f"{CITY} AND {NAME}", True), (f"{CITY} OR {MAIL}", True),
        (f"{MAIL} AND {CITY} OR {NAME}", True), (f"{MAIL} OR {CITY} AND {MAIL}", False),
    ],
)  # fmt: skip
def test_every_part_of_an_and_counts_and_one_of_an_or(text: str, found: bool) -> None:
    assert (
        compile_search(text, frozenset({"displayName", "mail"}))(
            {"displayName": "Raad van de stad", "mail": "raad@stad.example"}
        )
        is found
    )
