"""A query option without a value is refused, as is a list with an empty name in it (E4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, CONFIGURATIONS, Client, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.worlds.seed import seed

EVENTUAL = {"ConsistencyLevel": "eventual"}
OPTIONS = (
    "select",
    "orderby",
    "expand",
    "filter",
    "search",
    "top",
    "skip",
    "count",
    "format",
    "skiptoken",
    "deltatoken",
    "id",
)
LISTS = (
    "/v1.0/groups",
    "/beta/users",
    CONFIGURATIONS,
    "/v1.0/deviceManagement/managedDevices",
    "/v1.0/groups/delta",
    "/v1.0/groups/$count",
)


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_without_a_value_is_refused(zilverdam: Client, url: str, option: str) -> None:
    """E4: $select=, $orderby= and $expand= were passed over, and everything came."""
    for written in (f"${option}=", f"{option}=", f"${option}", f"${option}=%20", f"${option.upper()}=+"):
        asked = zilverdam("GET", f"{url}?{written}", **EVENTUAL)
        text = f"The query specified in the URI is not valid. The value for OData query '${option}' cannot be empty."
        assert (asked.status, asked.code, asked.message) == (400, "BadRequest", text), written


@pytest.mark.parametrize("query", [
    "$select=,", "$select=id,", "$select=,id", "$select=id,,displayName", "$expand=,", "$expand=members,", "$expand=members,,owners",
    "$orderby=,", "$orderby=displayName,", "$expand=members()", "$expand=members( )", "$expand=members($select=)", "$expand=members(;)",
    "$expand=members($select=id;)", "$expand=members($select=id,)", "$expand=members($expand=)", "$expand=members($levels=)",
    "$expand=members($select)",
])  # fmt: skip
def test_an_empty_name_in_a_list_is_refused(zilverdam: Client, query: str) -> None:
    """E4."""
    assert zilverdam("GET", f"/v1.0/groups?{query}").status == 400
    assert zilverdam("GET", f"/v1.0/groups?{query.replace(',', '%2C')}").status == 400


def test_a_write_and_a_contained_collection_refuse_it_too(client: Client) -> None:
    """E4."""
    url, body = valid("ios_compliance")
    for option in ("$select", "$expand"):
        assert client("POST", f"{url}?{option}=", body).status == 400
    assert client("GET", url).body["value"] == [], "nothing was written"
    made = client.make(url, body)
    for option in ("$select", "$expand", "$filter", "$top"):
        assert client("GET", f"{made}/assignments?{option}=").status == 400
        assert client("PATCH", f"{made}?{option}=", body).status == 400


def test_what_is_no_option_may_be_empty(client: Client) -> None:
    assert client("GET", f"{COMPLIANCE}?nonsense=").status == 200
    assert client("GET", f"{COMPLIANCE}?").status == 200


def test_the_rule_can_be_switched_off(without: Callable[..., Client]) -> None:
    lenient = without("empty-options-refused")
    for option in (
        "$select=",
        "$orderby=",
        "$expand=",
        "$select=id,",
        "$expand=members($select=)",
        "$expand=members()",
    ):
        assert lenient("GET", f"/v1.0/groups?{option}").status == 200
    for option in ("$filter=", "$top=", "$count=", "$search="):
        assert lenient("GET", f"/v1.0/groups?{option}", **EVENTUAL).status == 400


@pytest.mark.parametrize("url", ["/v1.0/users", "/v1.0/deviceManagement/managedDevices"])
def test_an_empty_filter_can_be_passed_over(url: str) -> None:
    """microsoft-graph-docs-contrib#1391: all of them came, in 2023."""
    tenant = open_tenant(Behaviours().with_("empty-filter-passed-over"))
    seed(tenant)
    client = Client(tenant)
    assert client("GET", f"{url}?$filter=").body["value"] == client("GET", url).body["value"] != []
    assert client("GET", f"{url}?$select=").status == 400
    tenant.close()
