"""Teksten van `apparaten catalogue` en `apparaten export domains`."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "catalogue.total": "{apps}; identificaties: {strong} met een bron, {weak} zwak, {recalled} uit het hoofd.",
    "catalogue.advisory": "Apps die advies {advisory} noemt, naar de beste identificatie",
    "catalogue.blocked": "Apps die een rol blokkeert, naar de beste identificatie",
    "catalogue.strong": "bron",
    "catalogue.only-weak": "zwak",
    "catalogue.only-recalled": "uit het hoofd",
    "catalogue.none": "geen",
    "catalogue.of": "van",
    "catalogue.web": "web",
    "catalogue.approved": "Toegestane apps die op geen lijst van toegestane apps kunnen staan",
    "catalogue.unusable": "{platform}: {n} van {total}",
    "catalogue.best.strong": "heeft een bron",
    "catalogue.best.weak": "alleen zwak",
    "catalogue.best.recalled": "alleen uit het hoofd",
    "catalogue.best.none": "geen identificatie",
    "catalogue.evidence": "Identificaties om een bron bij te zoeken",
    "catalogue.weak": "{platform}, zwak {n}",
    "catalogue.recalled": "{platform}, uit het hoofd {n}",
    "catalogue.control": "Beheer uit het hoofd, zonder bron: {n} van {total} apps met een land waar een regel over gaat",
    "catalogue.resolve.nothing": "Bij elk App Store-nummer staat een bundle-id met een bron. Er is niets gevraagd.",
    "catalogue.resolve.asked": "Bij Apple gevraagd: {n} van {total} gevonden. Lees naam en verkoper voor u iets overneemt.",
    "catalogue.resolve.head": "{app} op {place}; Apple: {name}, verkoper {seller}",
    "catalogue.resolve.other": (
        "{app} op {place}: Apple geeft {value}; in de catalogus staat {known}. Beoordeel welke bedoeld is"
    ),
    "catalogue.resolve.confirms": "bevestigt wat er staat; alleen de bron is nieuw",
    "catalogue.resolve.absent": "Niet in de winkels van {countries}: {apps}",
    "domains.nothing": "Geen geblokkeerde app heeft een domein in de catalogus.",
    "domains.head": "Websites van geblokkeerde apps van {organisation}, {who}, op {date}",
    "domains.everybody": "voor elke rol",
    "domains.role": "voor rol {role}",
    "domains.policy": "apparaten export domains, beleid {digest}",
    "domains.below": "Een domein staat ook voor zijn subdomeinen.",
    "domains.hosts": "Een hosts-bestand kent geen subdomeinen: wat onder deze domeinen ligt blijft open, behalve www.",
    "domains.exception": "{exception} staat {apps} toe voor {group}: geef deze mensen een ander filter.",
    "domains.no-role": "Er is geen rol {role}.",
}
