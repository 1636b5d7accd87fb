"""Apps die een beleid verplicht: wat daarmee botst en wat niet kan."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.blocked-for-role": "hier geblokkeerd voor de rol",
    "label.required-here": "hier verplicht",
    "cause.rule.require": "regel die {what} verplicht",
    "ground.require": "goedgekeurd en vanzelf geïnstalleerd",
    "RES207": Entry(
        "{app} is hier verplicht en voor dezelfde mensen geblokkeerd",
        "Haal de app uit een van de twee regels.",
        "Een blokkade wint altijd, dus een regel die de app verplicht zou niets doen, en in Intune wordt een verplichte app ook "
        "geïnstalleerd waar hij verwijderd moet worden. Een uitzondering maakt ze niet allebei goed: zij eindigt, de regels blijven. "
        "Heeft maar een deel van de mensen de app nodig, verplicht hem dan in hun rol en blokkeer hem in de andere.",
    ),
    "KND380": Entry(
        "{app} is verplicht op {platform}, maar de catalogus heeft geen geverifieerde identificatie om hem daar op te zoeken",
        "Zet een geverifieerde identificatie voor dit platform in de catalogus, of beperk de regel met platforms: tot andere platforms.",
        "Intune installeert een app die de tenant kent. Die wordt opgezocht met de bundle-id op iOS en macOS, het pakket op Android, en "
        "op Windows met het id in de store, de productcode of de package family name. Met een identificatie zonder bron valt te zoeken, "
        "maar een app die een andere blijkt te zijn, zou op elk apparaat van de rol komen.",
    ),
    "KND381": Entry(
        "{apps}: verplicht, maar de rollen {roles} hebben geen apparaten van de organisatie en op eigen apparaten komt niets",
        "Er hoeft niets te gebeuren. Zet in de documenten van de rol dat mensen de app zelf installeren.",
        "Verplichte apps gaan alleen naar apparaten van de organisatie. Een eigen apparaat is niet ingeschreven, of heeft een werkprofiel "
        "waaraan dit beleid niets toewijst.",
    ),
    "KND382": Entry(
        'groep "{group}" krijgt {app} via de ene rol verplicht en via de andere verwijderd',
        "Geef de twee rollen verschillende groepen, of schrijf in beide hetzelfde.",
        "Een app wordt één keer aan een groep toegewezen. Welke van de twee wint is bij mensen een kwestie van prioriteit, maar hier "
        "kregen dezelfde mensen met naam en toenaam tegengestelde antwoorden.",
    ),
    "KND383": Entry(
        "{app} is een onderdeel van {platform} zelf: verplichten kan niet",
        "Haal hem uit de regel, of schrijf allow:.",
        "Wat bij het apparaat hoort is er al, en Intune heeft er geen app van om te installeren.",
    ),
    "PLN019": Entry(
        "{address} en {other} komen elkaar op {devices} apparaten tegen: het ene is aan apparaten toegewezen, het andere aan mensen",
        "Bereik beide rollen op dezelfde manier, of haal deze apparaten uit de groep.",
        "Intune zondert mensen uit van een toewijzing aan mensen en apparaten van een toewijzing aan apparaten, nooit het een van het "
        "ander. De uitzondering voor de rol die voorgaat doet op deze apparaten niets, beide objecten gelden, en waar zij één ding op twee "
        "waarden zetten toont Intune een conflict en belooft het geen van beide.",
    ),
    "PLN060": Entry(
        '{app} is verplicht voor "{required}" en wordt verwijderd bij "{removed}": {people} mensen en {devices} apparaten krijgen beide',
        "Zorg dat de groepen elkaar niet overlappen, of beslis in beide rollen hetzelfde.",
        "Intune lost het op door te installeren: verplicht wint van verwijderen. De rol die de app blokkeert zou hem zien terugkomen op de "
        "apparaten van iedereen die in beide groepen zit, dus er wordt geen plan gemaakt.",
    ),
    "PLN061": Entry(
        '{app} zou twee keer aan groep "{group}" worden toegewezen, als {first} en als {second}',
        "De twee namen in het beleid zijn één groep: gebruik één rol, of twee groepen.",
        "Intune neemt één bedoeling per groep en app. Twee namen, of een naam en een id, blijken in deze tenant dezelfde groep te zijn.",
    ),
    "PLN062": Entry(
        "{app} is hier verplicht, en iemand anders verwijdert hem bij {people} mensen op {devices} apparaten (app {id})",
        "Haal de verwijdertoewijzing in de portal weg: voor deze mensen doet zij niets.",
        "Verplicht wint van verwijderen, dus de app wordt geïnstalleerd. De andere toewijzing is niet van ons en blijft zoals zij is.",
    ),
    "PLN063": Entry(
        "{count} {count:app|apps} die het beleid verplicht {count:staat|staan} niet in de tenant: {apps}",
        "Voeg ze toe in het Intune-beheercentrum (Android: keur ze goed in beheerde Google Play) en maak opnieuw een plan.",
        "Alleen een app die de tenant heeft kan worden geïnstalleerd. App Store-apps maakt het plan zelf waar de catalogus hun pagina "
        "zeker kent; apps uit beheerde Google Play, gekochte licenties en Windows-apps worden met de hand toegevoegd.",
    ),
    "PLN064": Entry(
        "de tenant heeft {count} apps met de identificatie {identifier}: {used} wordt toegewezen, de andere blijven liggen: {others}",
        "Wijs de andere in de portal toe of verwijder ze, zodat mensen er één aangeboden krijgen.",
        "Dezelfde app kan vaker in een tenant staan, bijvoorbeeld als winkel-app en met gekochte licenties. Eén ervan wordt toegewezen: "
        "eerst een gekochte; dan die al van ons is, een met vrije licenties, een die al is toegewezen, de oudste.",
    ),
}
