"""Maatregelen die een uitzondering belooft: wat daarvan wordt gecompileerd en wat eraan ontbreekt."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.explain.access": "vraagt toegang tot {access}",
    "cli.explain.measures": "maatregelen: {measures}",
    "access.contacts": "contacten",
    "access.calendar": "de agenda",
    "access.messages": "berichten",
    "access.photos": "foto's",
    "access.files": "bestanden",
    "access.location": "de locatie",
    "access.camera": "de camera",
    "access.microphone": "de microfoon",
    "access.keystrokes": "toetsaanslagen",
    "access.device": "wat voor apparaat het is",
    "access.network": "het netwerk eromheen",
    "measure.isolated-device": "een apparaat zonder apps voor het werk",
    "measure.no-work-account": "geen werkaccount erop",
    "measure.no-work-data": "geen werkgegevens in de app",
    "measure.no-client-data": "geen gegevens van inwoners in de app",
    "measure.guest-network": "alleen op het gastnetwerk",
    "measure.own-sim": "een eigen simkaart",
    "measure.archived": "wat wordt verstuurd, wordt gearchiveerd",
    "measure.wiped-at-end": "aan het eind gewist",
    "ground.measure": "niet op een geïsoleerd apparaat",
    "cause.measure": "maatregel {measure}: apps voor het werk staan niet naast de uitgezonderde app",
    "label.device-here": "dit soort apparaat",
    "RES210": Entry(
        'uitzondering "{exception}" belooft {measure} voor de hele rol "{role}"',
        "Voeg group: toe met de accounts van de geïsoleerde apparaten, of haal de maatregel weg.",
        "Op een geïsoleerd apparaat staat de uitgezonderde app zonder apps voor het werk en zonder app-bescherming van werkgegevens. Voor "
        "een hele rol zou dat iedereen Outlook, Teams en al het andere afnemen. Geef de apparaten eigen accounts, zet die in een groep en "
        "noem die groep hier.",
    ),
    "RES211": Entry(
        'maatregel {measure} is op {platform} niet waar te maken: rol "{role}" heeft daar apparaten waarop Intune andere apps niet weert',
        "Gebruik een apparaat van de organisatie; een iPhone of iPad moet onder supervisie staan.",
        "De maatregel betekent dat alleen de uitgezonderde apps, de apps die het apparaat beheren en de apps van het platform zelf te "
        "gebruiken zijn. Dat kan Intune op apparaten van de organisatie, op iOS alleen onder supervisie.",
    ),
    "RES212": Entry(
        'uitzondering "{exception}" belooft no-work-data voor {app}, maar op {platform} laat rol "{role}" er werkgegevens in toe',
        "Laat beschermde apps alleen gegevens sturen naar beschermde apps (niveau enhanced of high), en houd de app buiten de beschermde "
        "apps.",
        "App-bescherming houdt de maatregel in stand: werkgegevens gaan dan alleen naar beschermde apps, en de uitgezonderde app is er "
        "geen. Met de instelling allApps, of met de app bij de beschermde apps, houdt niets de werkgegevens tegen.",
    ),
    "PLN075": Entry(
        'uitzondering {exception} isoleert de apparaten van groep "{group}": {people} mensen daarin gebruiken {devices} apparaten op deze '
        "platforms",
        "Gebruik accounts die bij de geïsoleerde apparaten horen, elk met één apparaat.",
        "Intune wijst toe aan mensen. Wie in deze groep zit, heeft de uitgezonderde app en geen app voor het werk op alle eigen apparaten "
        "van deze platforms, ook op de gewone werktelefoon.",
    ),
    "PLN076": Entry(
        'op de geïsoleerde Android-apparaten van een uitzondering van rol "{role}" installeert of biedt iemand anders: {apps}',
        "Sluit de groep van de uitzondering in de portal uit van deze toewijzingen.",
        "Op Android is elke app te gebruiken die iemand aan deze mensen heeft toegewezen. De toewijzingen zijn niet van ons en blijven zo.",
    ),
    "PLN077": Entry(
        'op Android krijgen {people} mensen van rol "{role}" via een lagere rol, waar ze ook in zitten, apps die hun rol niet toestaat: '
        "{apps}",
        "Haal deze mensen uit de groepen van de lagere rol, of sta de apps toe voor deze rol.",
        "Een hogere rol krijgt deze apps door dezelfde toewijzing. Daarom kunnen de groepen van deze rol daar niet buiten blijven: wie in "
        "beide zit, hoort ze te hebben. Op Android is een toegewezen app te gebruiken.",
    ),
}
