"""Planted secrets against everything that a command leaves behind, under every fault. `make canary`; a small one is in `make test`.

A run is one command under one fault. What is searched: both outputs, all logging of everybody at DEBUG, warnings, spans, the
traceback if it crashed, and every file that it wrote. The tenant is the embedded one: in process, and over HTTPS with a real sign-in.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns import canaries
from tests.campaigns.canaries import VALUES
from tests.campaigns.fleet import Campaign, Lossy
from tests.campaigns.heard import heard
from tests.campaigns.searcher import Leak, Searcher
from tests.campaigns.small import small_fleet, small_policies

from managed_apparaten.cli import looking, target
from managed_apparaten.core.clock import SystemClock, VirtualClock
from managed_apparaten.emulator import faults, mangle
from managed_apparaten.emulator.doors import InProcess
from managed_apparaten.emulator.faults import Effect, Fault, Row
from managed_apparaten.emulator.http import Response
from managed_apparaten.emulator.mangle import Change, Moment
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.tenant import Snapshot, Tenant, seeded_ids
from managed_apparaten.workflow.check import check

DAY = "2026-11-21"
ALLOWED = ("--allow-people", "--allow-devices", "--allow-delete")
FLEET = ("noord", "zuid")
Bearer = Callable[[Moment], str]


def _bearer(moment: Moment) -> str:
    """What the request had to show; in process nobody shows anything."""
    return moment.request.header("Authorization") or f"Bearer {VALUES['access token']}"


def _said(text: Callable[[str], str], status: int = 400, *, intune: bool = False, code: str = "BadRequest") -> Effect:
    return Effect(lambda m: mangle.refusal(status, code, text(_bearer(m)), intune=intune)(m))


def _with(status: int, body: bytes, headers: Callable[[Moment], Mapping[str, str]]) -> Effect:
    return Effect(lambda m: Response(status, {"Content-Type": "application/json", **headers(m)}, body))


def _spoken(moment: Moment) -> Response:
    """Ids that are no ids."""
    made = mangle.refusal(400, VALUES["ids of a refusal"], "No", headers={"request-id": VALUES["ids of a refusal"]})(moment)
    body = made.body.replace(b'"request-id":"', f'"request-id":"{VALUES["ids of a refusal"]}'.encode())
    return replace(made, body=body)


def _link(query: str) -> Change:
    return mangle.link(lambda moment, _link: moment.request.url.partition("?")[0] + query)


_APPROVAL = f"Approval Required. x-msft-approval-code: {VALUES['approval code']}, because {VALUES['justification of an approval']}"
SPOKEN: Mapping[str, Effect] = {
    "header": _said(lambda bearer: f"Bad header: Authorization: {bearer}."),
    "intune": _said(lambda bearer: f"Bad header Authorization: {bearer}.", 500, intune=True),
    "token": _said(lambda bearer: f"IDX10223: {bearer.partition(' ')[2]} is no good", 401, code="InvalidAuthenticationToken"),
    "coded": _said(lambda bearer: f"Request was {base64.b64encode(bearer.encode()).decode()}", 403),
    "half": _said(lambda bearer: f"Token {bearer.partition(' ')[2][:30]} was cut", 400),
    "secret": _said(lambda _: f"client_secret={VALUES['text of a refusal']}", 409),
    "code": Effect(_spoken),
    "approval": Effect(mangle.refusal(412, "PreconditionFailed", f"{_APPROVAL}", headers={"x-msft-approval-code": VALUES["approval code"]})),
    "redirect": _with(302, b"", lambda _: {"Location": f"https://elsewhere.example/?code={VALUES['address of a redirect']}"}),
    "cookie": _with(200, b'{"value": []}', lambda m: {"Set-Cookie": f"session={_bearer(m)}"}),
    "challenge": _with(401, b"{}", lambda _: {"WWW-Authenticate": f'Bearer realm="{VALUES["address of a redirect"]}"'}),
    "type": Effect(lambda m: Response(200, {"Content-Type": f"text/{_bearer(m)[7:70]}"}, b"x")),
    "odd-type": Effect(lambda _: Response(200, {"Content-Type": VALUES["type of an answer"]}, b"x")),
    "page": Effect(lambda m: Response(502, {"Content-Type": "text/html"}, f"<html>{_bearer(m)}".encode())),
    "link": Effect(_link(f"?$skiptoken={VALUES['query of a next link']}"), handled=True),
    "link-elsewhere": Effect(mangle.link(lambda _m, _l: f"https://x.example/beta?t={VALUES['query of a next link']}"), handled=True),
    "retry-after": Effect(mangle.throttled(lambda _: VALUES["Retry-After of the service"])),
}
"""Answers in which the service says what it should not: what it was sent, and what only it knows."""
EVERYWHERE = tuple((name, form) for name, row in faults.TABLE.items() for form in row.forms)
EVENTS = ("F12", "F13", "F26", "F27", "F28", "F29")
WRITES = ("POST", "PATCH", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What goes wrong in a run."""

    name: str
    form: str = ""
    once: bool = False
    """Only the first write; else everything, always."""

    def __str__(self) -> str:
        return f"{self.name} {self.form}".strip() + (" (one write)" if self.once else "")


