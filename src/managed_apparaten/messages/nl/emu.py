"""Wat de opdrachten rond de ingebouwde tenant zeggen."""

TEXTS: dict[str, str] = {
    "cli.tenant.throttled": "aanvragen die moesten wachten",
    "cli.tenant.early": "aanvragen die niet wachtten",
    "cli.tenant.not-loopback": "{host} is geen loopbackadres. De ingebouwde tenant is alleen voor deze machine: "
    "127.0.0.1, ::1 of localhost.",
    "cli.tenant.serve.at": "Ingebouwde tenant {id} op {url}/v1.0 en {url}/beta; stop met Ctrl-C.",
    "cli.tenant.serve.token": "Tokens: {url}",
    "cli.tenant.serve.app": "  {name}: client {id}, geheim {secret}",
    "cli.tenant.serve.authority": "Certificaatautoriteit van deze keer, om door clients te laten vertrouwen: {path}",
    "cli.tenant.serve.stopped": "Gestopt.",
    "cli.tenant.rules.off": "uit",
    "cli.tenant.rules.total": "{total} gedragsregels, waarvan {assumed} aannames.",
    "cli.tenant.protected": "Schrijven vraagt nu een tweede persoon: {names}.",
    "cli.tenant.unprotected": "Geen enkele wijziging vraagt nog een tweede persoon.",
    "cli.tenant.nothing-waits": "Er wacht niets op goedkeuring.",
    "cli.tenant.waits-not": "{code} wacht niet op goedkeuring.",
    "cli.tenant.approved": "{code} is goedgekeurd; hetzelfde verzoek, opnieuw verstuurd, gaat door.",
    "cli.tenant.rejected": "{code} is afgewezen.",
    "cli.tenant.cancelled": "{code} is ingetrokken.",
}
