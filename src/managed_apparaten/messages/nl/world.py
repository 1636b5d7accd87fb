"""Wat `apparaten tenant import` en `replay` zeggen."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, str | Entry] = {
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
    "cli.tenant.import.total": "{imported} geïmporteerd, {refused} geweigerd, {unserved} niet aanwezig, {unread} niet gelezen; "
    "{beside} hoeven niet.",
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
    "cli.tenant.replay.total": "{compared} uitwisselingen vergeleken, {differing} verschillen; "
    "{throttled} afgeremd, {permission} zonder recht en {unknown} over onbekende objecten overgeslagen.",
}
