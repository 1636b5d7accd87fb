"""Write docs/reference/embedded-tenant.md: doors, behaviours, permissions, throttling and faults.

Everything comes from the tables that the embedded tenant itself uses. A test fails when the page differs from
what this script writes.

    python scripts/generate_tenant_page.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from managed_apparaten.emulator.core.behaviour import TABLE
from managed_apparaten.emulator.faults import fault_table
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.service import permissions, throttle
from managed_apparaten.emulator.service.collections import COLLECTIONS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "embedded-tenant.md"
HEAD = """# The embedded tenant

Made by `python scripts/generate_tenant_page.py`; do not edit. An emulator of Intune and Entra behind Microsoft Graph's
API, which uses no other code of this product. It is strict: it refuses what Graph is known to refuse. Each behaviour beyond
Microsoft's metadata has a switch.

## Doors

| door | for |
|---|---|
| `InProcess(tenant).send(...)` | code in the same process; trusted with everything, no token |
| `apparaten tenant serve` | any client: HTTP/1.1 on a loopback address, `--https` with a certificate authority of its own |
| `{tenant}/v2.0/.well-known/openid-configuration` | OpenID discovery, on the same address |
| `{tenant}/oauth2/v2.0/token` | tokens for applications: client secret, certificate, federated credential |
| `{tenant}/oauth2/v2.0/devicecode`, `common/oauth2/deviceauth` | a code for a person, and the page where it is typed |
| `tenant.faults.inject(...)` | tests: what goes wrong. No way leads there from the network |

Over the network every request to `/v1.0` and `/beta` needs a token. `tenant serve` prints the address and these two
applications that come with every tenant; their secrets are no secrets and open nothing else. Keys live in memory only:
tokens and the certificate authority end with the process.

"""
KINDS = {"docs": "a page of Microsoft", "metadata": "Graph's metadata", "issue": "a public report of a real answer",
         "client": "another tool depends on it", "assumption": "nobody could verify it"}  # fmt: skip


def render() -> str:
    """Return the page."""
    return "".join(
        [HEAD, *_applications(), *_collections(), *_behaviours(), *_permissions(), *_throttling(), *_faults()]
    )


def _table(head: str, rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = head.split(", ")
    yield "| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|\n"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in row) + " |\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _applications() -> Iterator[str]:
    rows = (
        (app.name, f"`{app.id}`", f"`{registrations.known_secret(app.name)}`", _code(app.roles))
        for app in registrations.given()
    )
    yield from _table("application, client id, secret, permissions", rows)


def _collections() -> Iterator[str]:
    yield "\n## Collections\n\nEvery derived type of these in Graph's metadata is known, on the version that has it.\n\n"
    yield from _table(
        "path, type, methods",
        ((f"`/{row.path}`", f"`{row.type}`", " ".join(sorted(row.methods))) for row in COLLECTIONS),
    )


def _behaviours() -> Iterator[str]:
    assumed = sum(row.evidence == "assumption" for row in TABLE)
    yield f"\n## Behaviours\n\n{len(TABLE)} behaviours, of which {assumed} [assumptions](assumptions.md). `apparaten tenant rules`\n"
    yield "prints them; `Behaviours().without(name)` and `.with_(name)` switch them. Evidence:\n"
    yield "; ".join(f"*{name}*, {meaning}" for name, meaning in KINDS.items()) + ".\n\n"
    rows = (
        (f"`{row.name}`", row.rule, row.evidence, row.source, "yes" if row.default else "no") for row in TABLE
    )
    yield from _table("name, rule, evidence, source, on", rows)


def _permissions() -> Iterator[str]:
    counts = permissions.count_by_evidence()
    yield f"\n## Permissions\n\nAny one of a cell is enough for an application; the least comes first. {sum(counts.values())} routes: "
    yield f"{counts['list']} as in Microsoft's list, {counts['page']} as on a newer page, "
    yield f"{counts['near']} as the object above them, {counts['assumed']} assumed. "
    yield "A route that is not here is judged as the nearest above it.\n\n"
    rows = (
        (f"{row.method} `/{row.route}`", _code(row.names), row.evidence)
        for row in permissions.permission_rows()
    )
    yield from _table("route, permissions, evidence", rows)


def _throttling() -> Iterator[str]:
    yield "\n## Throttling\n\nOff, unless `tenant serve --throttle` or the behaviour `throttling` says so. Per app / for all apps.\n\n"
    rows = (
        (
            row.name,
            _limits(row.app_writes, row.all_writes),
            _limits(row.app_any, row.all_any),
            _code("/" + path for path in row.paths),
        )
        for row in throttle.SERVICES
    )
    yield from _table("service, writes, any, routes", rows)


def _limits(app: throttle.ThrottleLimit, every: throttle.ThrottleLimit) -> str:
    both = f"{app.amount} in {app.seconds:.0f} s"
    return both + (f" / {every.amount} in {every.seconds:.0f} s" if every.amount else "")


def _faults() -> Iterator[str]:
    example = 'Fault("F4", "reset", methods=("POST",), path="/assign$", skip=1, times=2)'
    yield f"\n## Faults\n\n`tenant.faults.inject({example})`: the first form is\n"
    yield "the usual one. Without a title: no injection, but found elsewhere.\n\n"
    yield from _table("fault, what goes wrong, forms", fault_table.rows())


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(render(), encoding="utf-8")
