"""Meldingen waarvoor alle regels, rollen en uitzonderingen samen nodig zijn (RES)."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "RES201": Entry(
        'rol "{role}" staat {apps} toe, maar dat blokkeert de organisatie',
        "Een rol kan een regel van de organisatie niet versoepelen. Haal de app uit deze regel of leg een "
        "uitzondering vast.",
        "Een blokkade van de organisatie geldt voor elke rol, vergrendeld of niet, en wint altijd van "
        "toestaan, ook onder voorwaarden. Een regel van een rol die iets anders zegt, leest als toestemming "
        "maar doet niets; daarom wordt hij geweigerd. Is de app nodig voor een primaire taak, leg dan een "
        "uitzondering vast: een bestand in exceptions/ met doel, maatregelen, akkoorden en een einddatum. "
        "Ook een uitzondering maakt deze regel niet goed: zij eindigt, de regel zou blijven staan.",
    ),
    "RES202": Entry(
        "deze regel blokkeert {apps}; wat het apparaat beheert of beveiligt, wordt nooit tegengehouden",
        "Haal de app uit de regel of van de lijst.",
        "Bedrijfsportal, Intune, Authenticator, Defender en de beheeragents voeren al het andere in dit "
        "beleid uit. Zonder die apps voldoet een apparaat niet meer en raakt de gebruiker buitengesloten. "
        "Ze zijn daarom niet te blokkeren en ontbreken op geen enkele lijst met toegestane apps.",
    ),
    "RES203": Entry(
        "onder deze regel valt ook {apps}; wat het apparaat beheert of beveiligt, wordt niet geblokkeerd",
        "Er hoeft niets te gebeuren. Ga in de catalogus na of de app terecht als beheerapp is aangemerkt.",
        "Een regel over een advies, een land of een categorie kan ook een app treffen die het apparaat "
        "beheert. Zo'n app wordt nooit tegengehouden; voor alle andere apps geldt de regel gewoon.",
    ),
    "RES204": Entry(
        'uitzondering "{exception}" doet niets op {platform}: rol "{role}" heeft geen apparaat van dat '
        "platform",
        "Haal het platform uit de uitzondering of voeg het apparaat toe aan de rol.",
        "Een uitzondering geldt voor de apparaten die de rol gebruikt. Voor een platform dat de rol niet "
        "heeft valt er niets te besluiten; de uitzondering belooft dan iets wat niemand krijgt.",
    ),
    "RES205": Entry(
        'uitzondering "{exception}" bereikt de {platform}-apparaten van rol "{role}" niet die via '
        'apparaatgroep "{group}" zijn toegewezen',
        "Geef de uitzondering aan de hele rol of wijs deze apparaten toe via hun gebruikers.",
        "Een uitzondering voor een groep maakt die groep gebruikers los van de rol; het beleid van de rol "
        "slaat hen daarna over. Intune kan geen gebruikers overslaan in een toewijzing aan apparaten. Op "
        "deze apparaten blijft daarom het beleid van de rol gelden, en daarmee het besluit over de app.",
    ),
    "RES206": Entry(
        'twee rollen zouden "{role}" heten',
        "Geef de rol of de uitzondering een andere naam.",
        "Een uitzondering voor een groep wordt een eigen rol, genoemd naar de rol en de uitzondering. Die "
        "naam bestaat al, en twee rollen met dezelfde naam zouden hun objecten in Intune delen.",
    ),
    "RES207": Entry(
        "{app} is hier verplicht en voor dezelfde mensen geblokkeerd",
        "Haal de app uit een van de twee regels.",
        "Een blokkade wint altijd, dus een regel die de app verplicht zou niets doen, en in Intune wordt "
        "een verplichte app ook geïnstalleerd waar hij verwijderd moet worden. Een uitzondering maakt ze "
        "niet allebei goed: zij eindigt, de regels blijven. Heeft maar een deel van de mensen de app nodig, "
        "verplicht hem dan in hun rol en blokkeer hem in de andere.",
    ),
    "RES210": Entry(
        'uitzondering "{exception}" belooft {measure} voor de hele rol "{role}"',
        "Voeg group: toe met de accounts van de geïsoleerde apparaten, of haal de maatregel weg.",
        "Op een geïsoleerd apparaat staat de uitgezonderde app zonder apps voor het werk en zonder "
        "app-bescherming van werkgegevens. Voor een hele rol zou dat iedereen Outlook, Teams en al het "
        "andere afnemen. Geef de apparaten eigen accounts, zet die in een groep en noem die groep hier.",
    ),
    "RES211": Entry(
        'maatregel {measure} is op {platform} niet waar te maken: rol "{role}" heeft daar apparaten waarop '
        "Intune andere apps niet weert",
        "Gebruik een apparaat van de organisatie; een iPhone of iPad moet onder supervisie staan.",
        "De maatregel betekent dat alleen de uitgezonderde apps, de apps die het apparaat beheren en de "
        "apps van het platform zelf te gebruiken zijn. Dat kan Intune op apparaten van de organisatie, op "
        "iOS alleen onder supervisie.",
    ),
    "RES212": Entry(
        'uitzondering "{exception}" belooft no-work-data voor {app}, maar op {platform} laat rol "{role}" '
        "er werkgegevens in toe",
        "Laat beschermde apps alleen gegevens sturen naar beschermde apps (niveau enhanced of high), en "
        "houd de app buiten de beschermde apps.",
        "App-bescherming houdt de maatregel in stand: werkgegevens gaan dan alleen naar beschermde apps, en "
        "de uitgezonderde app is er geen. Met de instelling allApps, of met de app bij de beschermde apps, "
        "houdt niets de werkgegevens tegen.",
    ),
    "RES213": Entry(
        "het besluit {reference} waarop dit beleid rust is van {date}, na {on}",
        "Pas toe na het besluit, of verbeter de datum.",
        "approach.decision noemt het besluit waarmee de organisatie dit beleid vaststelde. Op {on} is dat "
        "nog niet genomen.",
    ),
    "RES214": Entry(
        'rol "{role}" werkt met gegevens van zeer hoog risico en mag apps gebruiken die veel van het '
        "apparaat lezen: {apps}",
        "Blokkeer deze apps voor de rol, of schrijf bij because: waarom ze nodig zijn.",
        "data-access in de catalogus zegt waartoe een app toegang vraagt. Een app die contacten, bestanden, "
        "berichten, foto's of toetsaanslagen leest, leest ook werkgegevens die op hetzelfde apparaat staan.",
    ),
}
