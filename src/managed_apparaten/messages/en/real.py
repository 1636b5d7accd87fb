"""The way to a real tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA080": Entry(
        "the organisation names no tenant to sign in to",
        "Write `id`, `domain` and `cloud` under `tenant` in organisation.yaml. The id is on the overview page of the Entra admin center.",
        "--tenant real goes to the tenant that organisation.yaml names and to no other, so that a plan for one municipality cannot reach "
        "another. An organisation with the embedded tenant has none.",
    ),
    "GRA081": Entry(
        "the certificates or the proxy of this machine cannot be used",
        "Check SSL_CERT_FILE, REQUESTS_CA_BUNDLE, HTTPS_PROXY and ALL_PROXY. {message}",
        "Sign-in and Graph both use the certificate authorities in the file that SSL_CERT_FILE or REQUESTS_CA_BUNDLE names, and the proxy "
        "of HTTPS_PROXY or ALL_PROXY, except for hosts in NO_PROXY.",
    ),
}
