"""Wat het opnemen van de vorm van antwoorden zegt, en hoe ver het lezen is."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.record.written": "Opname geschreven naar {file}: {kept} van {seen} uitwisselingen, de andere hebben dezelfde vorm.",
    "cli.record.shapes": "Er staan vormen in: welke leden een antwoord heeft, en van welke soort. Namen, teksten, getallen en datums staan "
    "er niet in, id's zijn volgnummers. Het is tekst; lees het voordat het ergens heen gaat.",
    "cli.record.unknown": "Wat hier niet bekend is heeft er een nummer in. Zijn dit namen van Graph, van niemand anders, stuur ze dan mee:",
    "cli.progress.lists": "de tenant wordt gelezen: {done} van {total} lijsten gelezen",
}
