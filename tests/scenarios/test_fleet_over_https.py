"""Three organisations in one run, each in a cloud of its own behind HTTPS: one in order, one that refuses the sign-in, one that is slow.

What stands for Microsoft's clouds are three served embedded tenants, so each organisation has its own identity provider and its own Graph.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from tests.campaigns.small import small_fleet
from tests.limits import HANG
from tests.unit.emulator.network import served

from managed_apparaten.cli.main import run
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.doors import serving, tls
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.doors.server import Server
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds import zilverdam
from managed_apparaten.graph.signin.clouds import CLOUDS, Cloud

GOOD, BROKEN, SLOW = "dorpje", "ommeren", "zilverdam"
CLOUD = {GOOD: "usgov", BROKEN: "global", SLOW: "china"}
TENANTS = {name: f"{number}1111111-1111-4111-8111-111111111111" for number, name in enumerate(CLOUD, 1)}
APP = "apparaten-apply"


@dataclass(frozen=True, slots=True)
class Watched(Front):
    """A front door that remembers which tokens came in and which went out."""

    came: set[str] = field(default_factory=set)
    went: set[str] = field(default_factory=set)

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        token = {name.lower(): value for name, value in headers.items()}.get("authorization")
        if token:
            self.came.add(token.removeprefix("Bearer "))
        answer = Front.handle(self, method, target, headers, body)
        if target.endswith("/oauth2/v2.0/token") and answer.status == 200:
            self.went.add(json.loads(answer.body)["access_token"])
        return answer


@contextmanager
def tenant_of(name: str, folder: Path, slow: threading.Event) -> Iterator[tuple[str, Watched]]:
    """The address and the door of a tenant with the id that the organisation names."""
    tenant = Tenant.open(None, clock=SystemClock().now)
    objects, edges = zilverdam.world()
    tenant.insert(
        [replace(o, id=TENANTS[name]) if o.collection == "organization" else o for o in objects], edges
    )
    secured = tls.context(SystemClock().now(), folder / f"{name}.pem")

    def wait(_seconds: float) -> None:
        assert slow.wait(HANG), "the others waited for the slow one"

    front = Watched(
        tenant, serving.authority_of(tenant), "https", latency=1.0 if name == SLOW else 0.0, wait=wait
    )
    if name == BROKEN:
        [app] = [app for app in registrations.given() if app.name == APP]
        tenant.register(replace(app, secrets=(registrations.secret("changed since"),)))
    with served(Server("127.0.0.1", 0, front, secured)) as server:
        yield server.url, front
    tenant.close()


@dataclass(frozen=True)
class Fleet:
    """Three served tenants, and the policies of their organisations."""

    folder: Path
    doors: Mapping[str, Watched]
    others_done: threading.Event
    """The slow tenant answers nothing before this."""

    def apparaten(self, *arguments: str) -> tuple[int, str, str]:
        policies, state = self.folder / "policies", self.folder / "state"
        options = ["--lang", "en", "--date", "2026-11-21", "--policies", str(policies), "--state", str(state)]
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = run([*options, "--tenant", "real", "--organisation", "all", "--workers", "3", *arguments])
        return code, out.getvalue(), err.getvalue()


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fleet]:
    small_fleet(tmp_path / "policies", tuple(CLOUD))
    monkeypatch.setattr("managed_apparaten.cli.commands.apply.dutch_day", lambda moment: date(2026, 11, 21))
    done, doors = threading.Event(), dict[str, Watched]()
    with ExitStack() as stack:
        for name, cloud in CLOUD.items():
            url, doors[name] = stack.enter_context(tenant_of(name, tmp_path, done))
            monkeypatch.setitem(CLOUDS, cloud, Cloud(cloud, url, url))
            file = tmp_path / "policies" / name / "organisation.yaml"
            text = file.read_text("utf-8").replace(
                "tenant:\n  embedded: true",
                f"tenant: {{id: {TENANTS[name]}, domain: {name}.example, cloud: {cloud}}}",
            )
            file.write_text(text, "utf-8")
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(b"".join((tmp_path / f"{name}.pem").read_bytes() for name in CLOUD))
        for key, value in {
            "AZURE_CLIENT_ID": registrations.application_id(APP), "AZURE_CLIENT_SECRET": registrations.known_secret(APP),
            "APPARATEN_AUTH": "secret", "SSL_CERT_FILE": str(trusted),
        }.items():  # fmt: skip
            monkeypatch.setenv(key, value)
        yield Fleet(tmp_path, doors, done)


@pytest.mark.usefixtures("lists_at_once")
def test_one_that_refuses_the_sign_in_and_one_that_is_slow_hinder_nobody_and_no_token_goes_astray(
    fleet: Fleet,
) -> None:
    plans = fleet.folder / "plans"
    watch = threading.Thread(target=until, args=((plans / f"{GOOD}.json").exists, fleet.others_done))
    watch.start()
    code, out, err = fleet.apparaten("plan", "-o", str(plans))
    watch.join()
    table = [
        row.split()[:2]
        for row in out[out.rindex("\norganisation ") :].splitlines()
        if row.startswith(tuple(CLOUD))
    ]
    assert (code, table) == (3, [[GOOD, "planned"], [BROKEN, "failed"], [SLOW, "planned"]])
    assert "2 of 3 organisations went well.\nNot: ommeren\n" in out
    assert "AADSTS7000215" in err
    made = {file.stem: json.loads(file.read_bytes())["tenant_id"] for file in plans.iterdir()}
    assert made == {GOOD: TENANTS[GOOD], SLOW: TENANTS[SLOW]}
    code, out, err = fleet.apparaten("apply", str(plans), "--allow-people", "--allow-devices")
    assert (code, out.count("Each object was read back"), "GRA583" in err) == (3, 2, True)
    for name, door in fleet.doors.items():
        well = name != BROKEN
        assert door.came == door.went, f"{name} got a token of somebody else, or did not get its own"
        assert (bool(door.went), bool(door.tenant.counts().requests), bool(door.tenant.audit())) == (
            well,
            well,
            well,
        )
        assert (
            fleet.folder / "state" / name / f"{CLOUD[name]}-{TENANTS[name]}" / "journal.jsonl"
        ).exists() == well
    tokens = [token for door in fleet.doors.values() for token in door.went]
    assert len(tokens) == len(set(tokens)), "two identity providers issued the same token"
    assert not [token for token in tokens if token in out + err]


def until(happened: Callable[[], bool], then: threading.Event) -> None:
    """Tell `then` when it has happened, or when it never will."""
    for _ in range(int(HANG / 0.01)):
        if happened():
            break
        then.wait(0.01)
    then.set()
