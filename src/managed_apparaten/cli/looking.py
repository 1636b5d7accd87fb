"""The tenant as `doctor` gets it: a way to look, what the token says, and the proxy in between. Nothing here can write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from managed_apparaten.cli.context import Context
from managed_apparaten.cli.target import EmbeddedTransport, embedded, patiently
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.graph.http.request import Transport
from managed_apparaten.graph.read.paging import GRAPH
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.single_read import GraphSingleReader, SingleReader
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.policy.model import Organisation


@dataclass(frozen=True, slots=True)
class TenantView:
    """What can be seen of a tenant before anything is done."""

    look: SingleReader
    reader: Reader
    claims: Claims | None
    proxy: str


@contextmanager
def seen(context: Context, organisation: Organisation | None) -> Iterator[TenantView]:
    """The tenant of the command line. A real one needs the organisation; raises a `ClickException` when there is no way to it."""
    if organisation is None or context.embedded:
        with embedded(context) as tenant:
            yield _view(patiently(EmbeddedTransport(InProcess(tenant)), context), GRAPH)
    else:
        from managed_apparaten.cli.real_tenant import signed_in

        with signed_in(context, organisation) as way:
            yield _view(patiently(way, context), way.cloud.graph, way.claims(), proxy_to(way.cloud.graph))


def _view(transport: Transport, root: str, claims: Claims | None = None, proxy: str = "") -> TenantView:
    return TenantView(GraphSingleReader(transport), Reader(transport, root), claims, proxy)


def proxy_to(url: str) -> str:
    """The proxy that the environment names for an address, without the user and password in it; empty when there is none."""
    proxies, there = getproxies(), urlsplit(url)
    given = proxies.get(there.scheme) or proxies.get("all") or ""
    if not given or proxy_bypass(there.netloc):
        return ""
    found = urlsplit(given if "//" in given else f"//{given}")
    return f"{found.scheme}://{found.netloc.rpartition('@')[2]}".removeprefix("://")
