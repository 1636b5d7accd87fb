"""The ways to sign in: which environment variables each needs, and which credential of azure-identity it
uses.

The names of the variables are those of azure-identity. In Azure DevOps the AzureCLI and AzurePowerShell tasks
set AZURESUBSCRIPTION_*:
https://learn.microsoft.com/python/api/azure-identity/azure.identity.azurepipelinescredential.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from managed_apparaten.graph.signin import federated as assertion
from managed_apparaten.graph.signin.device_code import device_code_credential
from managed_apparaten.graph.signin.federated import AssertionExchange, certificate_options
from managed_apparaten.graph.signin.request import CLIENT, TENANT, SignIn

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential

SECRET, CERTIFICATE = "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH"
PASSWORD, CHAIN = "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"
CONNECTION, PIPELINE_TOKEN, PIPELINE_URL = (
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    "SYSTEM_ACCESSTOKEN",
    "SYSTEM_OIDCREQUESTURI",
)
AZ_PATIENCE = 60
"""Seconds to wait for `az`; azure-identity's ten are too few for its first start on a slow machine."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to sign in."""

    name: str
    make: Callable[[SignIn, AssertionExchange], TokenCredential]
    """Makes the credential."""
    needs: tuple[str, ...]
    """Environment variables without which it cannot work."""
    takes: tuple[str, ...] = ()
    """Environment variables that it uses when they are set."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Variable -> another variable with the same value, that the pipeline sets."""
    anywhere: bool = True
    """Whether it works with an identity provider at any address, such as a served embedded tenant."""


def make_credential(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
    """Return the credential of azure-identity for this sign-in; raise `SignInFailed` for an unusable file.

    A credential that uses assertions notes their claims in `exchange`.
    """
    return MODES[sign_in.mode].make(sign_in, exchange)


CONNECT, SILENCE = 15, 30
"""CONNECT: seconds to open a connection. SILENCE: seconds in which nothing may come. Both for one attempt;
azure-core's own 300 leave no time for a second one."""


def _place_options(sign_in: SignIn, exchange: AssertionExchange) -> dict[str, Any]:
    """Return the options that tell where to sign in, and how long to wait there."""
    limits = {"connection_timeout": CONNECT, "read_timeout": SILENCE}
    return {
        "authority": sign_in.cloud.authority,
        "raw_response_hook": exchange.answered,
        **limits,
        **certificate_options(sign_in),
    }


def _msal_options(sign_in: SignIn, exchange: AssertionExchange) -> dict[str, Any]:
    """Return the same options for credentials based on MSAL, which would otherwise ask a host of the public
    cloud whether the authority exists."""
    return {**_place_options(sign_in, exchange), "disable_instance_discovery": True}


def _cli(sign_in: SignIn, _: AssertionExchange) -> TokenCredential:
    from azure.identity import AzureCliCredential

    return AzureCliCredential(tenant_id=sign_in.tenant_id, process_timeout=AZ_PATIENCE)


def _device_code(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
    return device_code_credential(sign_in, _msal_options(sign_in, exchange))


def _secret(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
    from azure.identity import ClientSecretCredential

    return ClientSecretCredential(
        sign_in.tenant_id, sign_in.client_id, sign_in.variables[SECRET], **_msal_options(sign_in, exchange)
    )


def _certificate(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
    from azure.identity import CertificateCredential

    path, options = sign_in.variables[CERTIFICATE], _msal_options(sign_in, exchange)
    if sign_in.variables.get(CHAIN, "").lower() in ("1", "true"):
        options["send_certificate_chain"] = True
    problem: OSError | ValueError
    try:
        return CertificateCredential(
            sign_in.tenant_id, sign_in.client_id, path, password=sign_in.variables.get(PASSWORD), **options
        )
    except (OSError, ValueError) as error:
        problem = error
    except TypeError:  # cryptography's word for a key with a password, and none given
        problem = ValueError()
    raise assertion.unreadable_file("SGN024", sign_in, path, problem)


def _federated(source: Callable[[SignIn], str]) -> Callable[[SignIn, AssertionExchange], TokenCredential]:
    """Return a function that makes a credential which presents a token of another issuer, obtained from
    `source` each time."""

    def make(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
        from azure.identity import ClientAssertionCredential

        def fresh() -> str:
            return exchange.showing(source(sign_in))

        return ClientAssertionCredential(
            sign_in.tenant_id, sign_in.client_id, fresh, **_place_options(sign_in, exchange)
        )

    return make


def _azure_devops(sign_in: SignIn, exchange: AssertionExchange) -> TokenCredential:
    from azure.identity import AzurePipelinesCredential

    return AzurePipelinesCredential(
        tenant_id=sign_in.tenant_id, client_id=sign_in.client_id, service_connection_id=sign_in.variables[CONNECTION],
        system_access_token=sign_in.variables[PIPELINE_TOKEN], **_place_options(sign_in, exchange),
    )  # fmt: skip


def _managed_identity(sign_in: SignIn, _: AssertionExchange) -> TokenCredential:
    """Return a managed identity. An address that does not answer is tried once more; when it answers that we
    must wait, we do, as Microsoft advises."""
    from azure.identity import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=sign_in.client_id or None, retry_connect=1, retry_read=1)


TENANT_AND_CLIENT = (TENANT, CLIENT)
MODES: Mapping[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("cli", _cli, (TENANT,), anywhere=False),
        Mode("device-code", _device_code, TENANT_AND_CLIENT),
        Mode("secret", _secret, (*TENANT_AND_CLIENT, SECRET)),
        Mode("certificate", _certificate, (*TENANT_AND_CLIENT, CERTIFICATE), (PASSWORD, CHAIN)),
        Mode(
            "workload-identity",
            _federated(assertion.file_token),
            (*TENANT_AND_CLIENT, assertion.TOKEN_FILE),
        ),
        Mode(
            "github",
            _federated(assertion.github_token),
            (*TENANT_AND_CLIENT, assertion.REQUEST_URL, assertion.REQUEST_TOKEN),
            (assertion.OTHER_AUDIENCE,),
        ),
        Mode(
            "azure-devops",
            _azure_devops,
            (*TENANT_AND_CLIENT, CONNECTION, PIPELINE_TOKEN, PIPELINE_URL),
            (),
            {TENANT: "AZURESUBSCRIPTION_TENANT_ID", CLIENT: "AZURESUBSCRIPTION_CLIENT_ID"},
        ),
        Mode("gitlab", _federated(assertion.gitlab_token), (*TENANT_AND_CLIENT, assertion.GITLAB_TOKEN)),
        Mode("managed-identity", _managed_identity, (), (CLIENT,), anywhere=False),
    )
}
"""Name -> way to sign in, in the order in which help and messages list them."""
NOT_SECRET = frozenset((
    TENANT, CLIENT, CERTIFICATE, CHAIN, CONNECTION, PIPELINE_URL, assertion.TOKEN_FILE, assertion.REQUEST_URL, assertion.OTHER_AUDIENCE,
))  # fmt: skip
"""Variables whose value may be shown; every other variable holds a secret."""
