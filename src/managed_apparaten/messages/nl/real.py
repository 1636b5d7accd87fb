"""De weg naar een echte tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA080": Entry(
        "de organisatie noemt geen tenant om bij aan te melden",
        "Schrijf `id`, `domain` en `cloud` onder `tenant` in organisation.yaml. Het id staat op de overzichtspagina van het "
        "Entra-beheercentrum.",
        "--tenant real gaat naar de tenant die organisation.yaml noemt en naar geen andere, zodat een plan voor de ene gemeente nooit bij "
        "de andere terechtkomt. Een organisatie met de ingebouwde tenant heeft er geen.",
    ),
    "GRA081": Entry(
        "de certificaten of de proxy van deze computer zijn niet te gebruiken",
        "Kijk naar SSL_CERT_FILE, REQUESTS_CA_BUNDLE, HTTPS_PROXY en ALL_PROXY. {message}",
        "Aanmelden en Graph gebruiken allebei de certificaatautoriteiten in het bestand dat SSL_CERT_FILE of REQUESTS_CA_BUNDLE noemt, en "
        "de proxy van HTTPS_PROXY of ALL_PROXY, behalve voor hosts in NO_PROXY.",
    ),
}
