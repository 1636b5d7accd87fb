"""The way to a real tenant: sign in as asked, then HTTPS. Imported only when somebody asks for one."""

import math
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from managed_apparaten.cli.context import REAL, Context
from managed_apparaten.cli.diagnostics import NotReached
from managed_apparaten.cli.sign_in import sign_in
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.msgraph import MsGraph
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.signin.credential import SignInFailed, credential
from managed_apparaten.policy.model import Organisation

AUTHORITIES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Names under which httpx, requests and curl look for the certificates to trust. One for both ways: sign-in and Graph."""


@contextmanager
def signed_in(context: Context, organisation: Organisation) -> Iterator[MsGraph]:
    """The tenant, with a token at hand. Raises `NotReached` when it cannot be had."""
    if context.tenant == REAL and organisation.tenant_id is None:
        raise NotReached(Diagnostic("GRA080", span=organisation.span), context)
    cloud = context.cloud_of(organisation)
    asked = sign_in(
        context.auth, cloud, organisation.tenant_id, os.environ, authorities(os.environ), context.words
    )
    if isinstance(asked, Diagnostic):
        raise NotReached(asked, context)
    end = math.inf if context.until is None else context.until
    with closing(credential(asked, end=end)) as found:
        try:
            way = MsGraph(cloud, found, HttpSettings(ca=asked.ca, end=end))
        except TransportFailed as failed:
            raise NotReached(Diagnostic("GRA081", args={"message": str(failed)}), context) from failed
        with way:
            try:
                way.sign_in()
            except SignInFailed as failed:
                raise NotReached(failed.diagnostic, context) from failed
            yield way


def authorities(environ: Mapping[str, str]) -> Path | None:
    """The file (or directory) with certificate authorities that the environment names."""
    return next((Path(environ[name]) for name in AUTHORITIES if environ.get(name)), None)
