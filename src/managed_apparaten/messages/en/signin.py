"""Messages of signing in to Entra (SGN)."""

from managed_apparaten.messages.entry import Entry

_SAID = " Entra said AADSTS{number}; trace {trace}, correlation {correlation}."

TEXTS: dict[str, Entry | str] = {
    "SGN001": Entry(
        "there is no way to sign in called {mode}",
        "Choose one: {modes}.",
        "The way to sign in is named with --auth or in APPARATEN_AUTH. Nothing is tried in its place: a "
        "program that tries what it happens to find can end up in a tenant, or as somebody, that nobody "
        "meant.",
    ),
    "SGN002": Entry(
        "signing in with {mode} lacks {missing}",
        "Set these in the environment.",
        "AZURE_TENANT_ID and AZURE_CLIENT_ID are the directory (tenant) id and the application (client) id "
        "of the app registration; the tenant's id in organisation.yaml goes before the environment's. "
        "AZURE_CLIENT_SECRET is the value of a client secret, not its id. AZURE_CLIENT_CERTIFICATE_PATH is "
        "a PEM or PFX file with the private key. ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN exist in a GitHub "
        "job that has `permissions: id-token: write`. SYSTEM_ACCESSTOKEN must be handed to an Azure "
        "Pipelines step as `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`; "
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID comes from the task AzureCLI@2. GITLAB_OIDC_TOKEN is made "
        "by `id_tokens:` in a GitLab job; APPARATEN_GITLAB_ID_TOKEN names another variable. "
        "AZURE_FEDERATED_TOKEN_FILE is set in a Kubernetes pod by the workload identity webhook.",
    ),
    "SGN003": Entry(
        "no way to sign in was named, and at {pipeline} none is taken for granted",
        "Say it with --auth {mode} or APPARATEN_AUTH={mode}.",
        "On a workstation the default is whoever is signed in to Azure CLI. A pipeline, and a tenant at an "
        "address of its own, have no such somebody, so the way must be named. The one in the message is "
        "what fits best there.",
    ),
    "SGN004": Entry(
        "signing in with {mode} is not possible at {host}",
        "Use secret, certificate, device-code or one of the federated ways.",
        "Azure CLI and managed identities only know Microsoft's own clouds. A tenant at another address, "
        "such as a served embedded tenant, has an identity provider of its own.",
    ),
    "SGN005": Entry(
        "{variable} cannot be what it says: {value}",
        "Copy it again from the app registration in the Entra admin center.",
        "A tenant is named by its id (a GUID) or one of its domains, an application by its id (a GUID). "
        "Quotes, spaces and addresses do not belong in it.",
    ),
    "SGN010": Entry(
        "Azure CLI is not installed, or not in the search path",
        "Install it (https://aka.ms/azure-cli), or choose another way with --auth.",
        "Signing in with cli asks the program `az` for a token of whoever is signed in there.",
    ),
    "SGN011": Entry(
        "nobody is signed in to Azure CLI for tenant {tenant}",
        "Run `az login --tenant {tenant} --allow-no-subscriptions`, or choose another way with --auth.",
        "Azure CLI keeps its own sign-in, per user of the machine. An administrator of Intune often has no "
        "Azure subscription; that is what --allow-no-subscriptions is for.",
    ),
    "SGN012": Entry(
        "Azure CLI gave no usable token",
        "Run `az account get-access-token --tenant {tenant} --resource-type ms-graph` to see what it says. "
        "{detail}",
        "The program `az` was found but failed, took longer than a minute, or answered something else than "
        "a token.",
    ),
    "SGN013": Entry(
        "there is no managed identity on this machine",
        "Use this way on an Azure resource only; otherwise choose another with --auth.",
        "A managed identity is asked for at an address that only exists inside Azure (169.254.169.254, or "
        "what the host names in IDENTITY_ENDPOINT). Nothing answered there as it should. A proxy for all "
        "addresses hides it too: put 169.254.169.254 in NO_PROXY.",
    ),
    "SGN014": Entry(
        "this Azure resource has no such managed identity",
        "Give the resource an identity; for a user-assigned one set AZURE_CLIENT_ID to its client id.",
        "The identity service answered, and knows no identity for this resource with the client id "
        "{client}. Without AZURE_CLIENT_ID the system-assigned identity is asked for.",
    ),
    "SGN020": Entry(
        "no connection to {host}",
        "Check the network, the name server and the firewall; then try again.",
        "The sign-in service could not be reached, or hung up before it answered. Behind a proxy "
        "HTTPS_PROXY must be set. Azure-identity already tried a few times.",
    ),
    "SGN021": Entry(
        "a proxy stands between this machine and {host}, and does not let the sign-in through",
        "Check HTTPS_PROXY and NO_PROXY, and let the proxy pass {host} and Graph without signing in to it.",
        "The answer was not Entra's: a proxy asked for a sign-in of its own (407), refused the tunnel, or "
        "sent a web page.",
    ),
    "SGN022": Entry(
        "the certificate of {host} is not trusted here",
        "Point REQUESTS_CA_BUNDLE or SSL_CERT_FILE to the certificate authority's PEM file.",
        "Somebody between this machine and the sign-in service opens the encryption, as many office "
        "networks do, or the address is a served embedded tenant: that one writes its authority to a file "
        "and says where. Checking is never switched off.",
    ),
    "SGN023": Entry(
        "Entra could not answer now ({status})",
        "Try again in a few minutes." + _SAID,
        "The sign-in service was busy or out of order. Azure-identity already tried again, waiting as long "
        "as the service asked.",
    ),
    "SGN024": Entry(
        "the certificate file {path} cannot be used ({problem})",
        "Give a PEM or PFX file that holds an RSA private key and its certificate; a password goes in "
        "AZURE_CLIENT_CERTIFICATE_PASSWORD.",
        "The file is missing, not readable for this user, neither PEM nor PFX, has no private key or one "
        "that is not RSA, or its password is wrong or missing. What exactly is not told, because those "
        "words can hold a piece of the file.",
    ),
    "SGN025": Entry(
        "the token file {path} cannot be read ({problem})",
        "Check the workload identity of the pod: its service account and its label.",
        "Kubernetes puts a token of the service account in the file that AZURE_FEDERATED_TOKEN_FILE names, "
        "and renews it.",
    ),
    "SGN026": Entry(
        "the pipeline gave no token of its own ({status})",
        "GitHub: give the job `permissions: id-token: write`. Azure Pipelines: check the service connection "
        "and System.AccessToken.",
        "The pipeline's own token stands in for a secret. GitHub makes one on request, for jobs that may; "
        "not for a pull request from a fork. Azure Pipelines makes one for a service connection with "
        "workload identity federation that this pipeline may use.",
    ),
    "SGN027": Entry(
        "the code was not entered in time, or the sign-in was refused in the browser",
        "Try again." + _SAID,
        "A code holds for fifteen minutes. Whoever enters it must sign in there and agree.",
    ),
    "SGN028": Entry(
        "no token within {seconds} seconds",
        "Find out what answers at {host} from here: a proxy, or a service in trouble. Then try again.",
        "Signing in has a total time, all tries together. Something answers so slowly, or not at all, that "
        "it passed. With --deadline it is shorter: no sign-in lasts longer than the run may.",
    ),
    "SGN099": Entry(
        "signing in with {mode} failed ({kind})",
        "{detail}",
        "This failure is not known to this version. What stands below it is what the sign-in library said, "
        "without anything secret.",
    ),
    "SGN100": Entry(
        "Entra refused the sign-in with {mode} (AADSTS{number})",
        "{detail} See https://login.microsoftonline.com/error?code={number}. Trace {trace}, correlation "
        "{correlation}.",
        "This number is not one of the usual ones. The address in the message has Microsoft's explanation "
        "of it.",
    ),
    "SGN101": Entry(
        "the client secret is not one of app {client}",
        ("Put the value of a secret in AZURE_CLIENT_SECRET, not its id; make a new one if the value is lost.")
        + _SAID,
        "The Entra admin center shows the value of a secret once, when it is made. What it shows later is "
        "the id of the secret. A secret of another app, or half a secret after pasting, gives the same "
        "error.",
    ),
    "SGN102": Entry(
        "the client secret of app {client} is expired",
        (
            "Make a new secret for the app and replace AZURE_CLIENT_SECRET, or better: use a "
            "federated credential, which does not expire."
        )
        + _SAID,
        "A client secret ends on the day that was chosen when it was made. A pipeline with a federated "
        "credential has no secret to renew: `--auth github`, `azure-devops`, `gitlab` or "
        "`workload-identity`.",
    ),
    "SGN103": Entry(
        "app {client} is not known in tenant {tenant}",
        (
            "Check AZURE_CLIENT_ID and the tenant; an app of another tenant needs an "
            "administrator's consent in this one first."
        )
        + _SAID,
        "The application id is not that of an app registration in this tenant, or the app has no service "
        "principal there. The object id of an app looks the same and is something else.",
    ),
    "SGN104": Entry(
        "tenant {tenant} does not exist at {host}",
        ("Check the tenant's id or domain, and --cloud: other clouds sign in at other addresses.") + _SAID,
        "The sign-in service does not know this tenant. It looks in one cloud only: a tenant of the US "
        "government's or China's cloud is not found in the public one, nor the other way round.",
    ),
    "SGN105": Entry(
        "this account does not exist in tenant {tenant}",
        "Sign in with an account of that tenant, or have it invited there as a guest." + _SAID,
        "A person with accounts in more organisations is easily signed in with the wrong one. With Azure "
        "CLI: `az login --tenant {tenant}`.",
    ),
    "SGN106": Entry(
        "a Conditional Access policy of tenant {tenant} refuses this sign-in",
        (
            "Show the ids to whoever keeps the tenant's Conditional Access; the sign-in log of "
            "Entra names the policy."
        )
        + _SAID,
        "The policy asks for something that this sign-in does not have: a managed device, a place, a way to "
        "sign in, an assignment to the app. Device codes are often blocked on purpose. A pipeline's app can "
        "be refused by a policy for workload identities. The policy is there for a reason: do not exclude "
        "without thought.",
    ),
    "SGN107": Entry(
        "nobody consented to what app {client} asks for",
        (
            "Let an administrator grant consent: Entra admin center, App registrations, API "
            "permissions, Grant admin consent."
        )
        + _SAID,
        "Intune's permissions need the consent of an administrator, once per tenant. For Azure CLI itself "
        "nobody can give it: use an app registration of your own (`--auth device-code`), or `az login "
        "--service-principal`.",
    ),
    "SGN108": Entry(
        "app {client} has no federated credential that fits this token",
        (
            'Enter in a federated credential of the app, letter by letter: issuer "{issuer}", '
            'subject "{subject}", audience "{audience}".'
        )
        + _SAID,
        "Issuer, subject and audience of the pipeline's token must all be the same as those of one "
        "federated credential, capitals included. A GitHub job with `environment:` has "
        "repo:ORG/REPO:environment:NAME as its subject; without it a branch has "
        "repo:ORG/REPO:ref:refs/heads/NAME and a pull request repo:ORG/REPO:pull_request. Repositories with "
        "immutable subjects have numbers in it. The usual audience is api://AzureADTokenExchange. What the "
        "message shows is what the token says; none of it is secret.",
    ),
    "SGN109": Entry(
        "the certificate, or the key that signed the token, is not one that app {client} knows or still "
        "accepts",
        (
            "Upload the certificate to the app, or use the one that is there; check its dates "
            "and this machine's clock."
        )
        + _SAID,
        "Entra looks for a certificate with the thumbprint that was sent, and checks the signature with it. "
        "It found none, one that is expired or not begun yet, or a signature by another key. With a "
        "pipeline's token it is the issuer's key that was not found.",
    ),
    "SGN110": Entry(
        "tenant {tenant} asks for multi-factor authentication, and this way of signing in cannot do it",
        (
            "Sign in anew where it can: `az login --tenant {tenant}` or --auth device-code. For "
            "a pipeline use an app, not a person."
        )
        + _SAID,
        "The sign-in is older than the demand, or came from a place where it counts. After signing in with "
        "a second factor the same command works.",
    ),
    "SGN111": Entry(
        "the signed token does not hold now, or not for {host}",
        ("Set this machine's clock right (a few minutes matter); a GitLab job that ran long needs a new job.")
        + _SAID,
        "The token that stands in for a secret says from when until when it holds, and Entra allows some "
        "five minutes of difference. A clock that is off, or a token that was made when the job began long "
        "ago, are the usual causes.",
    ),
    "SGN112": Entry(
        "app {client} may not be used with a code",
        (
            'Entra admin center, App registrations, Authentication: set "Allow public client '
            'flows" to Yes. Or use another way.'
        )
        + _SAID,
        "A code is for an app without a secret, a public client. Entra takes an app for confidential until "
        "somebody says otherwise.",
    ),
    "SGN113": Entry(
        "this account or app is disabled or locked, or its password must be changed",
        "Ask whoever keeps the accounts of tenant {tenant}." + _SAID,
        "Somebody disabled it, or Entra locked it after failed attempts. Trying again makes a lock last "
        "longer.",
    ),
    "SGN114": Entry(
        "the sign-in that was kept no longer counts",
        ("Sign in anew: `az login --tenant {tenant}`, or run the command with --auth device-code again.")
        + _SAID,
        "It was too long ago or unused for too long, the password changed, or an administrator ended all "
        "sessions.",
    ),
    "SGN115": Entry(
        "Graph is not known in tenant {tenant} at {host}",
        "Check --cloud: authority, Graph and tenant must be of the same cloud." + _SAID,
        "A token for Graph was asked at one cloud for the Graph of another, or the app may not ask for "
        "Graph at all.",
    ),
    "signin.by-default": (
        "Signing in as Azure CLI is signed in (--auth {mode}). A person who did `az login` has no Intune "
        "permissions there: if Graph answers 403, use --auth device-code with an app registration of your "
        "own, or `az login --service-principal`."
    ),
    "signin.code": "To sign in, open {url} and enter {code} (before {until}).",
    "signin.not-kept": "This machine has no vault to keep the sign-in in, so it holds for this command only.",
}
