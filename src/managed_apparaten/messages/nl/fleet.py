"""Teksten van een opdracht die voor meer organisaties wordt uitgevoerd."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.fleet.progress": "{done} van {total}: {organisation} ...",
    "cli.fleet.heading": "== {organisation}",
    "cli.fleet.column.organisation": "organisatie",
    "cli.fleet.column.result": "uitkomst",
    "cli.fleet.column.changes": "wijzigingen",
    "cli.fleet.column.people": "mensen",
    "cli.fleet.result.kept": "bewaard",
    "cli.fleet.result.no-changes": "ongewijzigd",
    "cli.fleet.result.valid": "in orde",
    "cli.fleet.result.in-place": "in orde",
    "cli.fleet.result.planned": "gepland",
    "cli.fleet.result.applied": "toegepast",
    "cli.fleet.result.partly": "deels",
    "cli.fleet.result.refused": "geweigerd",
    "cli.fleet.result.failed": "mislukt",
    "cli.fleet.result.waiting": "wacht",
    "cli.fleet.result.crashed": "vastgelopen",
    "cli.fleet.result.not-begun": "niet begonnen",
    "cli.fleet.plans": "De plannen staan in {folder}. Zo pas je ze toe:",
    "cli.fleet.total": "{good} van {total} organisaties gingen goed.",
    "cli.fleet.all-well": "Alle {total} organisaties gingen goed.",
    "cli.fleet.rest": "Niet: {names}",
}
