"""Wat de compiler te melden heeft: wat Intune niet kan, wat is weggelaten, en waarom een veld van een object er staat."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.excluded-here": "uitgesloten door deze regel",
    "label.highest-step": "de hoogste stap, en die geldt voor allemaal",
    "label.kind.devices": "apparaten",
    "label.kind.description": "{what} voor {role} op {platform}, beheerd als code: wijzig het in de beleidsrepository, niet hier.",
    "cause.kind.group": 'groep van rol "{role}"',
    "cause.kind.protected-group": "{group} is beschermd: geen toewijzing mag deze groep raken",
    "cause.kind.higher-role": 'rol "{role}" gaat voor, met prioriteit {priority}',
    "cause.kind.intune-needs": "zonder dit weigert Intune het object",
    "cause.kind.scope-tag": "de bereiktag die Intune zelf aan elk object geeft",
    "cause.kind.baseline": "geldt voor elke rol",
    "cause.kind.own-side": "het zou ook gelden op de privékant van iemands eigen apparaat",
    "cause.kind.step": 'stap "{step}" van rol "{role}"',
    "cause.kind.function": "{function}: {value}",
    "cause.kind.function-unset": "niemand vraagt iets van {function}",
    "cause.kind.rule": "{rule}: {value}",
    "cause.kind.rule-unset": "geen {rule} opgegeven: de standaardwaarde geldt",
    "cause.kind.app": "{app} in de catalogus",
    "cause.kind.identifier": "{identifier}, gezien in {source}",
    "cause.kind.identifier-unverified": "{identifier}, niet geverifieerd",
    "cause.kind.name": 'titel van rol "{role}"',
    "cause.kind.marker": "zegt waar het object vandaan komt en van wie het is",
    "cause.kind.all-devices": "voor ingeschreven apparaten en voor apparaten die dat niet zijn",
    "cause.kind.protected-apps": "beschermde apps: {group}",
    "cause.kind.level": 'niveau "{level}" van het raamwerk voor gegevensbescherming',
    "cause.kind.setting": "eigen waarde voor {setting}",
    "cause.kind.setting-unset": "niemand vraagt iets van {setting}",
    "cause.kind.never-missing": "{app} ontbreekt nooit: zonder die app is het apparaat niet veilig te gebruiken",
    "cause.kind.no-private-side": "deze apparaten hebben geen privékant",
    "cause.kind.applocker": "AppLocker: {mode}",
    "cause.kind.kept-on-windows": "{what} ontbreekt nooit op Windows",
    "cause.kind.only-edge": "op Windows beschermt app-bescherming alleen Edge",
    "cause.kind.assumption": "aanname {assumption}: {value}, vastgesteld in deze tenant",
    "cause.kind.assumed": "aangenomen over Intune: {assumption} is {value}",
    "KND304": Entry(
        'rol "{role}" heeft toegewezen (dedicated) apparaten zonder apparaatgroepen',
        "Noem de apparaatgroepen onder `groups` van deze apparaten.",
        "Op zo'n apparaat meldt niemand zich als gebruiker aan, dus een groep van mensen bereikt het nooit. Alleen een groep van "
        "apparaten doet dat.",
    ),
    "KND306": Entry(
        'groep "{group}" krijgt {kind} van rol "{role}" en wordt er ook van uitgesloten',
        "Geef elke rol eigen groepen en houd beschermde groepen buiten de rollen.",
        "Bij Intune wint een uitsluiting. De mensen in deze groep zouden niets van de rol krijgen. Het komt van een groep die in twee "
        "rollen staat, of van een groep van een rol die ook beschermd is.",
    ),
    "KND307": Entry(
        'de naam "{name}" heeft {length} tekens, {limit} is het hoogste',
        "Kort de titel van de rol of het voorvoegsel in.",
        "De naam van een object bestaat uit het voorvoegsel, de titel van de rol, het platform en de soort. De grens is van ons: de portal "
        "kapt langere namen af, en dan lijken twee objecten hetzelfde.",
    ),
    "KND308": Entry(
        'rol "{role}" heeft {count} apps voor de privékant van Android-apparaten, {limit} is het hoogste',
        "Blokkeer met minder regels, of kies een stap die minder apps opsomt.",
        "Intune neemt op de privékant van een apparaat met werkprofiel hoogstens 500 apps aan, in één object per apparaat. "
        "Een tweede object vult het eerste niet aan, maar botst ermee.",
    ),
    "KND309": Entry(
        '{platform}-apparaten van rol "{role}" op stap "{step}" krijgen stap "{highest}"',
        "Geef deze apparaten dezelfde stap, of een eigen rol.",
        "Een rol heeft één object voor alle apparaten van een platform die via mensen worden bereikt, en één voor alle die via "
        "apparaatgroepen worden bereikt. De hoogste stap van die apparaten geldt daarom voor allemaal.",
    ),
    "KND310": Entry(
        "{setting} kan niet {value} zijn",
        "Mogelijk is: {choices}.",
        "Onder `settings` staat Intunes eigen naam van een instelling, met een waarde van het type dat Graph ervoor kent.",
    ),
    "KND311": Entry(
        'AirDrop "managed-only" doet niets voor rol "{role}" zolang werkdocumenten overal geopend mogen worden',
        "Zet er `managed-open-in: block` bij, of blokkeer AirDrop.",
        "Met managed-only telt AirDrop als een app die niet beheerd is. Dat houdt werkdocumenten alleen tegen als beheerde apps geen "
        "documenten mogen doorgeven aan apps die dat niet zijn.",
    ),
    "KND312": Entry(
        "beschermingsniveau high laat alleen apparaten toe die een app voor dreigingsdetectie veilig noemt: {roles}",
        "Koppel Defender of een andere app voor dreigingsdetectie, of zet `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Niveau 3 van het raamwerk van Microsoft vraagt als hoogste dreigingsniveau `secured`. Een app voor mobiele dreigingsdetectie meet "
        "dat. In een tenant zonder zo'n koppeling komt niemand met dit niveau in de beschermde apps.",
    ),
    "KND314": Entry(
        "niets wat hier gemaakt wordt beperkt {function} op {platform}: {roles}",
        "Leg het vast in de gebruiksvoorwaarden, of stel het met de hand in waar Intune er een instelling voor heeft.",
        "De rol vraagt een functie te beperken, en geen object dat voor de apparaten van de rol met dit platform wordt gemaakt heeft daar "
        "een instelling voor. Misschien heeft Intune die niet, of is die hier niet gebouwd: kijk in de instellingencatalogus.",
    ),
    "KND315": Entry(
        'lijst "{list}" heeft geen app met een geverifieerde identificatie op {platform}, dus er zou niets beschermd zijn',
        "Zet een app op de lijst, of kies een groep zoals core-microsoft.",
        "App-bescherming geldt voor de apps die ze krijgt. Beleid zonder apps beschermt niets, terwijl het er wel zo uitziet.",
    ),
    "KND316": Entry(
        "{app} staat op de lijst van toegestane apps met {identifier}, en dat heeft geen goede bron",
        "Zoek de identificatie op in de winkel en geef haar een bron onder `verified`.",
        "Een toegestane app mag er met een identificatie zonder goede bron alleen door als de regel unverified: true zegt, zoals hier. "
        "Klopt de identificatie niet, dan blijft de app weg en komt een andere erdoor.",
    ),
    "KND317": Entry(
        'app-bescherming heeft geen instelling "{setting}" die een rol kan zetten',
        "Gebruik Graphs naam van een instelling van app-bescherming.",
        "Onder `settings` staan de instellingen waaruit de niveaus bestaan. Andere eigenschappen van app-bescherming zijn hier van "
        "niemand en blijven zoals ze in de tenant staan.",
    ),
    "KND319": Entry(
        'rol "{role}" mag op {platform} apps niet gebruiken waarin haar werkgegevens staan: {apps}',
        "Sta ze toe voor de rol, of haal ze van de lijst van beschermde apps.",
        "Volgens de app-bescherming staan in deze apps werkgegevens, en de regels van de rol of haar lijst van toegestane apps houden ze "
        "dicht. Wie deze rol heeft, raakt op deze apparaten mail, bestanden of overleg kwijt.",
    ),
    "KND326": Entry(
        "niets wat hier gemaakt wordt beperkt {function} op {devices}: {roles}",
        "Leg het vast in de gebruiksvoorwaarden, of stel het met de hand in waar Intune er een instelling voor heeft.",
        "De rol vraagt een functie te beperken. Op haar andere apparaten van het platform gebeurt dat; voor deze heeft niets wat hier "
        "gemaakt wordt er een instelling voor.",
    ),
    "KND327": Entry(
        "{function} is toegestaan en blijft beperkt op {devices}: {roles}",
        "Haal de regel weg waar hij niet nodig is. Wat beperkt blijft, is hooguit met de hand in Intune te veranderen.",
        "De objecten hebben dezelfde waarde als wanneer de functie geblokkeerd is: omdat een andere functie van de rol haar blokkeert, "
        "omdat de stap dat doet, of omdat niets hier een apparaat ruimer maakt dan het zonder beleid is. Android houdt apps uit onbekende "
        "bronnen, en dus uit andere winkels, vanzelf weg van apparaten van de organisatie en uit werkprofielen.",
    ),
    "KND328": Entry(
        "geen apparaat heeft {function}: {roles}",
        "Haal de regel weg, of voeg de apparaten toe waarvoor hij bedoeld was.",
        "Sommige functies bestaan alleen op sommige platforms: AirDrop en iPhone-spiegeling op die van Apple, appfragmenten op iPhone en "
        "iPad, een privéruimte op Android-apparaten met een privékant. De regel verandert niets op de apparaten van deze rollen.",
    ),
    "KND329": Entry(
        "{devices}, in apparaatgroepen: krijgt niet zeker wat alleen mensen krijgen, {kinds}: {roles}",
        "Laat `groups` weg waar elk apparaat een gebruiker van de rol heeft; reken anders alleen op de andere objecten.",
        "Intune neemt het rapport van beperkte apps en app-bescherming alleen voor groepen mensen, en dat geldt ook voor de functies van "
        "een Mac die in hetzelfde object staan. Een apparaat in een apparaatgroep kan zonder gebruiker zijn ingeschreven, zoals een "
        "gedeelde iPad: daar doen ze niets. De effecten tellen ze voor deze apparaten dus niet mee. Mensen van de rol met een eigen "
        "apparaat krijgen ze wel.",
    ),
    "KND325": Entry(
        'rol "{role}" zet {setting} op {value}, waar niveau {level} {has} heeft',
        "Houd het als het zo bedoeld is, met de reden in de risicoanalyse; haal anders de regel weg.",
        "Een niveau van app-bescherming is een stel instellingen dat bij elkaar hoort. Een eigen instelling van de rol gaat voor, "
        'en kan het zwakker maken zowel als strenger. Wie in een rapport "{level}" leest, moet dat weten.',
    ),
    "KND323": Entry(
        "voor {platform}-apparaten ({devices}) wordt niets gemaakt: {roles}",
        "Beheer deze apparaten voorlopig met de hand.",
        "Deze versie kent geen soort Intune-object voor deze klasse van apparaten. De besluiten zijn er en de documenten tonen ze, maar "
        "de tenant dwingt ze op deze apparaten niet af.",
    ),
    "KND340": Entry(
        'stap "{step}" van rol "{role}" vraagt op {platform} om apparaatgroepen',
        "Noem de apparaatgroepen onder `groups` van deze apparaten, of neem een stap vóór block.",
        "Op Windows houden AppLocker-regels apps tegen. Die horen bij een apparaat en niet bij een persoon, dus het "
        "object moet aan groepen "
        "van apparaten worden toegewezen. Zonder zo'n groep wordt er niets geblokkeerd terwijl het beleid zegt van wel.",
    ),
    "KND341": Entry(
        "op {platform}-apparaten is monitoren alleen de inventarisatie: {roles}",
        "Er hoeft niets te gebeuren.",
        "Intune heeft voor Windows geen rapport van verboden apps. Wat er geïnstalleerd is, staat in de inventaris van het apparaat: "
        "app-pakketten elke zeven dagen, programma's elke dag, op naam en zonder identificatie.",
    ),
    "KND342": Entry(
        "op {platform}-apparaten is een geblokkeerd programma te herkennen aan zijn uitgever en zijn bestandsnaam: {roles}",
        "Er hoeft niets te gebeuren. Van welke programma's de uitgever niet bekend is, staat er ook bij (KND411).",
        "AppLocker weert app-pakketten op hun pakketnaam, en die is niet te veranderen. Andere programma's worden geweerd op hun "
        "bestandsnaam, in elke map, en op wie ze ondertekende waar de catalogus dat weet.",
    ),
    "KND343": Entry(
        "op {platform}-apparaten is verwijderen: blokkeren, en weghalen wat Intune installeerde: {roles}",
        "Er hoeft niets te gebeuren. Wat mensen zelf installeerden, blijft op de schijf staan en start niet.",
        "Intune haalt alleen weg wat Intune zelf installeerde. Al het andere dat geblokkeerd is, weert AppLocker: app-pakketten op hun "
        "pakketnaam, andere programma's op hun bestandsnaam.",
    ),
    "KND345": Entry(
        "met een lijst van toegestane apps starten programma's op {platform} uit Windows, uit Program Files of van een bekende uitgever: "
        "{roles}",
        "Laat Intune goedgekeurde programma's voor alle gebruikers installeren.",
        "Een programma dat iemand in een eigen map installeert, start als Microsoft het ondertekende of als de catalogus met een bron de "
        "uitgever van een goedgekeurde app noemt: op bestandsnaam zou alles ervoor door kunnen gaan. Wat een beheerder voor alle "
        "gebruikers installeert, start wel. App-pakketten starten als ze zijn goedgekeurd, of als Windows of Microsoft ze ondertekende en "
        "geen regel ze weert.",
    ),
    "KND347": Entry(
        "{app} wordt geblokkeerd met {identifier}, en zonder dat is Windows niet te gebruiken of te beheren",
        "Haal de identificatie uit de catalogus, of blokkeer de app niet.",
        "Instellingen, Start, aanmelden, Bedrijfsportal, Defender, Edge en de delen van Windows daaronder worden nooit "
        "geweerd. Een regel in "
        "de catalogus die er een van noemt is een vergissing, en die zou mensen buitensluiten.",
    ),
    "KND348": Entry(
        "app-bescherming op Windows laat alleen apparaten toe die Windows-beveiliging veilig noemt: {roles}",
        "Koppel Windows Security Center in Intune, of zet `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Elk niveau van Microsofts raamwerk voor Edge op Windows vraagt om een hoogste dreigingsniveau. Dat wordt gemeten via de koppeling "
        "met Windows Security Center. In een tenant zonder die koppeling komt niemand met zo'n apparaat erin.",
    ),
    "KND360": Entry(
        'rol "{role}" heeft {count} regels op één lijst op {platform}, {limit} is het hoogste',
        "Blokkeer met minder regels, of haal apps uit de catalogus die niemand tegenkomt.",
        "Intune neemt hooguit 10.000 regels op een lijst met apps in een apparaatconfiguratie, en 600 op een lijst voor iPhone en iPad in "
        "de instellingencatalogus. Twee objecten met elk een halve lijst zouden met elkaar botsen.",
    ),
    "KND361": Entry(
        'rol "{role}" heeft {count} apps die een apparaat niet-compliant maken, {limit} is het hoogste voor één beleid',
        "Blokkeer met minder regels, of haal `ios-restricted-apps-add-up` weg bij `assumptions`.",
        "Een nalevingsbeleid bevat hooguit 100 beperkte apps. Meer apps gaan normaal in een volgend beleid, en die tellen op. Deze "
        "organisatie stelt dat ze in haar tenant niet optellen, en dan zou de rest van de lijst niets doen.",
    ),
    "KND363": Entry(
        'rol "{role}" keurt apps zonder bekende team-id goed, en die draaien op een Mac zeker alleen als Intune ze installeert: {apps}',
        "Zet de `team-id` van de maker met een bron onder `macos` in de catalogus; `codesign -dvvv` op een Mac laat die zien.",
        "Een lijst met toegestane programma's noemt elk programma bij de team-id van de maker. Een goedgekeurde app waarvan die niet "
        "bekend is, staat er zelf niet op. Hij draait als Intune hem als beheerde app installeert, want beheerde apps zijn altijd "
        "toegestaan, of als de maker om een andere app op de lijst staat.",
    ),
    "KND364": Entry(
        'AirDrop "managed-only" bestaat niet op een Mac; AirDrop blijft daar aan',
        "Zet `airdrop: block` bij rollen met Macs, als AirDrop uit moet.",
        "Op iPhone en iPad kan AirDrop tellen als een niet-beheerde bestemming, zodat werkdocumenten er niet langs weggaan. Op een Mac "
        "staat AirDrop aan of uit.",
    ),
    "KND365": Entry(
        'op Macs van rol "{role}" start elk programma van een maker met een goedgekeurde app, tenzij de catalogus anders zegt',
        "Er hoeft niets te gebeuren. `macos-allowed-by: signing-id` onder `assumptions` is strenger, en kan hulpprogramma's van "
        "goedgekeurde apps tegenhouden.",
        "Apps starten hulpprogramma's die onder een eigen naam zijn ondertekend. De lijst met toegestane programma's noemt daarom makers. "
        "Apps van zo'n maker die in de catalogus staan en niet zijn goedgekeurd, worden op naam geweigerd; programma's die de catalogus "
        "niet kent niet.",
    ),
}
