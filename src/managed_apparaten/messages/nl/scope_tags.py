"""Bereiktags van Intune: wat een beleid noemt en de tenant heeft."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cause.kind.scope-tag-stated": 'bereiktag "{tag}"',
    "PLN068": Entry(
        'de tenant heeft geen bereiktag "{tag}"',
        "Verbeter de naam of het id, of maak de bereiktag aan in het Intune-beheercentrum (Tenantbeheer, Rollen, Bereiktags).",
        "Een bereiktag zegt welke beheerders een object zien. Een die er niet is, kan niet worden gegeven. Weglaten zou het object aan "
        "anderen laten zien dan het beleid zegt.",
    ),
    "PLN089": Entry(
        'de tenant heeft geen bereiktag "{tag}"; wel "{near}", die erop lijkt maar verschilt door {characters}',
        "Hernoem de bereiktag in het Intune-beheercentrum, verbeter de naam hier, of schrijf het id: scope-tags: [{{id: {id}}}]",
        "Een teken dat niemand ziet, of een letter uit een ander alfabet, maakt er een andere naam van. Zo'n teken komt mee als een naam "
        "uit een document of webpagina wordt gekopieerd.",
    ),
    "PLN069": Entry(
        'de tenant heeft meer dan één bereiktag "{tag}": {ids}',
        "Schrijf het id van de bedoelde: scope-tags: [{{id: ...}}].",
        "Bij namen maken hoofdletters en kleine letters geen verschil, zoals bij de dienst zelf.",
    ),
    "GRA586": Entry(
        'de snapshot van {date} kent de bereiktags van de tenant niet ("{tag}")',
        "Maak een nieuwe snapshot met dit beleid, of maak het plan op de tenant zelf.",
        "De bereiktags van een tenant worden alleen gelezen als een beleid er noemt.",
    ),
}
