"""A walk of random requests: the embedded tenant always agrees with a dictionary of what was sent and not deleted."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.conformance.conftest import Tally
from tests.unit.emulator.conftest import GROUP, OTHER_GROUP, VALID, Client, group_target, open_tenant

pytestmark = pytest.mark.conformance
GROUPS = (GROUP, OTHER_GROUP, "8f9619ff-8b86-d011-b42d-00c04fc964ff")
ALONE = frozenset({"apps", "settings", "scheduledActionsForRule"})
"""What is read by a route or an expand of its own."""
NAMES = st.text("ab'ë ", min_size=1, max_size=4).filter(str.strip)


@dataclass
class Known:
    """What the model knows of one object."""

    collection: str
    body: dict[str, Any]
    groups: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "name" if "name" in self.body else "displayName"

    @property
    def parameter(self) -> str:
        return "mobileAppAssignments" if self.collection.endswith("mobileApps") else "assignments"


class Machine(RuleBasedStateMachine):
    """Requests on the left, a dictionary on the right."""

    steps = 0
    objects = Bundle("objects")

    def __init__(self) -> None:
        super().__init__()
        self.client = Client(open_tenant(), "machine")
        self.model: dict[str, Known] = {}

    def teardown(self) -> None:
        self.client.tenant.close()

    @rule(target=objects, kind=st.sampled_from(sorted(VALID)), name=NAMES)
    def create(self, kind: str, name: str) -> str:
        collection, body = copy.deepcopy(VALID[kind])
        known = Known(collection, body)
        body[known.name] = name
        answer = self.client("POST", collection, body)
        assert answer.status == 201
        assert f"{collection}/{answer.body['id']}" not in self.model
        url = f"{collection}/{answer.body['id']}"
        self.model[url] = known
        return url

    @rule(url=objects, name=NAMES, description=st.none() | NAMES)
    def patch(self, url: str, name: str, description: str | None) -> None:
        known = self.model[url]
        changes = {known.name: name, "description": description}
        marked = (
            {"@odata.type": known.body["@odata.type"], **changes} if "@odata.type" in known.body else changes
        )
        assert self.client("PATCH", url, marked).status in (200, 204)
        known.body |= changes

    @rule(url=objects, groups=st.lists(st.sampled_from(GROUPS), unique=True))
    def assign(self, url: str, groups: list[str]) -> None:
        known = self.model[url]
        intent = {"intent": "required"} if known.parameter != "assignments" else {}
        sent = [{**group_target(group), **intent} for group in groups]
        assert self.client("POST", f"{url}/assign", {known.parameter: sent}).status in (200, 204)
        known.groups = groups

    @rule(url=consumes(objects))
    def delete(self, url: str) -> None:
        assert self.client("DELETE", url).status == 204
        del self.model[url]
        for method, body in (("GET", None), ("PATCH", {"description": "x"}), ("DELETE", None)):
            assert self.client(method, url, body).status == 404

    @rule(url=objects)
    def get(self, url: str) -> None:
        self.agrees(self.model[url], self.client("GET", url).body)

    @rule(kind=st.sampled_from(sorted(VALID)))
    def list_all(self, kind: str) -> None:
        collection = VALID[kind][0]
        self.same(collection, self.client("GET", collection).body["value"])

    @rule(kind=st.sampled_from(sorted(VALID)), size=st.integers(1, 3))
    def page(self, kind: str, size: int) -> None:
        collection = VALID[kind][0]
        url, found = f"{collection}?$top={size}", []
        while url:
            body = self.client("GET", url).body
            assert len(body["value"]) == size or "@odata.nextLink" not in body
            found += body["value"]
            url = body.get("@odata.nextLink", "")
        self.same(collection, found)

    @rule(urls=st.lists(objects, max_size=4, unique=True), name=NAMES)
    def batch(self, urls: list[str], name: str) -> None:
        """Read some, change the last after that, and ask for one that does not exist."""
        parts: list[dict[str, Any]] = [
            {"id": str(n), "method": "GET", "url": url.removeprefix("/beta")} for n, url in enumerate(urls)
        ]
        parts.append({"id": "absent", "method": "GET", "url": f"/groups/{GROUP}"})
        parts.append({"id": "after", "method": "GET", "url": "/groups", "dependsOn": ["absent"]})
        if urls:
            known = self.model[urls[-1]]
            body = {"@odata.type": known.body["@odata.type"]} if "@odata.type" in known.body else {}
            change = {
                "id": "change",
                "method": "PATCH",
                "url": urls[-1].removeprefix("/beta"),
                "dependsOn": [str(len(urls) - 1)],
            }
            parts.append(
                {
                    **change,
                    "headers": {"Content-Type": "application/json"},
                    "body": {**body, known.name: name},
                }
            )
        answers = {
            part["id"]: part
            for part in self.client("POST", "/beta/$batch", {"requests": parts}).body["responses"]
        }
        assert set(answers) == {part["id"] for part in parts}
        assert (answers["absent"]["status"], answers["after"]["status"]) == (404, 424)
        for number, url in enumerate(urls):
            self.agrees(self.model[url], answers[str(number)]["body"])
        if urls:
            assert answers["change"]["status"] in (200, 204)
            self.model[urls[-1]].body[self.model[urls[-1]].name] = name

    @invariant()
    def assignments_agree(self) -> None:
        type(self).steps += 1
        for url, known in list(self.model.items())[-2:]:
            found = self.client("GET", f"{url}/assignments").body["value"]
            assert sorted(one["target"]["groupId"] for one in found) == sorted(known.groups)

    def agrees(self, known: Known, read: dict[str, Any]) -> None:
        wanted = {key: value for key, value in known.body.items() if key not in ALONE}
        assert holds(wanted, read), (wanted, read)

    def same(self, collection: str, read: list[dict[str, Any]]) -> None:
        """A list shows each object of the collection once, and nothing else."""
        expected = {
            url.rsplit("/", 1)[1]: known
            for url, known in self.model.items()
            if known.collection == collection
        }
        assert sorted(one["id"] for one in read) == sorted(expected)
        for one in read:
            self.agrees(expected[one["id"]], one)


def holds(wanted: Any, read: Any) -> bool:
    """Whether what was sent is in what is read; lists in any order, the type mark of a nested value is optional."""
    if isinstance(wanted, dict) and isinstance(read, dict):
        return all(
            key in read and holds(value, read[key]) for key, value in wanted.items() if key != "@odata.type"
        )
    if isinstance(wanted, list) and isinstance(read, list):
        return len(wanted) == len(read) and all(any(holds(one, other) for other in read) for one in wanted)
    return bool(wanted == read)


def test_the_tenant_agrees_with_a_simple_model(long: bool, tally: Tally) -> None:
    Machine.steps = 0
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    usual = settings(
        max_examples=1000 if long else 100,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=quiet,
    )
    run_state_machine_as_test(Machine, settings=usual)
    tally("state machine", "random steps after which tenant and model agree", Machine.steps)
