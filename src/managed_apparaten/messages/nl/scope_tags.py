"""Bereiktags van Intune: wat een beleid noemt en de tenant heeft."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cause.kind.scope-tag-stated": 'bereiktag "{tag}"',
    "cause.kind.mark-tags": "wat het beleid over scopetags zegt is veranderd; de tags zelf blijven zoals ze zijn",
    "cause.kind.mark-other": "alleen de digest in het merkteken verschilt, niet het object: het merkteken is bewerkt, een groep heet "
    "anders in het beleid, of een andere versie van apparaten schreef het",
    "cause.kind.mark-protect-on": "protect: true, vanaf nu",
    "cause.kind.mark-protect-off": "protect: true geldt niet meer",
    "cli.plan.mark": "alleen het merkteken van apparaten",
    "cli.plan.tags-stay": "de scopetags blijven zoals ze zijn: het beleid noemt er geen",
    "PLN051": Entry(
        "het beleid noemt geen scopetags meer; {count} objecten houden de tags die ze ervan kregen: {tags}",
        "Schrijf `scope-tags: [Default]` om terug te gaan naar de tag die Intune geeft.",
        "Waar een beleid geen scopetags noemt blijven ze zoals ze zijn, wie ze ook gaf: wie een object ziet verandert nooit doordat er een "
        "regel wegvalt. Vanaf de volgende apply kan niemand meer zien dat deze uit het beleid kwamen.",
    ),
    "PLN068": Entry(
        'de tenant heeft geen bereiktag "{tag}"',
        "Verbeter de naam of het id, of maak de bereiktag aan in het Intune-beheercentrum (Tenantbeheer, Rollen, Bereiktags).",
        "Een bereiktag zegt welke beheerders een object zien. Een die er niet is, kan niet worden gegeven. Weglaten zou het object aan "
        "anderen laten zien dan het beleid zegt.",
    ),
    "PLN089": Entry(
        'de tenant heeft geen bereiktag "{tag}"; wel "{near}", die erop lijkt maar verschilt door {characters}',
        "Hernoem de bereiktag in het Intune-beheercentrum, verbeter de naam hier, of schrijf onder `scope-tags`: `- id: {id}`.",
        "Een teken dat niemand ziet, of een letter uit een ander alfabet, maakt er een andere naam van. Zo'n teken komt mee als een naam "
        "uit een document of webpagina wordt gekopieerd.",
    ),
    "PLN069": Entry(
        'de tenant heeft meer dan één bereiktag "{tag}": {ids}',
        "Schrijf het id van de bedoelde onder `scope-tags`: `- id: ...`.",
        "Bij namen maken hoofdletters en kleine letters geen verschil, zoals bij de dienst zelf.",
    ),
    "GRA586": Entry(
        'de snapshot van {date} kent de bereiktags van de tenant niet ("{tag}")',
        "Maak een nieuwe snapshot met dit beleid, of maak het plan op de tenant zelf.",
        "De bereiktags van een tenant worden alleen gelezen als een beleid er noemt.",
    ),
}
