"""Every fault on every door: the tenant answers, or hangs up because it was told to. It never stumbles by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import orjson
import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    GROUP,
    Client,
    open_tenant,
    valid,
)
from tests.unit.emulator.network import ask, credentials, front_of

from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.faults.fault_table import TABLE, Fault, Unanswered
from managed_apparaten.emulator.recording.file import Recorder
from managed_apparaten.emulator.service.intune.export_jobs import STORAGE
from managed_apparaten.emulator.tenant import SavedState
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import group_id

COUNCIL = group_id("sg-rol-college")
FORMS = [(name, form) for name, row in TABLE.items() for form in row.forms]
ADVANCED = {"ConsistencyLevel": "eventual"}
REPORTS = "/v1.0/deviceManagement/reports/exportJobs"
OMA = {"@odata.type": "#microsoft.graph.windows10CustomConfiguration", "displayName": "OMA", "omaSettings": [
    {"@odata.type": "#microsoft.graph.omaSettingString", "displayName": "a", "omaUri": "./a", "value": "plain"},
]}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A tenant that has one of everything, a front before it, and the state to go back to."""

    front: Front
    begin: SavedState
    urls: dict[str, str]
    token: dict[str, str]

    def afresh(self, name: str, form: str) -> None:
        """As it was at first, with one fault on all that comes."""
        self.front.tenant.restore(self.begin)
        faults = self.front.tenant.faults
        faults.pause = lambda _seconds: None
        about = COUNCIL if name in ("F26", "F27", "F28", "F29") and form != "restored" else ""
        act = (lambda: None) if form == "act" or form == "restored" else None
        value = "9" if form == "grows" else "x"
        faults.inject(Fault(name, form, times=None, group=about, value=value, act=act))

    def send(self, method: str, url: str, body: object = None) -> Response:
        """By the trusted door."""
        return self.front.tenant.handle(
            Request(method, url, ADVANCED, b"" if body is None else orjson.dumps(body))
        )

    def knock(self, method: str, url: str, body: object = None) -> Response:
        """By the network's door, with a recorder that listens."""
        recorded = replace(self.front, recorder=Recorder())
        return recorded.handle(method, url, self.token, b"" if body is None else orjson.dumps(body))


@pytest.fixture(scope="module")
def there() -> Iterator[Place]:
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    oma = client.make(CONFIGURATIONS, OMA)
    reference = client("GET", oma).body["omaSettings"][0]["secretReferenceValueId"]
    urls = {"item": client.make(*valid("ios_compliance")), "gone": client.make(*valid("ios_compliance")),
            "value": f"{oma}/getOmaSettingPlainTextValue(secretReferenceValueId='{reference}')",
            "file": f"{STORAGE}/a/x.zip?sig=y",
            "job": f"{REPORTS}('{client('POST', REPORTS, {'reportName': 'AppInvAggregate', 'format': 'csv'}).body['id']}')"}  # fmt: skip
    front = front_of(tenant)
    token = orjson.loads(ask(front, credentials("apparaten-apply")).body)["access_token"]
    yield Place(front, tenant.snapshot(), urls, {"Authorization": f"Bearer {token}", "Host": "localhost"})
    tenant.close()


def parts(*asked: tuple[str, str, object]) -> dict[str, object]:
    return {"requests": [{"id": str(number), "method": method, "url": url.removeprefix("/beta"),
                          "headers": {**ADVANCED, "Content-Type": "application/json"},
                          **({"body": body} if body else {})} for number, (method, url, body) in enumerate(asked)]}  # fmt: skip


DOORS: dict[str, Callable[[Place], Response]] = {
    "list": lambda it: it.send("GET", f"{CATALOG}?$count=true"),
    "page": lambda it: it.send("GET", "/v1.0/groups?$top=5"),
    "object": lambda it: it.send("GET", it.urls["item"]),
    "nothing": lambda it: it.send("GET", f"{COMPLIANCE}/{GROUP}"),
    "number": lambda it: it.send("GET", "/v1.0/users/$count"),
    "value": lambda it: it.send("GET", it.urls["value"]),
    "report": lambda it: it.send("GET", it.urls["job"]),
    "create": lambda it: it.send("POST", *valid("ios_app_protection")),
    "change": lambda it: it.send("PATCH", it.urls["item"], {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "x"}),
    "assign": lambda it: it.send("POST", f"{it.urls['item']}/assign", {"assignments": []}),
    "delete": lambda it: it.send("DELETE", it.urls["gone"]),
    "batch": lambda it: it.send("POST", "/beta/$batch", parts(
        ("GET", CATALOG, None), ("GET", "/users/$count", None), ("GET", it.urls["value"], None), ("POST", *valid("ios_compliance")),
        ("PATCH", it.urls["item"], {"description": "x"}), ("DELETE", it.urls["gone"], None), ("GET", "/groups?$top=5", None))),
    "network": lambda it: it.knock("GET", CATALOG),
    "network, batch": lambda it: it.knock("POST", "/beta/$batch", parts(("GET", CATALOG, None), ("GET", "/organization", None))),
    "download": lambda it: it.send("GET", it.urls["file"]),
    "no token": lambda it: it.front.handle("GET", CATALOG, {}, b""),
    "token": lambda it: ask(it.front, credentials("apparaten-apply")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_no_fault_makes_the_tenant_stumble_at_any_door(name: str, form: str, there: Place) -> None:
    for door, through in DOORS.items():
        there.afresh(name, form)
        with contextlib.suppress(Unanswered):
            answer = through(there)
            assert 200 <= answer.status < 600, door
            assert all(isinstance(value, str) for value in answer.headers.values()), door


def of_parts(there: Place, name: str, form: str) -> Response:
    """Answers of a batch in which the fault hits parts alone."""
    there.front.tenant.restore(there.begin)
    there.front.tenant.faults.inject(Fault(name, form, path=r"^(?!.*\$batch)", times=None))
    return DOORS["batch"](there)


@pytest.mark.parametrize("form", TABLE["F5"].forms)
def test_a_part_that_cannot_be_read_spoils_no_other_part_and_not_the_batch(form: str, there: Place) -> None:
    """What is no JSON comes as base64url, as the page on batching describes for images."""
    answers = orjson.loads(of_parts(there, "F5", form).body)["responses"]
    assert [answer["status"] for answer in sorted(answers, key=lambda answer: int(answer["id"]))[:3]] == [
        200,
        200,
        200,
    ]
    [found] = [answer for answer in answers if answer["id"] == "0"]
    expected = {"empty": "NoneType", "content-type": "dict"}
    assert type(found.get("body")).__name__ == expected.get(form, "str")


@pytest.mark.parametrize("levels", [1, 60, 250, 900])
def test_a_batch_in_a_batch_and_a_body_without_bottom_are_refused(levels: int, there: Place) -> None:
    there.front.tenant.restore(there.begin)
    inner = orjson.dumps(parts(("GET", "/groups", None)))
    nested = (
        b'{"requests":[{"id":"1","method":"POST","url":"/$batch","body":' * levels + inner + b"}]}" * levels
    )
    deep = (
        b'{"requests":[{"id":"1","method":"POST","url":"/groups","body":'
        + b'{"a":' * levels
        + b"1"
        + b"}" * levels
        + b"}]}"
    )
    for body in (nested, deep):
        answer = there.front.tenant.handle(Request("POST", "/beta/$batch", {}, body))
        alone = [part["status"] for part in orjson.loads(answer.body).get("responses", ())]
        assert (answer.status, alone) in ((400, []), (200, [400]))
