"""Wat `tenant rules` over rechten zegt."""

TEXTS: dict[str, str] = {
    "cli.tenant.rules.permissions": "{routes} routes met de rechten die ze openen: {list} uit de lijst van Microsoft, {page} van een "
    "nieuwere pagina, {near} als het object erboven, {assumed} aangenomen.",
}
