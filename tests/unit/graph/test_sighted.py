"""One list of markers and some objects by id, at one moment: what apply needs to find its own creates again."""

from dataclasses import replace

from tests.unit.graph.scripted import Scripted, no, ok, shape

from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.http.request import GraphResponse
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.resource.marker import Marker, marked

KIND = shape()
BASE = f"/{KIND.collection}"
TYPE = f"#{KIND.odata_type}"


def body(
    object_id: str,
    key: str,
    *,
    organisation: str = "zilverdam",
    kind: str = "ios_compliance",
    created: str = "2026",
    sort: str = TYPE,
) -> JSON:
    text = marked("made by policy", Marker(organisation, Address(kind, key), "0123456789abcdef"))
    return {"@odata.type": sort, "id": object_id, "description": text, "createdDateTime": created}


def tenant(*listed: JSON) -> Scripted:
    return Scripted({
        f"GET {BASE}?$top=999": [ok(*listed)],
        f"GET {BASE}/a": [GraphResponse(200, body("a", "college"))],
        f"GET {BASE}/a/assignments": [ok()],
        f"GET {BASE}/gone": [no(404)],
        f"GET {BASE}/gone/assignments": [no(404)],
    })  # fmt: skip


def test_it_takes_one_round_and_gives_what_it_was_asked_in_that_order() -> None:
    transport = tenant(body("b", "griffie", created="2027"), body("a", "college"))
    found = Reader(transport).list_markers(KIND, "zilverdam", ["gone", "a"])
    assert transport.rounds == 1
    assert [(m.id, m.marker.address.key) for m in found.marked] == [("a", "college"), ("b", "griffie")], (
        "the oldest first"
    )
    assert [one and one.id for one in found.objects] == [None, "a"]


def test_only_what_can_be_ours_is_marked() -> None:
    strange = (
        body("1", "x", organisation="elders"),
        body("2", "x", kind="ios_app_protection"),
        body("3", "x", sort="#microsoft.graph.macOSCompliancePolicy"),
        {"id": "4", "description": "by hand"},
    )
    assert Reader(tenant(*strange)).list_markers(KIND, "zilverdam", ()).marked == ()
    notes = replace(KIND, marker_property="notes")
    assert Reader(tenant(body("a", "college"))).list_markers(notes, "zilverdam", ()).marked == ()
