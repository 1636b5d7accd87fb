"""Wat er met apps gebeurt op apparaten: de woorden voor effecten, en wat `validate` zegt over gaten."""

from managed_apparaten.messages.entry import Entry

_COUNT = "{devices}, stap {step}: {done} van {total} verboden apps {done:wordt|worden} tegengehouden"
_OPEN = "{devices}, stap {step}: {done} van {total} goedgekeurde apps {done:gaat|gaan} open"
_NAMES = "Het gaat om: {names}."

TEXTS: dict[str, Entry | str] = {
    "decision.block": "een regel verbiedt de app",
    "decision.refuse": "geen regel keurt de app goed, en de stap laat alleen goedgekeurde apps toe",
    "decision.caution": "goedgekeurd, onder voorwaarden",
    "decision.allow": "goedgekeurd",
    "decision.tolerate": "geen regel gaat over de app",
    "cli.explain.decision": "Besluit voor {platforms}: {decision}",
    "cli.explain.on": "{devices} (stap {step})",
    "cli.explain.raised": "{devices} (stap {step} geldt, niet {written}: andere apparaten van deze rol krijgen dezelfde objecten)",
    "label.raised-step": "het beleid zegt {step}; {highest} geldt, door KND309",
    "effect.short.stopped": "{n} tegengehouden",
    "effect.short.removed": "{n} verwijderd",
    "effect.short.reported": "{n} gemeld",
    "effect.short.allowed": "{n} {n:kan|kunnen} open",
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
    "effect.why.no-identifier": "de catalogus heeft op {platform} geen identificatie waarmee de app te weren is",
    "effect.why.no-identifier-there": "de catalogus heeft op {platform} geen identificatie waarmee een lijst de app kan noemen",
    "effect.why.unverified": "de identificaties op {platform} hebben geen bron, dus ze blokkeren niet",
    "effect.why.audited": "AppLocker kijkt op deze apparaten alleen mee",
    "effect.why.personal": "Intune beheerst geen apps op een apparaat dat niet is ingeschreven",
    "effect.why.private-side": "Intune ziet de privékant van een eigen apparaat niet",
    "effect.why.unsupervised": "Apple laat apps alleen tegenhouden op apparaten onder supervisie",
    "effect.why.older-mac": "een Mac kent een lijst van programma's vanaf macOS 27, en deze rol vraagt niet om die versie",
    "effect.why.unsupervised-mac": "alleen een Mac onder supervisie kent een lijst van programma's",
    "effect.why.older-system": "deze apparaten hebben een ouder systeem, en dat kent geen lijst van programma's",
    "effect.why.step": 'stap "{step}" vraagt niets tegen te houden',
    "effect.why.if-held": "de app blijft alleen weg als de tenant hem heeft, om te verwijderen",
    "effect.why.shared": "een andere app, waarover anders is beslist, heeft dezelfde identificatie",
    "effect.why.partly": "een andere identificatie van de app wordt niet tegengehouden",
    "effect.why.own-device": "daar zijn alleen toegewezen apps te installeren, en dit beleid wijst niets toe aan apparaten van mensen "
    "zelf; de app gaat alleen open waar iemand hem in Intune heeft toegewezen",
    "effect.why.not-assigned": "daar zijn alleen toegewezen apps te installeren, en geen toewijzing van deze app telt daar",
    "effect.why.not-offered": "daar zijn alleen toegewezen apps te installeren, en de tenant heeft deze niet",
    "effect.why.not-listed": "geen bruikbare identificatie van de app staat op de lijst van toegestane apps",
    "effect.why.not-named": "geen object noemt de app",
    "effect.why.place": "de app start uit Windows en Program Files, en niet van elders",
    "effect.why.no-team": "de lijst laat makers toe, en de catalogus weet niet wie de app ondertekent",
    "effect.why.maker-decides": "of de app is beschermd, volgt uit een lijst die Microsoft bijhoudt",
    "effect.why.preinstalled": "de app is er niet te installeren; of hij opent als hij bij het apparaat hoort, is niet bekend",
    "effect.why.no-object": "voor deze apparaten wordt niets gemaakt",
    "label.this-identifier": "dit pakket",
    "label.allowlist-here": "de stap die alleen goedgekeurde apps toelaat",
    "label.accepted-until": "geaccepteerd tot en met {until}, en dat is voorbij",
    "KND346": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: wie {identifier} ondertekent is niet bekend',
        "Zet de naam op het certificaat (`CN=...`) bij `publishers` van de app (`Get-AppxPackage` toont die als Publisher), beperk de "
        "regel "
        "met `platforms`, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "In een package family name zit een afdruk van de uitgever, en een regel die toestaat heeft de uitgever zelf nodig: een regel voor "
        "elke uitgever laat ieder pakket door dat dezelfde naam aanneemt. De afdruk bewijst of een naam de juiste is.",
    ),
    "KND396": Entry(
        f"{_OPEN}; dit beleid wijst daar niets toe, dus {{count}} niet: {{roles}}",
        f"Wijs in Intune de apps toe die mensen daar nodig hebben. {_NAMES}",
        "Een werkprofiel toont alleen toegewezen apps. Dit beleid wijst niets toe aan apparaten die van mensen zelf zijn: een "
        "goedgekeurde app is er beschermd, en gaat alleen open waar iemand hem toewees.",
    ),
    "KND413": Entry(
        f"{_OPEN}, dat is zeker; {{count}} alleen waar een beheerder {{count:die|ze}} installeerde: {{roles}}",
        f"Laat Intune zulke programma's voor alle gebruikers installeren, of zet bij `publishers` met een bron wie ze ondertekent. "
        f"{_NAMES}",
        "Een afgedwongen lijst laat programma's starten uit de mappen van Windows en uit Program Files, en overal van een uitgever die een "
        "bron noemt. Een programma dat zich voor één gebruiker installeert, in mappen van die gebruiker, wordt anders tegengehouden.",
    ),
    "KND416": Entry(
        "{count} goedgekeurde {count:app|apps} voor {platform} {count:is|zijn} niet aan te bieden: de catalogus mist waaraan de tenant "
        "apps "
        "kent: {apps}",
        "Zet dat in de catalogus. Windows: store-ids, product-codes of intune-names; macOS: bundle-ids of intune-names; iOS: bundle-ids.",
        "De catalogus kent deze apps op een andere manier, zoals met een winget-id of een bestandsnaam, en die hebben apps in Intune niet. "
        "`intune-names` is hoe de app in uw Intune heet, letter voor letter. Tussen haakjes staan de rollen. Een app die om dezelfde reden "
        "door een lijst wordt buitengehouden, is een fout apart en staat hier niet.",
    ),
    "KND417": Entry(
        "{count} tegengehouden {count:app|apps} voor {platform} {count:is|zijn} niet te verwijderen: de catalogus mist waaraan de tenant "
        "apps kent: {apps}",
        "Heeft Intune ze geïnstalleerd, zet dan in de catalogus: store-ids, product-codes, bundle-ids of intune-names.",
        "Ze zijn niet te openen. De catalogus kent deze apps op een andere manier, of met een identificatie zonder bron, en daarmee wordt "
        "niets weggehaald. Heeft Intune er een geïnstalleerd, dan blijft die staan. Tussen haakjes staan de rollen. Apps die ook niet "
        "worden tegengehouden, staan bij het apparaat en niet hier.",
    ),
    "KND442": Entry(
        '{app} is goedgekeurd voor rol "{role}", en niemand weet of de app op {platform} opengaat: de team-id van de maker is niet bekend',
        "Zet `team-id` in de catalogus (`codesign -dvvv` op een Mac laat die zien), beperk de regel met `platforms`, laat Intune de app "
        "installeren (`require:`), of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Een lijst van toegestane programma's op een Mac noemt makers met hun team-id. Een app waarvan de catalogus die niet heeft, gaat "
        "open als de maker om een andere app op de lijst staat, of als Intune de app installeerde; anders niet.",
    ),
    "KND443": Entry(
        f"{_COUNT}; Macs zonder supervisie kennen geen lijst van programma's: {{roles}}",
        f"Zet de Macs onder supervisie (supervised: true). {_NAMES}",
        "Alleen een Mac onder supervisie met macOS 27 of later kent een lijst die een app tegenhoudt. Verboden apps met een identificatie "
        "worden gemeld. Een Mac voldoet als Gatekeeper apps toelaat uit de App Store en van makers die Apple kent.",
    ),
    "KND444": Entry(
        f"{_COUNT}; deze negeren de lijst van programma's, dus elke app kan starten: {{roles}}",
        f"Werk deze apparaten bij. {_NAMES}",
        "`os-minimum` houdt geen apparaat weg. Een apparaat met een ouder systeem voldoet niet, na `grace-hours`, en negeert de lijst die "
        "voor nieuwere is gemaakt. Bij een allowlist starten daar ook apps die niemand goedkeurde. Voorwaardelijke toegang kan zo'n "
        "apparaat buiten houden.",
    ),
    "KND445": Entry(
        "{devices}, stap {step}: van {total} apps die niemand goedkeurde, zijn er {done} tegengehouden; {count} {count:kan|kunnen} "
        "starten: {roles}",
        f"Zet bundle-id's en `team-id` met een bron in de catalogus voor apps die op {{platform}} bestaan. {_NAMES}",
        "De lijst van toegestane programma's noemt makers met hun team-id. Een app die niemand goedkeurde, wordt bij naam geweigerd als de "
        "catalogus de bundle-id met een bron heeft. Van de andere weet niemand of ze buiten blijven: hun maker kan op de lijst staan.",
    ),
    "KND420": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: daar is geen identificatie voor een lijst',
        "Vul de catalogus aan, beperk de regel met `platforms`, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Met een lijst van toegestane apps gaan alleen apps open die de lijst noemt, en een app wordt genoemd met zijn identificatie. "
        "Zonder identificatie wordt een goedgekeurde app net zo buitengehouden als elke andere. Een rol kan dat voor sommige apps "
        "accepteren, met een reden.",
    ),
    "KND421": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: {identifier} is ook {other}, en die is verboden',
        "Verbeter de identificatie in de catalogus, beslis voor beide hetzelfde, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Wat verboden is gaat voor, dus ook de goedgekeurde app wordt "
        "buitengehouden.",
    ),
    "KND422": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: geen identificatie ervan kan op de lijst staan',
        "Geef de identificatie een bron, of wat een lijst verder nodig heeft, of accepteer het onder `accepted-gaps` van de rol: {id}.",
        "Op een lijst van toegestane apps komen identificaties die zeker zijn. Op een Mac is de team-id van de maker nodig.",
    ),
    "KND423": Entry(
        f"{_OPEN}; voor {{count}} is er geen toewijzing die daar geldt: {{roles}}",
        f"Schrijf `require:` voor de apps die er moeten zijn, en geef een app zonder identificatie er een. {_NAMES}",
        "Een beheerde Play-winkel, en de werkkant van een apparaat met een werkprofiel, hebben alleen de apps die zijn toegewezen. Een app "
        "zonder identificatie is niet toe te wijzen. Wat beschikbaar is, is voor groepen mensen, en voor apparaatgroepen alleen waar die "
        "apparaten volledig worden beheerd of een werkprofiel hebben (Microsoft Learn, Assign apps to groups). Wat een regel verplicht, "
        "wordt geïnstalleerd. Gedeelde apparaten krijgen ook elke app die hen beheert of beschermt, en bij een allowlist elke "
        "goedgekeurde app met een gecontroleerde identificatie.",
    ),
    "KND424": Entry(
        f"{_OPEN}, dat is zeker; {{count}} {{count:heeft|hebben}} geen identificatie voor een regel, dus onbekend: {{roles}}",
        f"Vul de catalogus aan als de apps op {{platform}} bestaan, of laat Intune ze voor alle gebruikers installeren. {_NAMES}",
        "Op Windows laat een lijst van toegestane apps programma's starten uit Windows en Program Files, en de pakketten die erop staan. "
        "Een id van een winkel of van winget zegt niet welk programma of pakket het is. Alleen als een bron de maker noemt en de lijst "
        "alles van die maker toelaat, start de app zeker.",
    ),
    "KND425": Entry(
        f"{_COUNT}; {{count}} {{count:heeft|hebben}} daar geen identificatie om te weren: {{roles}}",
        f"Vul de catalogus aan als de apps op {{platform}} bestaan. {_NAMES}",
        "Intune kent een app aan zijn bundel-id of pakketnaam, niet aan zijn naam. Geen instelling kan een app zonder identificatie "
        "noemen, om hem tegen te houden of te verwijderen. Sommige van deze apps hebben op dit platform nooit bestaan.",
    ),
    "KND426": Entry(
        f"{_COUNT}; {{count}} {{count:heeft|hebben}} alleen identificaties zonder bron: {{roles}}",
        f"Geef de identificaties een bron onder `verified`, of zet `unverified: true` in de regel. {_NAMES}",
        "Een identificatie die niemand in een bron heeft gezien, kan van een andere app zijn, en een blokkade zou dan die app treffen. "
        "Daarom dient ze alleen om apps te herkennen. Zoek haar op in de winkel, zet haar met bron en datum onder `verified`, en vanaf "
        "dan blokkeert ze.",
    ),
    "KND427": Entry(
        f"{_COUNT}; bij {{count}} kijkt AppLocker alleen toe: {{roles}}",
        f"Lees in het AppLocker-logboek wat er tegengehouden zou worden en haal daarna `applocker: audit` van deze apparaten af. {_NAMES}",
        "Met `applocker: audit` schrijft Windows op wat het zou tegenhouden, en houdt het niets tegen. Een verzameling regels kijkt als "
        "geheel toe of dwingt als geheel af.",
    ),
    "KND428": Entry(
        f"{_COUNT}; de andere {{count}} laat Apple daar niet tegenhouden: {{roles}}",
        f"Zet de apparaten onder supervisie om apps weg te houden. {_NAMES}",
        "Apple laat een apparaat alleen onder supervisie apps verbergen. Op andere apparaten ziet Intune een app die een identificatie "
        "heeft, en voldoet het apparaat vanaf stap block niet. Voorwaardelijke toegang kan het apparaat dan buiten houden.",
    ),
    "KND429": Entry(
        f"{_COUNT}; Intune beheerst geen apps op een apparaat dat niet is ingeschreven: {{roles}}",
        f"Zet het in de voorwaarden voor eigen apparaten. {_NAMES}",
        "Intune kan apps op een apparaat dat niet is ingeschreven niet zien en niet tegenhouden. Werkapps zijn beschermd, op Windows "
        "alleen Microsoft Edge, en de gegevens van de organisatie zijn eruit te wissen; de rest is zaak van de eigenaar.",
    ),
    "KND430": Entry(
        f"{_COUNT}; die kant ziet Intune niet: {{roles}}",
        f"Zet het in de voorwaarden voor eigen apparaten. {_NAMES}",
        "Het werkprofiel toont alleen apps die de organisatie toewijst. De privékant is voor Intune onzichtbaar, zo heeft Google het "
        "gemaakt.",
    ),
    "KND431": Entry(
        f"{_COUNT}; deze Macs krijgen geen lijst van programma's: {{roles}}",
        f"Zet `os-minimum` voor macOS op 27 of later; dan komt de lijst er. {_NAMES}",
        "Vóór macOS 27 heeft Intune geen lijst die een app tegenhoudt, ook geen allowlist. Verboden apps met een identificatie worden "
        "gemeld. Een Mac voldoet als Gatekeeper apps toelaat uit de App Store en van makers die Apple kent. Staat bij `assumptions` dat "
        "signing-id's niet bekend zijn, dan gelden alle Macs als oudere.",
    ),
    "KND432": Entry(
        f"{_COUNT}; deze stap vraagt niets tegen te houden: {{roles}}",
        f"Kies de stap block of een hogere om ze tegen te houden. {_NAMES}",
        "De stappen advise en monitor houden geen app tegen. Monitor meldt verboden apps op apparaten van Apple; op Windows is er de "
        "inventaris.",
    ),
    "KND433": Entry(
        f"{_COUNT}; de Play Store is open, dus {{count}} {{count:blijft|blijven}} alleen weg als de tenant {{count:die|ze}} heeft: "
        f"{{roles}}",
        f"Voeg ze stuk voor stuk toe in het Intune-beheercentrum, of haal `play-store: open` weg. {_NAMES}",
        "In een open winkel blijft een app weg door een toewijzing om te verwijderen, en Intune wijst alleen toe wat de tenant heeft. "
        "`plan` weigert zolang een van deze apps er niet is. Zonder `play-store: open` kan niemand een app installeren die niet is "
        "toegewezen.",
    ),
    "KND434": Entry(
        f"{_COUNT}; {{count}} {{count:deelt|delen}} een identificatie met een goedgekeurde app: {{roles}}",
        f"Verbeter de identificaties in de catalogus. {_NAMES}",
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Een lijst van toegestane apps laat beide toe.",
    ),
    "KND435": Entry(
        f"{_COUNT}; {{count}} {{count:gaat|gaan}} nog open onder een andere identificatie, die geen bron heeft: {{roles}}",
        f"Geef de identificaties een bron onder `verified`, of zet `unverified: true` in de regel. {_NAMES}",
        "Sommige apps hebben er meer, voor landen of soorten apparaten. Die zonder bron blokkeren niet.",
    ),
    "KND436": Entry(
        f"{_COUNT}; niets dat voor deze apparaten is gemaakt noemt er {{count}}: {{roles}}",
        f"Lees de opmerkingen over deze apparaten. {_NAMES}",
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
        f"{_COUNT}; {{count}} {{count:heeft|hebben}} daar geen bruikbare identificatie, dus onbekend: {{roles}}",
        f"Zet identificaties met een bron in de catalogus als de apps op {{platform}} bestaan. {_NAMES}",
        "Een lijst van toegestane apps houdt buiten wat er niet op staat, maar op Windows starten programma's uit Program Files, en op een "
        "Mac die van een toegestane maker. Van een app zonder identificatie weet niemand wat hij is, en een zonder bron blokkeert niet.",
    ),
    "KND446": Entry(
        f"{_COUNT}, dat is zeker; {{count}} {{count:is|zijn}} niet te installeren, maar misschien meegeleverd: {{roles}}",
        f"Kijk op een apparaat, en zet wat u vindt bij `assumptions` van de organisatie. {_NAMES}",
        "Op Android zegt een lijst van toegestane apps wat er geïnstalleerd mag worden. Wat er gebeurt met apps die bij het apparaat "
        "horen, zoals Chrome en Maps, staat in geen bron. De aannames zijn `android-private-preinstalled`, voor de privékant van een "
        "apparaat van de organisatie, en `android-system-apps`, voor alles wat de organisatie beheert.",
    ),
    "KND440": Entry(
        'rol "{role}" accepteert tot en met {until} dat {count} goedgekeurde {count:app|apps} op {platform} niet '
        "{count:opengaat|opengaan}: "
        "{apps}",
        "Zet vóór die dag identificaties met een bron in de catalogus; daarna zijn het fouten.",
        "De lijst van toegestane apps houdt deze apps buiten, en de rol zegt onder `accepted-gaps` dat zij dat weet en waarom.",
    ),
    "KND441": Entry(
        'rol "{role}" accepteert zonder einddatum dat {count} goedgekeurde {count:app|apps} op {platform} niet {count:opengaat|opengaan}: '
        "{apps}",
        "Zet identificaties met een bron in de catalogus, of zet een datum bij `until`, zodat iemand er weer naar kijkt.",
        "De lijst van toegestane apps houdt deze apps buiten, en de rol zegt onder `accepted-gaps` dat zij dat weet en waarom.",
    ),
}
