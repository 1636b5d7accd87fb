"""Federated sign-in: tokens of a pipeline or a cluster in place of a secret, obtained anew each time Entra
needs one.

GitHub: https://docs.github.com/actions/reference/security/oidc. GitLab:
https://docs.gitlab.com/ci/secrets/id_token_authentication. Kubernetes:
https://azure.github.io/azure-workload-identity/docs. Entra's side of all three:
https://learn.microsoft.com/entra/workload-id/workload-identity-federation.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from managed_apparaten.graph.signin.request import SignIn, SignInFailed, sign_in_failure

if TYPE_CHECKING:
    from azure.core.pipeline import PipelineResponse

AUDIENCE = "api://AzureADTokenExchange"
"""Audience of an assertion: the default of a federated credential."""
AUDIENCES = {"usgov": f"{AUDIENCE}USGov", "usgovdod": f"{AUDIENCE}USGov", "china": f"{AUDIENCE}China"}
"""Cloud -> audience, for clouds with their own;
https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity.
"""
OTHER_AUDIENCE = "APPARATEN_TOKEN_AUDIENCE"
"""Variable with another audience, as entered in the federated credential."""
REQUEST_URL, REQUEST_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
TOKEN_FILE, GITLAB_TOKEN = "AZURE_FEDERATED_TOKEN_FILE", "GITLAB_OIDC_TOKEN"
GITLAB_VARIABLE = "APPARATEN_GITLAB_ID_TOKEN"
"""Variable with the name of the variable that `id_tokens:` fills in, when that is not GITLAB_OIDC_TOKEN."""


@dataclass(slots=True)
class AssertionExchange:
    """What was last exchanged with Entra, as far as it may be shown: nothing in it is secret."""

    issuer: str = "-"
    subject: str = "-"
    audience: str = "-"
    """The claims of the assertion. The same values must be entered in Entra."""
    status: str = "-"
    """HTTP status of the last answer; azure-identity does not always pass it on."""

    def showing(self, token: str) -> str:
        """Note the claims of an assertion and return it; a text that is no token changes nothing."""
        with suppress(ValueError, IndexError, AttributeError):
            middle = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
            self.issuer, self.subject, self.audience = (
                str(claims.get(name, "-"))[:500] for name in ("iss", "sub", "aud")
            )
        return token

    def answered(self, answer: PipelineResponse[Any, Any]) -> None:
        """Note the status of an answer."""
        self.status = str(answer.http_response.status_code)


def github_token(sign_in: SignIn) -> str:
    """Return a new id token of this GitHub job."""
    from azure.core import PipelineClient
    from azure.core.exceptions import DecodeError
    from azure.core.pipeline.policies import RetryPolicy
    from azure.core.rest import HttpRequest, HttpResponse

    url = sign_in.variables[REQUEST_URL]
    url += ("&" if "?" in url else "?") + "audience=" + quote(audience(sign_in), safe="")
    headers = {"Authorization": f"Bearer {sign_in.variables[REQUEST_TOKEN]}", "Accept": "application/json"}
    client: PipelineClient[HttpRequest, HttpResponse] = PipelineClient(
        url, policies=[RetryPolicy()], **certificate_options(sign_in)
    )
    with client:
        answer = client.send_request(HttpRequest("GET", url, headers=headers))
        token = None
        with suppress(ValueError, DecodeError, AttributeError):
            token = answer.json().get("value")
    if answer.status_code != 200 or not isinstance(token, str):
        raise sign_in_failure("SGN026", sign_in, status=str(answer.status_code))
    return token


def audience(sign_in: SignIn) -> str:
    """Return the audience to request an id token for."""
    return sign_in.variables.get(OTHER_AUDIENCE) or AUDIENCES.get(sign_in.cloud.name, AUDIENCE)


def gitlab_token(sign_in: SignIn) -> str:
    """Return the id token of this GitLab job; it is as old as the job."""
    return sign_in.variables[GITLAB_TOKEN]


def file_token(sign_in: SignIn) -> str:
    """Return the token that the cluster refreshes in a file."""
    path = sign_in.variables[TOKEN_FILE]
    problem: OSError | UnicodeDecodeError
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = error
    raise unreadable_file("SGN025", sign_in, path, problem)


def unreadable_file(code: str, sign_in: SignIn, path: str, problem: OSError | ValueError) -> SignInFailed:
    """Return the failure for a file that cannot be used. Of the problem only the text of the operating system
    is shown."""
    return sign_in_failure(
        code,
        sign_in,
        path=path,
        problem=(problem.strerror if isinstance(problem, OSError) else None) or type(problem).__name__,
    )


def certificate_options(sign_in: SignIn) -> dict[str, Any]:
    """Return which certificates to trust, as an option of azure-core."""
    return {} if sign_in.ca is None else {"connection_verify": str(sign_in.ca)}
