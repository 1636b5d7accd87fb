"""Problemen die pas blijken als regels, rollen en uitzonderingen samenkomen."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.blocked-here": "hier voor iedereen geblokkeerd",
    "label.blocked-here-locked": "hier voor iedereen geblokkeerd, vergrendeld",
    "label.caught-here": "valt eronder door deze regel",
    "label.management-app": "{app} beheert of beveiligt het apparaat",
    "label.device-groups": "deze apparaten worden via een apparaatgroep bereikt",
    "label.role-here": "hier staat de rol",
    "RES201": Entry(
        'rol "{role}" staat {apps} toe, maar dat blokkeert de organisatie',
        "Een rol kan een regel van de organisatie niet versoepelen. Haal de app uit deze regel of leg een uitzondering vast.",
        "Een blokkade van de organisatie geldt voor elke rol, vergrendeld of niet, en wint altijd van toestaan, ook onder voorwaarden. Een "
        "regel van een rol die iets anders zegt, leest als toestemming maar doet niets; daarom wordt hij geweigerd. Is de app nodig voor "
        "een primaire taak, leg dan een uitzondering vast: een bestand in exceptions/ met doel, maatregelen, akkoorden en een einddatum. "
        "Ook een uitzondering maakt deze regel niet goed: zij eindigt, de regel zou blijven staan.",
    ),
    "RES202": Entry(
        "deze regel blokkeert {apps}; wat het apparaat beheert of beveiligt, wordt nooit tegengehouden",
        "Haal de app uit de regel of van de lijst.",
        "Bedrijfsportal, Intune, Authenticator, Defender en de beheeragents voeren al het andere in dit beleid uit. Zonder die apps "
        "voldoet een apparaat niet meer en raakt de gebruiker buitengesloten. Ze zijn daarom niet te blokkeren en ontbreken op geen enkele "
        "lijst met toegestane apps.",
    ),
    "RES203": Entry(
        "onder deze regel valt ook {apps}; wat het apparaat beheert of beveiligt, wordt niet geblokkeerd",
        "Er hoeft niets te gebeuren. Ga in de catalogus na of de app terecht als beheerapp is aangemerkt.",
        "Een regel over een advies, een land of een categorie kan ook een app treffen die het apparaat beheert. Zo'n app wordt nooit "
        "tegengehouden; voor alle andere apps geldt de regel gewoon.",
    ),
    "RES204": Entry(
        'uitzondering "{exception}" doet niets op {platform}: rol "{role}" heeft geen apparaat van dat platform',
        "Haal het platform uit de uitzondering of voeg het apparaat toe aan de rol.",
        "Een uitzondering geldt voor de apparaten die de rol gebruikt. Voor een platform dat de rol niet heeft valt er niets te besluiten; "
        "de uitzondering belooft dan iets wat niemand krijgt.",
    ),
    "RES205": Entry(
        'uitzondering "{exception}" bereikt de {platform}-apparaten van rol "{role}" niet die via apparaatgroep "{group}" zijn toegewezen',
        "Geef de uitzondering aan de hele rol of wijs deze apparaten toe via hun gebruikers.",
        "Een uitzondering voor een groep maakt die groep gebruikers los van de rol; het beleid van de rol slaat hen daarna over. Intune "
        "kan geen gebruikers overslaan in een toewijzing aan apparaten. Op deze apparaten blijft daarom het beleid van de rol gelden, en "
        "daarmee het besluit over de app.",
    ),
    "RES206": Entry(
        'twee rollen zouden "{role}" heten',
        "Geef de rol of de uitzondering een andere naam.",
        "Een uitzondering voor een groep wordt een eigen rol, genoemd naar de rol en de uitzondering. Die naam bestaat al, en twee rollen "
        "met dezelfde naam zouden hun objecten in Intune delen.",
    ),
}
