"""A random walk on the ladder: role after role goes up and down, and the tenant ends as if it had been told at once."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from tests.oracle.office import Office, Ready, active, example, office, ready, stepped

from managed_apparaten.core.diagnostic import has_errors
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import STEPS, PolicySet, Step
from managed_apparaten.resource.comparison import direct_targets, normal

STEPS_TAKEN = int(os.environ.get("APPARATEN_WALK", "40"))
"""`make test-long` takes 200."""
SEED = 4711
APPS = "deviceAppManagement/mobileApps"
STORE_APP = "#microsoft.graph.iosStoreApp"
STORED = (
    "displayName",
    "description",
    "publisher",
    "bundleId",
    "appStoreUrl",
    "applicableDeviceType",
    "minimumSupportedOperatingSystem",
)


def walk(policy: PolicySet, number: int, seed: int) -> Iterator[Ready]:
    """The policy after each step, every role in turn in random order and on a random other step that can exist for it."""
    dice, taken = random.Random(seed), dict[str, Step]()
    queue: list[str] = []
    for _ in range(number):
        queue = queue or dice.sample(sorted(policy.roles), len(policy.roles))
        name = queue.pop()
        now = taken.get(name, policy.roles[name].enforcement.value)
        for step in dice.sample(STEPS, len(STEPS)):
            made = ready(stepped(policy, {**taken, name: step}))
            if step != now and not has_errors(made.compiled.diagnostics):
                taken[name] = step
                yield made
                break


def stock(one: Office, like: Office) -> None:
    """Give a tenant the App Store apps that another has more. An app that some step made stays when it is let go of, and is then assigned
    as any app of the tenant, also for uninstall: a fresh apply is one on a tenant that knows the same apps."""
    known = {app["bundleId"] for app in store_apps(one)}
    for app in store_apps(like):
        if app["bundleId"] not in known:
            text = str(app["notes"] or "").partition("\n[apparaten ")[0]
            body = orjson.dumps(
                {"@odata.type": STORE_APP, "notes": text, **{name: app[name] for name in STORED}}
            )
            answer = one.tenant.handle(
                Request("POST", f"/beta/{APPS}", {"Content-Type": "application/json"}, body, "portal")
            )
            assert answer.status == 201, answer.body


def store_apps(one: Office) -> list[JSON]:
    """App Store apps of a tenant."""
    found = orjson.loads(one.tenant.handle(Request("GET", f"/beta/{APPS}", {}, b"", "portal")).body)["value"]
    return [app for app in found if app["@odata.type"] == STORE_APP]


def standing(one: Office) -> dict[str, JSON]:
    """Every object of ours by address, in the form in which objects are compared, with its targets and apps. An object that others
    refer to may have gone and come back under another id: references are read as addresses."""
    kinds = {kind.name: kind for kind in all_kinds()}
    found = one.reader.objects(all_kinds(), example().organisation.id).ours
    addresses = [str(o.marker.address) for o in found if o.marker]
    assert len(addresses) == len(set(addresses)) == len(found)
    names = {o.id: str(o.marker.address) for o in found if o.marker}

    def named(value: JSON) -> JSON:
        if isinstance(value, dict):
            return {key: named(inner) for key, inner in value.items()}
        return (
            [named(inner) for inner in value]
            if isinstance(value, list | tuple)
            else names.get(str(value), value)
        )

    return {
        str(o.marker.address): (
            named(normal(o.body, kinds[o.kind])),
            named(direct_targets(o.assignments)),
            o.apps,
            str(o.marker),
        )
        for o in found
        if o.marker
    }


def foreign(one: Office) -> dict[str, bytes]:
    """Every object in the tenant that does not carry our line, as it reads."""
    reading = one.reader.objects(all_kinds(), example().organisation.id)
    raw = {}
    for item in reading.foreign:
        status, _, body = one.door.send("GET", f"/beta/{item.collection}/{item.id}", {})
        assert status == 200
        raw[item.id] = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    return raw


def test_a_random_walk_on_the_ladder_ends_where_a_fresh_apply_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    (tmp_path / "walked").mkdir()
    (tmp_path / "fresh").mkdir()
    with office(tmp_path / "walked") as walked, office(tmp_path / "fresh") as fresh:
        before = foreign(walked)
        last = ready(example())
        walked.apply(last)
        for number, made in enumerate(walk(example(), STEPS_TAKEN, SEED), 1):
            plan = walked.plan(made)
            assert walked.carry_out(made, plan).exit_code == 0, number
            assert list(active(walked.plan(made))) == [], number
            last = made
        stock(fresh, walked)
        fresh.apply(last)
        assert standing(walked) == standing(fresh)
        assert foreign(walked) == before
        touched = {entry.object_id for entry in walked.tenant.audit()}
        assert not touched & set(before)
        assert [entry for entry in walked.tenant.audit() if entry.status >= 400] == []