NOTHING = Wrong("nothing")


def wrongs() -> tuple[Wrong, ...]:
    """Every fault in every form, for good and at one write; nothing at all; and everything that the service can say."""
    spoken = [Wrong("said", form, once) for form in SPOKEN for once in (False, True)]
    known = [Wrong(name, form, once) for name, form in EVERYWHERE for once in (False, True) if not (once and name in EVENTS)]
    return (NOTHING, *known, *spoken)


@dataclass
class Tally:
    """What was looked at, and what was found."""

    runs: Counter[str] = field(default_factory=Counter)
    wrong: set[str] = field(default_factory=set)
    leaks: list[tuple[str, str, Leak]] = field(default_factory=list)
    """(command, fault, what)."""
    looked: int = 0
    """Bytes."""

    @property
    def combinations(self) -> int:
        return sum(self.runs.values()) * len(VALUES)

    def line(self) -> str:
        runs = sum(self.runs.values())
        return (
            f"{len(self.runs)} commands x {len(self.wrong)} faults ({runs} runs) x {len(VALUES)} canaries = {self.combinations} combinations, "
            f"{self.looked / 2**20:.0f} MiB searched, leaks {len(self.leaks)}"
        )


Look = Callable[[str, str, Mapping[str, bytes]], None]


def looker(tally: Tally, searcher: Searcher) -> Look:
    """Searches what a run left behind and counts."""

    def look(command: str, wrong: str, left: Mapping[str, bytes]) -> None:
        tally.runs[command] += 1
        tally.wrong.add(wrong)
        for where, data in left.items():
            tally.looked += len(data)
            tally.leaks += [(command, wrong, leak) for leak in searcher.search(where, data)]

    return look


