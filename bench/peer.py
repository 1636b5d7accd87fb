"""Measure reading a tenant of 800 policies: IntuneCD 2.6.0 `update --report` beside our `plan`.

`make bench-peer` runs it. Both programs are whole processes that read the same served tenant over HTTPS on
loopback, with a latency that the tenant adds to every answer. IntuneCD gets its token without signing in and
skips what our plan does not read; our plan signs in, and also reads groups, their members and all devices.
The figures are medians of five runs, after one that fills the disk cache.

The time of reading is what the tenant sees: from the first request to Graph to the last answer. It includes
the time in which a program compares between its requests. Its lower limit is the longest chain of requests
that wait for each other, times the latency. The floor for our plan is the same plan with the embedded tenant
in the process, which has no network to wait for.
"""

import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlencode

import orjson
from bench.measure import Row, machine, report
from bench.serve import COUNT

from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.doors.serving import AUTHORITY_FILE
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.identity.registrations import Application
from managed_apparaten.emulator.tenant import Tenant

ROOT = Path(__file__).resolve().parents[1]
APPARATEN = str(Path(sys.executable).with_name("apparaten"))
PEER, PEER_VERSION = "IntuneCD", "IntuneCD 2.6.0 update --report"
OURS = "apparaten-plan"
POLICIES = 800
RUNS = 5
LATENCIES = (0, 20, 100)
"""Milliseconds that are added to every answer."""
ROUNDS = 2
"""The longest chain of our plan: first lists and the groups of the policy, then the groups that were found
(decision 15).
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A tenant that answers over HTTPS."""

    url: str
    tenant_id: str
    authority: Path
    """File of the certificate authority to trust."""

    def environ(self, app: str) -> dict[str, str]:
        """Return the environment in which a program trusts this tenant and signs in as this application."""
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return kept | {
            "SSL_CERT_FILE": str(self.authority), "REQUESTS_CA_BUNDLE": str(self.authority), "AZURE_TENANT_ID": self.tenant_id,
            "AZURE_CLIENT_ID": registrations.application_id(app), "AZURE_CLIENT_SECRET": registrations.known_secret(app),
        }  # fmt: skip

    def ask(self, path: str, form: dict[str, str] | None = None) -> bytes:
        """Send a request and return the body of its answer."""
        trust = ssl.create_default_context(cafile=str(self.authority))
        data = urlencode(form).encode() if form else None
        with urllib.request.urlopen(f"{self.url}{path}", data, context=trust) as answer:
            return bytes(answer.read())

    def token(self, app: str) -> str:
        """Return an access token for an application."""
        form = {"grant_type": "client_credentials", "client_id": registrations.application_id(app),
                "client_secret": registrations.known_secret(app), "scope": "https://graph.microsoft.com/.default"}  # fmt: skip
        return str(orjson.loads(self.ask(f"/{self.tenant_id}/oauth2/v2.0/token", form))["access_token"])


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds, peak memory in megabytes, HTTP requests to Graph that the tenant counted, and
    seconds of reading.
    """

    seconds: float
    megabytes: float
    requests: float
    reading: float


def main() -> None:
    """Measure both programs at each latency."""
    with tempfile.TemporaryDirectory() as folder:
        state, backup = Path(folder) / "state", Path(folder) / "backup"
        subprocess.run(
            [APPARATEN, "--state", state, "tenant", "seed", "--foreign", str(POLICIES)],
            check=True,
            capture_output=True,
        )
        backup.mkdir()
        register_peer(state)
        with served(state, 0) as tenant:
            once(tenant, PEER, theirs(tenant, "run_backup", "-p", str(backup), "--append-id"))
        for latency in LATENCIES:
            with served(state, latency) as tenant:
                rows = list(_rows(tenant, state, backup, latency / 1000))
            report(f"Reading {POLICIES} policies, {latency} ms a request; {machine()}", rows)


def _rows(tenant: Served, state: Path, backup: Path, latency: float) -> Iterator[Row]:
    plan = ["--state", str(state / "ours"), "plan"]
    floor = ["--state", str(state), "plan"]
    peer = _median(tenant, PEER, theirs(tenant, "run_update", "-p", str(backup), "-u", "--report"))
    ours = _median(tenant, OURS, [APPARATEN, "--tenant", tenant.url, "--auth", "secret", *plan])
    here = _median(tenant, OURS, [APPARATEN, *floor])
    ratio = f"{peer.seconds / ours.seconds:.1f}x as fast, {peer.requests / ours.requests:.1f}x fewer requests"
    yield Row(PEER_VERSION, *_figures(peer))
    yield Row("apparaten plan", *_figures(ours, ratio))
    yield Row(
        "apparaten plan, tenant in the process",
        *_figures(here, f"so {ours.seconds - here.seconds:.2f} s is network and sign-in"),
    )
    limit = ROUNDS * latency
    times = f", {ours.reading / limit:.1f}x that" if limit else ""
    yield Row(f"reading: {PEER}", f"{peer.reading:.2f} s")
    yield Row("reading: apparaten", f"{ours.reading:.2f} s", f"limit {limit:.2f} s ({ROUNDS} rounds){times}")


def _figures(run: Run, against: str = "") -> tuple[str, str]:
    return f"{run.seconds:.2f} s, {run.requests:.0f} requests, {run.megabytes:.0f} MB", against


def _median(tenant: Served, app: str, command: Sequence[str]) -> Run:
    """Return the median of each figure; the first run does not count."""
    runs = [once(tenant, app, command) for _ in range(RUNS + 1)][1:]
    return Run(*(statistics.median(getattr(run, field.name) for run in runs) for field in fields(Run)))


def theirs(tenant: Served, module: str, *arguments: str) -> list[str]:
    """Return the command that runs IntuneCD with a token, so that its own login is not measured."""
    return [
        sys.executable,
        "-m",
        "bench.intunecd",
        tenant.url,
        module,
        "-t",
        tenant.token(PEER),
        "-m",
        "1",
        *arguments,
    ]


def register_peer(state: Path) -> None:
    """Register an app for IntuneCD, which reads scope tags through roles and so needs more permissions than
    ours.
    """
    tenant = Tenant.open(state / "tenant.sqlite", clock=SystemClock().now)
    registrations.ensure(tenant.world.store)
    roles = (*registrations.WRITE, "DeviceManagementRBAC.Read.All", "Group.Read.All")
    secret = registrations.secret(registrations.known_secret(PEER))
    registrations.register(
        tenant.world.store, Application(registrations.application_id(PEER), PEER, roles, (secret,))
    )
    tenant.close()


def once(tenant: Served, app: str, command: Sequence[str]) -> Run:
    """Run a program to its end and return its figures; one that fails ends the benchmark."""
    tenant.ask(COUNT)
    measure = [sys.executable, "-m", "bench.process", *command]
    done = orjson.loads(
        subprocess.run(measure, cwd=ROOT, env=tenant.environ(app), check=True, capture_output=True).stdout
    )
    if done["status"]:
        raise SystemExit(f"{command[0]} ended with {done['status']}:\n{done['said']}")
    seen = orjson.loads(tenant.ask(COUNT))
    return Run(done["seconds"], done["megabytes"], seen["requests"], seen["seconds"])


@contextmanager
def served(state: Path, latency: int) -> Iterator[Served]:
    """Run the tenant in a process of its own for as long as the block runs."""
    command = [sys.executable, "-m", "bench.serve", str(state), str(latency / 1000)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url, tenant_id = process.stdout.readline().split()
            yield Served(url, tenant_id, state / AUTHORITY_FILE)
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
