"""Teksten van `apparaten tenant` (de ingebouwde tenant) en van `apparaten snapshot --record`."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.tenant.seeded": (
        "In {path} stond nog geen ingebouwde tenant; er is er een gemaakt met de mensen, apparaten en oude "
        "policies van {world}."
    ),
    "cli.tenant.reset": "De ingebouwde tenant in {path} is weg; de volgende opdracht maakt een nieuwe.",
    "cli.tenant.absent": "In {path} staat geen ingebouwde tenant.",
    "cli.tenant.exists": "In {path} staat al een ingebouwde tenant: apparaten tenant reset",
    "cli.tenant.requests": "verzoeken",
    "cli.tenant.no-writes": "Nog geen schrijfacties.",
    "cli.tenant.throttled": "aanvragen die moesten wachten",
    "cli.tenant.early": "aanvragen die niet wachtten",
    "cli.tenant.not-loopback": (
        "{host} is geen loopbackadres. De ingebouwde tenant is alleen voor deze machine: 127.0.0.1, ::1 of "
        "localhost."
    ),
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
    "cli.tenant.rules.permissions": (
        "{routes} routes met de rechten die ze openen: {list} uit de lijst van Microsoft, {page} van een "
        "nieuwere pagina, {near} als het object erboven, {assumed} aangenomen."
    ),
    "cli.tenant.import.refused": "geweigerd: {why}",
    "cli.tenant.import.not-served": "niet aanwezig in deze tenant: {type}",
    "cli.tenant.import.not-served.unknown": "niet aanwezig in deze tenant: het bestand zegt niet wat het is",
    "cli.tenant.import.left": "overgeslagen: groepen worden gemaakt met --make-groups",
    "cli.tenant.import.unreadable.plain": "niet gelezen: geen gewoon bestand",
    "cli.tenant.import.unreadable.large": "niet gelezen: te groot",
    "cli.tenant.import.unreadable.text": "niet gelezen: geen UTF-8 en geen UTF-16",
    "cli.tenant.import.unreadable.format": "niet gelezen: geen JSON of YAML",
    "cli.tenant.import.unreadable.shape": "niet gelezen: er staat geen object in",
    "cli.tenant.import.remark.group": "niet toegewezen aan {what}: die groep is er niet",
    "cli.tenant.import.remark.groups": "niet toegewezen aan {what}: meer dan één groep heet zo",
    "cli.tenant.import.remark.filter": "niet toegewezen met {what}: dat filter is er niet",
    "cli.tenant.import.remark.tag": "zonder bereiktag {what}: die is er niet",
    "cli.tenant.import.remark.template": "zonder bericht {what}: dat sjabloon is er niet",
    "cli.tenant.import.remark.app": "zonder app {what}: die is er niet",
    "cli.tenant.import.remark.location": "zonder locatie {what}: die is er niet",
    "cli.tenant.import.remark.person": "zonder account {what}: dat is er niet",
    "cli.tenant.import.remark.part": "zonder {what}: de ingebouwde tenant heeft die niet",
    "cli.tenant.import.remark.masked": "de waarde van {what} was in de export afgedekt, en blijft dat",
    "cli.tenant.import.made": "Groep {name} gemaakt.",
    "cli.tenant.import.total": (
        "{imported} geïmporteerd, {refused} geweigerd, {unserved} niet aanwezig, {unread} niet gelezen; "
        "{beside} hoeven niet."
    ),
    "cli.tenant.import.empty": "In {path} is niets om te importeren.",
    "cli.tenant.import.no-folder": "{path} is niet te lezen: {problem}.",
    "cli.tenant.replay.no-recording": "{path} bevat geen opname: regel {number}.",
    "cli.tenant.replay.no-file": "{path} is niet te lezen: {problem}.",
    "cli.tenant.replay.status": "opgenomen {recorded}, hier {here}",
    "cli.tenant.replay.code": "foutcode: opgenomen {recorded}, hier {here}",
    "cli.tenant.replay.nested": "tekst van de fout: opgenomen {recorded}, hier {here}",
    "cli.tenant.replay.missing": "{where} ({recorded}) is opgenomen, en komt hier niet terug",
    "cli.tenant.replay.extra": "{where} ({here}) komt hier terug, en is niet opgenomen",
    "cli.tenant.replay.kind": "{where}: opgenomen {recorded}, hier {here}",
    "cli.tenant.replay.often": "{number} keer",
    "cli.tenant.replay.total": (
        "{compared} uitwisselingen vergeleken, {differing} verschillen; {throttled} afgeremd, {permission} "
        "zonder recht en {unknown} over onbekende objecten overgeslagen."
    ),
    "cli.record.written": "Opname geschreven naar {file}: {kept} van {seen} uitwisselingen, de andere hebben dezelfde vorm.",
    "cli.record.shapes": (
        "Er staan vormen in: welke leden een antwoord heeft, en van welke soort. Namen, teksten, getallen "
        "en datums staan er niet in, id's zijn volgnummers. Het is tekst; lees het voordat het ergens heen "
        "gaat."
    ),
    "cli.record.unknown": (
        "Wat hier niet bekend is heeft er een nummer in. Zijn dit namen van Graph, van niemand anders, "
        "stuur ze dan mee:"
    ),
}
