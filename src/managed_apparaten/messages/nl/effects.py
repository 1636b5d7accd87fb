"""Wat er met apps gebeurt op apparaten: de woorden voor effecten, en wat `validate` zegt over gaten."""

from managed_apparaten.messages.entry import Entry

_COUNT = 'van {total} verboden apps worden er {done} tegengehouden op {devices} bij stap "{step}"'
_WHERE = "Het zijn: {names}. Rollen: {who}."

TEXTS: dict[str, Entry | str] = {
    "decision.block": "een regel verbiedt de app",
    "decision.refuse": "geen regel keurt de app goed, en de stap laat alleen goedgekeurde apps toe",
    "decision.caution": "goedgekeurd, onder voorwaarden",
    "decision.allow": "goedgekeurd",
    "decision.tolerate": "geen regel gaat over de app",
    "cli.explain.decision": "Besluit voor {platforms}: {decision}",
    "cli.explain.on": "{devices} (stap {step})",
    "effect.short.stopped": "{n} tegengehouden",
    "effect.short.removed": "{n} verwijderd",
    "effect.short.reported": "{n} gemeld",
    "effect.short.allowed": "{n} kunnen open",
    "effect.short.work-data-protected": "{n} alleen werkgegevens beschermd",
    "effect.short.not-controlled": "{n} niet beheerst",
    "effect.short.unknown": "{n} onbekend",
    "cli.plan.effects": "Wat er dan met apps gebeurt, voor de rollen hierboven:",
    "cli.plan.effect": "van {forbidden} verboden apps {how}; van {approved} goedgekeurde apps {opening}",
    "cli.plan.effects-left": "en nog {n} soorten apparaten: --full",
    "cli.md.effects": "Wat er dan met apps gebeurt, voor de rollen van dit plan",
    "cli.md.forbidden": "verboden apps",
    "cli.md.approved": "goedgekeurde apps",
    "cli.md.role": "rol",
    "effect.stopped": "tegengehouden: kan niet worden geopend",
    "effect.removed": "verwijderd waar Intune de app installeerde; anders kan de app worden geopend",
    "effect.reported": "gemeld: kan worden geopend, en dat wordt gezien",
    "effect.allowed": "kan worden geopend",
    "effect.work-data-protected": "kan worden geopend; alleen werkgegevens erin zijn beschermd",
    "effect.not-controlled": "niet beheerst: niets houdt de app tegen",
    "effect.unknown": "onbekend",
    "effect.also.non-compliant": "maakt dat het apparaat niet voldoet",
    "effect.also.reported": "staat in een rapport",
    "effect.also.audited": "wordt opgeschreven als de app start (AppLocker)",
    "effect.also.protected": "werkgegevens erin zijn beschermd",
    "effect.also.removed": "wordt verwijderd waar Intune de app installeerde",
    "effect.also.installed": "wordt vanzelf geïnstalleerd",
    "effect.also.offered": "wordt aangeboden in de winkel of Bedrijfsportal",
    "effect.why.no-identifier": "de catalogus heeft er geen identificatie voor op {platform}",
    "effect.why.no-identifier-there": "de catalogus heeft er geen identificatie voor op {platform}, dus geen lijst kan de app noemen",
    "effect.why.unverified": "de identificaties op {platform} hebben geen bron, dus ze blokkeren niet",
    "effect.why.audited": "AppLocker kijkt op deze apparaten alleen mee",
    "effect.why.personal": "Intune beheerst geen apps op een apparaat dat niet is ingeschreven",
    "effect.why.private-side": "Intune ziet de privékant van een eigen apparaat niet",
    "effect.why.unsupervised": "Apple laat apps alleen tegenhouden op apparaten onder supervisie",
    "effect.why.older-mac": "een Mac kent een lijst van programma's vanaf macOS 27, onder supervisie",
    "effect.why.step": 'stap "{step}" vraagt niets tegen te houden',
    "effect.why.if-held": "de app blijft alleen weg als de tenant hem heeft, om te verwijderen",
    "effect.why.shared": "een andere app, waarover anders is beslist, heeft dezelfde identificatie",
    "effect.why.partly": "een andere identificatie van de app wordt niet tegengehouden",
    "effect.why.not-assigned": "daar zijn alleen toegewezen apps te installeren, en niets wijst de app toe",
    "effect.why.not-offered": "daar zijn alleen toegewezen apps te installeren, en de toewijzing bereikt deze apparaten niet",
    "effect.why.not-listed": "geen bruikbare identificatie van de app staat op de lijst van toegestane apps",
    "effect.why.not-named": "geen object noemt de app",
    "effect.why.place": "de app start uit Windows en Program Files, en niet van elders",
    "effect.why.maker-decides": "of de app is beschermd, volgt uit een lijst die Microsoft bijhoudt",
    "effect.why.no-object": "voor deze apparaten wordt niets gemaakt",
    "label.allowlist-here": "de stap die alleen goedgekeurde apps toelaat",
    "label.accepted-until": "geaccepteerd tot en met {until}, en dat is voorbij",
    "KND420": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: de app heeft daar geen identificatie',
        "Vul de catalogus aan, beperk de regel met `platforms`, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Met een lijst van toegestane apps gaan alleen apps open die de lijst noemt, en een app wordt genoemd met zijn identificatie. "
        "Zonder identificatie wordt een goedgekeurde app net zo buitengehouden als elke andere. Een rol kan dat voor sommige apps "
        "accepteren, met een reden.",
    ),
    "KND421": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: een verboden app heeft dezelfde identificatie',
        "Verbeter de identificaties in de catalogus, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Wat verboden is gaat voor, dus ook de goedgekeurde app wordt "
        "buitengehouden.",
    ),
    "KND422": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: geen identificatie ervan kan op de lijst staan',
        "Geef de identificatie een bron, of wat een lijst verder nodig heeft, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Op een lijst van toegestane apps komen identificaties die zeker zijn. Op Windows is de uitgever van een pakket nodig, op een Mac "
        "de team-id van de maker.",
    ),
    "KND423": Entry(
        'van {total} goedgekeurde apps gaan er {done} open op {devices} bij stap "{step}"; {count} zijn niet toegewezen: {roles}',
        f"Daar zijn alleen toegewezen apps te installeren. {_WHERE}",
        "Een beheerde Play-winkel, en de werkkant van een apparaat met een werkprofiel, hebben alleen de apps die zijn toegewezen. Wat "
        "beschikbaar is, is voor mensen en voor weinig apparaatgroepen; wat een regel vereist, wordt geïnstalleerd.",
    ),
    "KND424": Entry(
        'van {total} goedgekeurde apps gaan er {done} open op {devices} bij stap "{step}"; van {count} is het onbekend: {roles}',
        f"Vul identificaties aan, of laat programma's voor alle gebruikers installeren. {_WHERE}",
        "Op Windows laat een lijst van toegestane apps programma's starten uit Windows en Program Files, en de pakketten die erop staan. "
        "Van een app zonder identificatie weet niemand wat hij is, en of hij start.",
    ),
    "KND425": Entry(
        f"{_COUNT}; {{count}} hebben geen identificatie op {{platform}}: {{roles}}",
        f"Vul de catalogus aan als de apps op {{platform}} bestaan. {_WHERE}",
        "Intune kent een app aan zijn bundel-id of pakketnaam, niet aan zijn naam. Geen instelling kan een app zonder identificatie "
        "noemen. Sommige van deze apps hebben op dit platform nooit bestaan.",
    ),
    "KND426": Entry(
        f"{_COUNT}; {{count}} hebben alleen identificaties zonder bron: {{roles}}",
        f"Geef de identificaties een bron onder `verified`, of zeg `unverified: true` in de regel. {_WHERE}",
        "Een identificatie die niemand in een bron heeft gezien, kan van een andere app zijn, en een blokkade zou dan die app treffen. "
        "Daarom dient ze alleen om apps te herkennen.",
    ),
    "KND427": Entry(
        f"{_COUNT}; bij {{count}} kijkt AppLocker alleen mee: {{roles}}",
        f"Lees het logboek van AppLocker en zeg daarna `applocker: enforce` bij deze apparaten. {_WHERE}",
        "Zolang AppLocker meekijkt, schrijft Windows op wat het zou tegenhouden, en laat het starten.",
    ),
    "KND428": Entry(
        f"{_COUNT}; {{count}} gaan open, want de apparaten staan niet onder supervisie: {{roles}}",
        f"Zet de apparaten onder supervisie om apps weg te houden. {_WHERE}",
        "Apple laat een apparaat alleen onder supervisie apps verbergen. Op andere apparaten ziet Intune een app die een identificatie "
        "heeft, en voldoet het apparaat vanaf stap block niet. Voorwaardelijke toegang kan het apparaat dan buiten houden.",
    ),
    "KND429": Entry(
        f"{_COUNT}; Intune beheerst geen apps op een apparaat dat niet is ingeschreven: {{roles}}",
        f"Zet het in de voorwaarden voor eigen apparaten. {_WHERE}",
        "Intune kan apps op een apparaat dat niet is ingeschreven niet zien en niet tegenhouden. Werkapps zijn beschermd, op Windows "
        "alleen Microsoft Edge, en de gegevens van de organisatie zijn eruit te wissen; de rest is zaak van de eigenaar.",
    ),
    "KND430": Entry(
        f"{_COUNT}; die kant ziet Intune niet: {{roles}}",
        f"Zet het in de voorwaarden voor eigen apparaten. {_WHERE}",
        "Het werkprofiel toont alleen apps die de organisatie toewijst. De privékant is voor Intune onzichtbaar, zo heeft Google het "
        "gemaakt.",
    ),
    "KND431": Entry(
        f"{_COUNT}; deze Macs kennen geen lijst van programma's: {{roles}}",
        f"Zet de Macs onder supervisie en zet `os-minimum` voor macOS op 27 of later. {_WHERE}",
        "Vóór macOS 27 heeft Intune geen lijst die een app tegenhoudt. Verboden apps met een identificatie worden gemeld. Een Mac voldoet "
        "als Gatekeeper apps toelaat uit de App Store en van makers die Apple kent.",
    ),
    "KND432": Entry(
        f"{_COUNT}; de stap vraagt niets tegen te houden: {{roles}}",
        f"Kies de stap block of een hogere om ze tegen te houden. {_WHERE}",
        "De stappen advise en monitor houden geen app tegen. Monitor meldt verboden apps op apparaten van Apple; op Windows is er de "
        "inventaris.",
    ),
    "KND433": Entry(
        f"{_COUNT}; {{count}} blijven alleen weg als de tenant ze heeft: {{roles}}",
        f"Keur ze goed in beheerde Google Play, of open niet de hele winkel. Het plan noemt wat de tenant mist. {_WHERE}",
        "Met de hele Play-winkel open blijven de apps weg die zijn toegewezen om te verwijderen, en dat kan alleen met een app van de "
        "tenant.",
    ),
    "KND434": Entry(
        f"{_COUNT}; {{count}} delen een identificatie met een goedgekeurde app: {{roles}}",
        f"Verbeter de identificaties in de catalogus. {_WHERE}",
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Een lijst van toegestane apps laat beide toe.",
    ),
    "KND435": Entry(
        f"{_COUNT}; {{count}} gaan nog open onder een andere identificatie: {{roles}}",
        f"Geef de andere identificaties een bron. {_WHERE}",
        "Sommige apps hebben er meer, voor landen of soorten apparaten. Die zonder bron blokkeren niet.",
    ),
    "KND436": Entry(
        f"{_COUNT}; niets dat voor deze apparaten is gemaakt noemt er {{count}}: {{roles}}",
        f"Lees de opmerkingen over deze apparaten. {_WHERE}",
        "De gemaakte objecten doen op deze apparaten niets met deze apps.",
    ),
    "KND437": Entry(
        'rol "{role}" accepteert dat {app} op {platform} niet opengaat, en dat is niet nodig',
        "Haal het weg uit `accepted-gaps`.",
        "De app gaat daar open, is niet goedgekeurd, of de rol heeft op dit platform geen lijst van toegestane apps.",
    ),
    "KND438": Entry(
        'rol "{role}" accepteerde een gat tot en met {until}, en dat is voorbij',
        "Los het gat op, of zet er een nieuwe datum met een reden die nog geldt.",
        "Na de datum zijn de apps die niet opengaan weer fouten.",
    ),
    "KND439": Entry(
        f"{_COUNT}; {{count}} hebben geen identificatie op {{platform}}, dus onbekend: {{roles}}",
        f"Vul de catalogus aan als de apps op {{platform}} bestaan. {_WHERE}",
        "Een lijst van toegestane apps houdt buiten wat er niet op staat, maar op Windows starten programma's uit Program Files, en op een "
        "Mac die van een toegestane maker. Van een app zonder identificatie weet niemand wat hij is.",
    ),
}