@contextmanager
def world(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Time that passes by waiting alone, an environment with a secret of nobody, and a service that says too much."""
    clock = VirtualClock(datetime.now(UTC))
    patch.setattr(SystemClock, "sleep", lambda _self, seconds: clock.sleep(seconds))
    patch.setattr(SystemClock, "monotonic", lambda _self: clock.monotonic())
    patch.setattr(SystemClock, "now", lambda _self: clock.now())
    patch.setenv("APPARATEN_DEBUG", "1")
    patch.setenv("UNRELATED_TOKEN", VALUES["environment variable of nobody"])
    patch.setattr(faults, "TABLE", {**faults.TABLE, "said": Row("the service says too much", SPOKEN)})
    yield


@dataclass
class Town:
    """A tenant that the policy was applied to, with all that is planted in it, and the state that each run begins with."""

    policies: Path
    tenant: Tenant
    begin: Snapshot

    def again(self, wrong: Wrong) -> None:
        """As it was at first, and something goes wrong."""
        self.tenant.restore(self.begin)
        self.tenant.faults.pause = SystemClock().sleep
        if wrong is NOTHING:
            return
        group = next(self.tenant.world.store.objects(("groups",))).id if wrong.name in EVENTS[2:] else ""
        methods, times = (WRITES, 1) if wrong.once else ((), None)
        path = r"^(?!.*\$batch)" if wrong.once else ""
        value = "3" if wrong.form == "grows" else VALUES["name of a person"]
        act = (lambda: canaries.drift(self.tenant)) if wrong.form == "act" else None
        prop = "description" if wrong.name in ("F21", "F37", "F39") else ""
        self.tenant.faults.inject(Fault(wrong.name, wrong.form, methods, path, times=times, group=group, value=value, prop=prop, act=act))


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The example's small policy, applied; then others came."""
    policies, moment = small_policies(folder / "policies"), VirtualClock(datetime.now(UTC))
    ready = check(policies, datetime.fromisoformat(DAY).date()).ready
    assert ready is not None
    tenant = Tenant.open(None, clock=SystemClock().now, new_id=seeded_ids("zilverdam"))
    seed(tenant)
    canaries.people(tenant)
    with tempfile.TemporaryDirectory() as place:
        made = Campaign(ready, tenant.snapshot(), Path(place)).lived("zilverdam", tenant, moment)
    assert made == (0, ""), made
    canaries.foreign(tenant)
    canaries.drift(tenant)
    (policies / "roles" / "buitendienst.yaml").unlink()
    try:
        yield Town(policies, tenant, tenant.snapshot())
    finally:
        tenant.close()


def commands(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """What is run, by name; one after the other in one folder, as files of the first are read by others."""
    plan, snapshot = str(folder / "plan.json"), str(folder / "tenant.json")
    return {
        "plan": ("plan", "--full"), "plan (markdown)": ("plan", "--format", "markdown", "--full"), "plan (json)": ("plan", "--format", "json"),
        "plan -o": ("plan", "-o", plan), "show": ("show", plan, "--full"), "snapshot": ("snapshot", "-o", snapshot, "--groups", "all"),
        "plan on a snapshot": ("plan", "--tenant", snapshot, "--full"), "explain": ("explain", "ict-beheer", "tiktok"),
        "doctor": ("doctor", "--for", "apply"), "doctor (json)": ("doctor", "--format", "json"), "doctor (script)": ("doctor", "--script", "az"),
        "apply": ("apply", plan, *ALLOWED), "apply unasked": ("apply", "--auto-approve", *ALLOWED),
    }  # fmt: skip


def in_process(found: Town, folder: Path, look: Look, chosen: tuple[Wrong, ...], patch: pytest.MonkeyPatch) -> None:
    """Every command under every fault, with the tenant in the same process; then two organisations at once."""

    @contextmanager
    def embedded(_context: object, **_more: object) -> Iterator[Tenant]:
        yield found.tenant

    def way(door: InProcess) -> Lossy:
        return Lossy(REAL(door))

    for module in (target, looking):
        patch.setattr(module, "embedded", embedded)
        patch.setattr(module, "EmbeddedTransport", way)
    several = small_fleet(folder / "several", FLEET)
    for number, wrong in enumerate(chosen):
        place = folder / f"in-process-{number}"
        (place / "state").mkdir(parents=True)
        (place / "state" / "tenant.sqlite").touch()
        base = ("--state", str(place / "state"), "--date", DAY, "--lang", "en" if number % 2 else "nl")
        for name, arguments in commands(place).items():
            found.again(wrong)
            look(name, str(wrong), heard([*base, "--policies", str(found.policies), *arguments], place))
        for command in (("plan", "--full"), ("apply", "--auto-approve", *ALLOWED)):
            found.again(wrong)
            look(f"{command[0]}, two organisations", str(wrong),
                 heard([*base, "--policies", str(several), "--organisation", "all", *command], place))  # fmt: skip


REAL = target.EmbeddedTransport


def table(tally: Tally) -> str:
    """Commands with their runs and leaks."""
    leaks = Counter(command for command, _, _ in tally.leaks)
    rows = [f"{name:<32} {runs:>5} {leaks[name]:>6}" for name, runs in tally.runs.items()]
    return "\n".join([f"{'command':<32} {'runs':>5} {'leaks':>6}", *rows])


def told(tally: Tally) -> str:
    """Each leak once for its place and form, with an example."""
    seen: dict[tuple[str, str, str], list[Any]] = {}
    for command, wrong, leak in tally.leaks:
        entry = seen.setdefault((command, leak.where, leak.form), [0, wrong, leak.around])
        entry[0] += 1
    return "\n".join(f"{count}x {command} [{wrong}] {where} ({form}): {around!r}" for (command, where, form), (count, wrong, around) in seen.items())


def main() -> None:
    """The whole campaign."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=("process", "https"))
    asked = options.parse_args()
    tally, began = Tally(), time.perf_counter()
    searcher = Searcher()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name, world(patch):
        folder = Path(name)
        with town(folder) as found:
            if asked.only != "https":
                with pytest.MonkeyPatch.context() as inner:
                    in_process(found, folder, looker(tally, searcher), wrongs(), inner)
            if asked.only != "process":
                from tests.campaigns.canary_https import over_https

                over_https(found, folder, looker(tally, searcher), searcher, wrongs())
    print(table(tally))
    print(told(tally))
    print(f"{tally.line()}, {time.perf_counter() - began:.0f} s")
    sys.exit(1 if tally.leaks else 0)


if __name__ == "__main__":
    main()
