"""Meldingen over wat Intune wel en niet met beleid kan (KND), en teksten die in de tenant komen (label.kind)."""

from managed_apparaten.messages.entry import Entry

_COUNT = "{devices}, stap {step}: {done} van {total} verboden apps {done:wordt|worden} tegengehouden"
_OPEN = "{devices}, stap {step}: {done} van {total} goedgekeurde apps {done:gaat|gaan} open"
_NAMES = "Het gaat om: {names}."

TEXTS: dict[str, Entry | str] = {
    "KND304": Entry(
        'rol "{role}" heeft toegewezen (dedicated) apparaten zonder apparaatgroepen',
        "Noem de apparaatgroepen onder `groups` van deze apparaten.",
        "Op zo'n apparaat meldt niemand zich als gebruiker aan, dus een groep van mensen bereikt het nooit. "
        "Alleen een groep van apparaten doet dat.",
    ),
    "KND306": Entry(
        'groep "{group}" krijgt {kind} van rol "{role}" en wordt er ook van uitgesloten',
        "Geef elke rol eigen groepen en houd beschermde groepen buiten de rollen.",
        "Bij Intune wint een uitsluiting. De mensen in deze groep zouden niets van de rol krijgen. Het komt "
        "van een groep die in twee rollen staat, of van een groep van een rol die ook beschermd is.",
    ),
    "KND307": Entry(
        'de naam "{name}" heeft {length} tekens, {limit} is het hoogste',
        "Kort de titel van de rol of het voorvoegsel in.",
        "De naam van een object bestaat uit het voorvoegsel, de titel van de rol, het platform en de soort. "
        "De grens is van ons: de portal kapt langere namen af, en dan lijken twee objecten hetzelfde.",
    ),
    "KND308": Entry(
        'rol "{role}" heeft {count} apps voor de privékant van Android-apparaten, {limit} is het hoogste',
        "Blokkeer met minder regels, of kies een stap die minder apps opsomt.",
        "Intune neemt op de privékant van een apparaat met werkprofiel hoogstens 500 apps aan, in één "
        "object per apparaat. Een tweede object vult het eerste niet aan, maar botst ermee.",
    ),
    "KND309": Entry(
        '{platform}-apparaten van rol "{role}" op stap "{step}" krijgen stap "{highest}"',
        "Geef deze apparaten dezelfde stap, of een eigen rol.",
        "Een rol heeft één object voor alle apparaten van een platform die via mensen worden bereikt, en "
        "één voor alle die via apparaatgroepen worden bereikt. De hoogste stap van die apparaten geldt "
        "daarom voor allemaal.",
    ),
    "KND310": Entry(
        "{setting} kan niet {value} zijn",
        "Mogelijk is: {choices}.",
        "Onder `settings` staat Intunes eigen naam van een instelling, met een waarde van het type dat "
        "Graph ervoor kent.",
    ),
    "KND311": Entry(
        'AirDrop "managed-only" doet niets voor rol "{role}" zolang werkdocumenten overal geopend mogen '
        "worden",
        "Zet er `managed-open-in: block` bij, of blokkeer AirDrop.",
        "Met managed-only telt AirDrop als een app die niet beheerd is. Dat houdt werkdocumenten alleen "
        "tegen als beheerde apps geen documenten mogen doorgeven aan apps die dat niet zijn.",
    ),
    "KND312": Entry(
        "beschermingsniveau high laat alleen apparaten toe die een app voor dreigingsdetectie veilig noemt: "
        "{roles}",
        "Koppel Defender of een andere app voor dreigingsdetectie, of zet `maximumAllowedDeviceThreatLevel: "
        "notConfigured`.",
        "Niveau 3 van het raamwerk van Microsoft vraagt als hoogste dreigingsniveau `secured`. Een app voor "
        "mobiele dreigingsdetectie meet dat. In een tenant zonder zo'n koppeling komt niemand met dit "
        "niveau in de beschermde apps.",
    ),
    "KND314": Entry(
        "niets wat hier gemaakt wordt beperkt {function} op {platform}: {roles}",
        "Leg het vast in de gebruiksvoorwaarden, of stel het met de hand in waar Intune er een instelling "
        "voor heeft.",
        "De rol vraagt een functie te beperken, en geen object dat voor de apparaten van de rol met dit "
        "platform wordt gemaakt heeft daar een instelling voor. Misschien heeft Intune die niet, of is die "
        "hier niet gebouwd: kijk in de instellingencatalogus.",
    ),
    "KND315": Entry(
        'lijst "{list}" heeft geen app met een geverifieerde identificatie op {platform}, dus er zou niets '
        "beschermd zijn",
        "Zet een app op de lijst, of kies een groep zoals core-microsoft.",
        "App-bescherming geldt voor de apps die ze krijgt. Beleid zonder apps beschermt niets, terwijl het "
        "er wel zo uitziet.",
    ),
    "KND316": Entry(
        "{app} staat op de lijst van toegestane apps met {identifier}, en dat heeft geen goede bron",
        "Zoek de identificatie op in de winkel en geef haar een bron onder `verified`.",
        "Een toegestane app mag er met een identificatie zonder goede bron alleen door als de regel "
        "unverified: true zegt, zoals hier. Klopt de identificatie niet, dan blijft de app weg en komt een "
        "andere erdoor.",
    ),
    "KND317": Entry(
        'app-bescherming heeft geen instelling "{setting}" die een rol kan zetten',
        "Gebruik Graphs naam van een instelling van app-bescherming.",
        "Onder `settings` staan de instellingen waaruit de niveaus bestaan. Andere eigenschappen van "
        "app-bescherming zijn hier van niemand en blijven zoals ze in de tenant staan.",
    ),
    "KND319": Entry(
        'rol "{role}" mag op {platform} apps niet gebruiken waarin haar werkgegevens staan: {apps}',
        "Sta ze toe voor de rol, of haal ze van de lijst van beschermde apps.",
        "Volgens de app-bescherming staan in deze apps werkgegevens, en de regels van de rol of haar lijst "
        "van toegestane apps houden ze dicht. Wie deze rol heeft, raakt op deze apparaten mail, bestanden "
        "of overleg kwijt.",
    ),
    "KND323": Entry(
        "voor {platform}-apparaten ({devices}) wordt niets gemaakt: {roles}",
        "Beheer deze apparaten voorlopig met de hand.",
        "Deze versie kent geen soort Intune-object voor deze klasse van apparaten. De besluiten zijn er en "
        "de documenten tonen ze, maar de tenant dwingt ze op deze apparaten niet af.",
    ),
    "KND325": Entry(
        'rol "{role}" zet {setting} op {value}, waar niveau {level} {has} heeft',
        "Houd het als het zo bedoeld is, met de reden in de risicoanalyse; haal anders de regel weg.",
        "Een niveau van app-bescherming is een stel instellingen dat bij elkaar hoort. Een eigen instelling "
        'van de rol gaat voor, en kan het zwakker maken zowel als strenger. Wie in een rapport "{level}" '
        "leest, moet dat weten.",
    ),
    "KND326": Entry(
        "niets wat hier gemaakt wordt beperkt {function} op {devices}: {roles}",
        "Leg het vast in de gebruiksvoorwaarden, of stel het met de hand in waar Intune er een instelling "
        "voor heeft.",
        "De rol vraagt een functie te beperken. Op haar andere apparaten van het platform gebeurt dat; voor "
        "deze heeft niets wat hier gemaakt wordt er een instelling voor.",
    ),
    "KND327": Entry(
        "{function} is toegestaan en blijft beperkt op {devices}: {roles}",
        "Haal de regel weg waar hij niet nodig is. Wat beperkt blijft, is hooguit met de hand in Intune te "
        "veranderen.",
        "De objecten hebben dezelfde waarde als wanneer de functie geblokkeerd is: omdat een andere functie "
        "van de rol haar blokkeert, omdat de stap dat doet, of omdat niets hier een apparaat ruimer maakt "
        "dan het zonder beleid is. Android houdt apps uit onbekende bronnen, en dus uit andere winkels, "
        "vanzelf weg van apparaten van de organisatie en uit werkprofielen.",
    ),
    "KND328": Entry(
        "geen apparaat heeft {function}: {roles}",
        "Haal de regel weg, of voeg de apparaten toe waarvoor hij bedoeld was.",
        "Sommige functies bestaan alleen op sommige platforms: AirDrop en iPhone-spiegeling op die van "
        "Apple, appfragmenten op iPhone en iPad, een privéruimte op Android-apparaten met een privékant. De "
        "regel verandert niets op de apparaten van deze rollen.",
    ),
    "KND329": Entry(
        "{devices}, in apparaatgroepen: krijgt niet zeker wat alleen mensen krijgen, {kinds}: {roles}",
        "Laat `groups` weg waar elk apparaat een gebruiker van de rol heeft; reken anders alleen op de "
        "andere objecten.",
        "Intune neemt het rapport van beperkte apps en app-bescherming alleen voor groepen mensen, en dat "
        "geldt ook voor de functies van een Mac die in hetzelfde object staan. Een apparaat in een "
        "apparaatgroep kan zonder gebruiker zijn ingeschreven, zoals een gedeelde iPad: daar doen ze niets. "
        "De effecten tellen ze voor deze apparaten dus niet mee. Mensen van de rol met een eigen apparaat "
        "krijgen ze wel.",
    ),
    "KND340": Entry(
        'stap "{step}" van rol "{role}" vraagt op {platform} om apparaatgroepen',
        "Noem de apparaatgroepen onder `groups` van deze apparaten, of neem een stap vóór block.",
        "Op Windows houden AppLocker-regels apps tegen. Die horen bij een apparaat en niet bij een persoon, "
        "dus het object moet aan groepen van apparaten worden toegewezen. Zonder zo'n groep wordt er niets "
        "geblokkeerd terwijl het beleid zegt van wel.",
    ),
    "KND341": Entry(
        "op {platform}-apparaten is monitoren alleen de inventarisatie: {roles}",
        "Er hoeft niets te gebeuren.",
        "Intune heeft voor Windows geen rapport van verboden apps. Wat er geïnstalleerd is, staat in de "
        "inventaris van het apparaat: app-pakketten elke zeven dagen, programma's elke dag, op naam en "
        "zonder identificatie.",
    ),
    "KND342": Entry(
        "op {platform}-apparaten is een geblokkeerd programma te herkennen aan zijn uitgever en zijn "
        "bestandsnaam: {roles}",
        "Er hoeft niets te gebeuren. Van welke programma's de uitgever niet bekend is, staat er ook bij "
        "(KND411).",
        "AppLocker weert app-pakketten op hun pakketnaam, en die is niet te veranderen. Andere programma's "
        "worden geweerd op hun bestandsnaam, in elke map, en op wie ze ondertekende waar de catalogus dat "
        "weet.",
    ),
    "KND343": Entry(
        "op {platform}-apparaten is verwijderen: blokkeren, en weghalen wat Intune installeerde: {roles}",
        "Er hoeft niets te gebeuren. Wat mensen zelf installeerden, blijft op de schijf staan en start niet.",
        "Intune haalt alleen weg wat Intune zelf installeerde. Al het andere dat geblokkeerd is, weert "
        "AppLocker: app-pakketten op hun pakketnaam, andere programma's op hun bestandsnaam.",
    ),
    "KND345": Entry(
        "met een lijst van toegestane apps starten programma's op {platform} uit Windows, uit Program Files "
        "of van een bekende uitgever: {roles}",
        "Laat Intune goedgekeurde programma's voor alle gebruikers installeren.",
        "Een programma dat iemand in een eigen map installeert, start als Microsoft het ondertekende of als "
        "de catalogus met een bron de uitgever van een goedgekeurde app noemt: op bestandsnaam zou alles "
        "ervoor door kunnen gaan. Wat een beheerder voor alle gebruikers installeert, start wel. "
        "App-pakketten starten als ze zijn goedgekeurd, of als Windows of Microsoft ze ondertekende en geen "
        "regel ze weert.",
    ),
    "KND346": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: wie {identifier} '
        "ondertekent is niet bekend",
        "Zet de naam op het certificaat (`CN=...`) bij `publishers` van de app (`Get-AppxPackage` toont die "
        "als Publisher), beperk de regel met `platforms`, of accepteer het onder `accepted-gaps` van de "
        "rol: {id}.",
        "In een package family name zit een afdruk van de uitgever, en een regel die toestaat heeft de "
        "uitgever zelf nodig: een regel voor elke uitgever laat ieder pakket door dat dezelfde naam "
        "aanneemt. De afdruk bewijst of een naam de juiste is.",
    ),
    "KND347": Entry(
        "{app} wordt geblokkeerd met {identifier}, en zonder dat is Windows niet te gebruiken of te beheren",
        "Haal de identificatie uit de catalogus, of blokkeer de app niet.",
        "Instellingen, Start, aanmelden, Bedrijfsportal, Defender, Edge en de delen van Windows daaronder "
        "worden nooit geweerd. Een regel in de catalogus die er een van noemt is een vergissing, en die zou "
        "mensen buitensluiten.",
    ),
    "KND348": Entry(
        "app-bescherming op Windows laat alleen apparaten toe die Windows-beveiliging veilig noemt: {roles}",
        "Koppel Windows Security Center in Intune, of zet `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Elk niveau van Microsofts raamwerk voor Edge op Windows vraagt om een hoogste dreigingsniveau. Dat "
        "wordt gemeten via de koppeling met Windows Security Center. In een tenant zonder die koppeling "
        "komt niemand met zo'n apparaat erin.",
    ),
    "KND360": Entry(
        'rol "{role}" heeft {count} regels op één lijst op {platform}, {limit} is het hoogste',
        "Blokkeer met minder regels, of haal apps uit de catalogus die niemand tegenkomt.",
        "Intune neemt hooguit 10.000 regels op een lijst met apps in een apparaatconfiguratie, en 600 op "
        "een lijst voor iPhone en iPad in de instellingencatalogus. Twee objecten met elk een halve lijst "
        "zouden met elkaar botsen.",
    ),
    "KND361": Entry(
        'rol "{role}" heeft {count} apps die een apparaat niet-compliant maken, {limit} is het hoogste voor '
        "één beleid",
        "Blokkeer met minder regels, of haal `ios-restricted-apps-add-up` weg bij `assumptions`.",
        "Een nalevingsbeleid bevat hooguit 100 beperkte apps. Meer apps gaan normaal in een volgend beleid, "
        "en die tellen op. Deze organisatie stelt dat ze in haar tenant niet optellen, en dan zou de rest "
        "van de lijst niets doen.",
    ),
    "KND363": Entry(
        'rol "{role}" keurt apps zonder bekende team-id goed, en die draaien op een Mac zeker alleen als '
        "Intune ze installeert: {apps}",
        "Zet de `team-id` van de maker met een bron onder `macos` in de catalogus; `codesign -dvvv` op een "
        "Mac laat die zien.",
        "Een lijst met toegestane programma's noemt elk programma bij de team-id van de maker. Een "
        "goedgekeurde app waarvan die niet bekend is, staat er zelf niet op. Hij draait als Intune hem als "
        "beheerde app installeert, want beheerde apps zijn altijd toegestaan, of als de maker om een andere "
        "app op de lijst staat.",
    ),
    "KND364": Entry(
        'AirDrop "managed-only" bestaat niet op een Mac; AirDrop blijft daar aan',
        "Zet `airdrop: block` bij rollen met Macs, als AirDrop uit moet.",
        "Op iPhone en iPad kan AirDrop tellen als een niet-beheerde bestemming, zodat werkdocumenten er "
        "niet langs weggaan. Op een Mac staat AirDrop aan of uit.",
    ),
    "KND365": Entry(
        'op Macs van rol "{role}" start elk programma van een maker met een goedgekeurde app, tenzij de '
        "catalogus anders zegt",
        "Er hoeft niets te gebeuren. `macos-allowed-by: signing-id` onder `assumptions` is strenger, en kan "
        "hulpprogramma's van goedgekeurde apps tegenhouden.",
        "Apps starten hulpprogramma's die onder een eigen naam zijn ondertekend. De lijst met toegestane "
        "programma's noemt daarom makers. Apps van zo'n maker die in de catalogus staan en niet zijn "
        "goedgekeurd, worden op naam geweigerd; programma's die de catalogus niet kent niet.",
    ),
    "KND380": Entry(
        "{app} is verplicht op {platform}, maar de catalogus heeft geen geverifieerde identificatie om hem "
        "daar op te zoeken",
        "Zet een geverifieerde identificatie voor dit platform in de catalogus, of beperk de regel met "
        "platforms: tot andere platforms.",
        "Intune installeert een app die de tenant kent. Die wordt opgezocht met de bundle-id op iOS en "
        "macOS, het pakket op Android, en op Windows met het id in de store, de productcode of de package "
        "family name. Met een identificatie zonder bron valt te zoeken, maar een app die een andere blijkt "
        "te zijn, zou op elk apparaat van de rol komen.",
    ),
    "KND381": Entry(
        "{apps}: verplicht, maar de rollen {roles} hebben geen apparaten van de organisatie en op eigen "
        "apparaten komt niets",
        "Er hoeft niets te gebeuren. Zet in de documenten van de rol dat mensen de app zelf installeren.",
        "Verplichte apps gaan alleen naar apparaten van de organisatie. Een eigen apparaat is niet "
        "ingeschreven, of heeft een werkprofiel waaraan dit beleid niets toewijst.",
    ),
    "KND382": Entry(
        'groep "{group}" krijgt {app} via de ene rol verplicht en via de andere verwijderd',
        "Geef de twee rollen verschillende groepen, of schrijf in beide hetzelfde.",
        "Een app wordt één keer aan een groep toegewezen. Welke van de twee wint is bij mensen een kwestie "
        "van prioriteit, maar hier kregen dezelfde mensen met naam en toenaam tegengestelde antwoorden.",
    ),
    "KND383": Entry(
        "{app} is een onderdeel van {platform} zelf: verplichten kan niet",
        "Haal hem uit de regel, of schrijf allow:.",
        "Wat bij het apparaat hoort is er al, en Intune heeft er geen app van om te installeren.",
    ),
    "KND384": Entry(
        "op {platform} zijn apps niet aan te bieden aan apparaatgroepen, dus {count} goedgekeurde "
        "{count:app|apps} niet: {apps} ({roles})",
        "Schrijf `require:` voor de apps die er moeten zijn.",
        "Intune stelt een app beschikbaar aan groepen mensen. Een apparaatgroep die een app beschikbaar "
        "krijgt, krijgt niets, behalve op Android-apparaten die volledig worden beheerd of een werkprofiel "
        "hebben (Microsoft Learn, Assign apps to groups). Daarom wordt zo'n toewijzing niet gemaakt: het "
        "zou lijken of de app werd aangeboden. Wat een regel verplicht, wordt geïnstalleerd.",
    ),
    "KND390": Entry(
        'rol "{role}" opent de hele Play Store op haar Android-apparaten: mensen kunnen elke app installeren',
        "Haal `play-store: open` weg als toegewezen apps genoeg zijn.",
        "Zonder deze regel toont de beheerde Play Store alleen toegewezen apps, ook in een tenant zonder "
        "enig beleid. Met deze regel toont `playStoreMode: blockList` alle apps, behalve die zijn "
        "toegewezen om te verwijderen. Apparaten van deze rol kunnen dus meer apps krijgen dan voordat er "
        "beleid was.",
    ),
    "KND392": Entry(
        'rol "{role}" opent de Play Store voor een deel van de Android-apparaten, en niet voor andere van '
        "dezelfde groepen",
        "Schrijf `play-store: open` bij al deze apparaten, of geef de andere eigen apparaatgroepen.",
        "Al deze apparaten krijgen één object, en dat heeft één winkel. Er gaat niets open waar niet om is "
        "gevraagd: de winkel toont alleen toegewezen apps tot dit is hersteld.",
    ),
    "KND393": Entry(
        'rol "{role}" heeft een allowlist op Android-apparaten waarvoor zij de Play Store opent',
        "Haal `play-store: open` weg, of kies een lagere stap voor deze apparaten.",
        "Een allowlist toont goedgekeurde apps en verwijdert alle andere. Een open winkel toont elke app. "
        "Beide tegelijk kan niet.",
    ),
    "KND394": Entry(
        "{devices}: {count} goedgekeurde {count:app gaat|apps gaan} pas open als beheerde Google Play "
        "{count:die|ze} heeft: {names} ({roles})",
        "Voeg ze toe in het Intune-beheercentrum. Het plan noemt de apps die er niet zijn.",
        "De werkwinkel van deze apparaten toont op elke stap alleen toegewezen apps, en Intune wijst alleen "
        "toe wat de tenant heeft. Een app komt daar vanuit beheerde Google Play. De Bedrijfsportal, Intune "
        "en Authenticator staan niet in deze lijst: die komen mee met de inschrijving.",
    ),
    "KND395": Entry(
        "zonder gedeelde-apparaatmodus van Entra komt op gedeelde Android-apparaten niemand bij beschermde "
        "gegevens: {roles}",
        "Schrijf deze apparaten in met de gedeelde-apparaatmodus van Entra als mensen zich erop aanmelden.",
        "Een gedeeld apparaat heeft geen gebruiker. Voorwaardelijke toegang vraagt om een apparaat dat "
        "voldoet van wie zich aanmeldt, en alleen de gedeelde-apparaatmodus vertelt welk apparaat dat is. "
        "Een toegangscode wordt alleen geëist waar het beleid er een noemt; die wordt dan ook op het "
        "apparaat ingesteld. In kioskmodus wordt erom gevraagd. Buiten kioskmodus vraagt niemand erom: stel "
        "de code in bij de uitgifte.",
    ),
    "KND396": Entry(
        _OPEN + "; dit beleid wijst daar niets toe, dus {count} niet: {roles}",
        "Wijs in Intune de apps toe die mensen daar nodig hebben. " + _NAMES,
        "Een werkprofiel toont alleen toegewezen apps. Dit beleid wijst niets toe aan apparaten die van "
        "mensen zelf zijn: een goedgekeurde app is er beschermd, en gaat alleen open waar iemand hem "
        "toewees.",
    ),
    "KND400": Entry(
        'op Macs van rol "{role}" worden deze apps niet tegengehouden, want iets anders van hun maker mag '
        "draaien: {apps}",
        "Zet hun bundle-id's onder `macos` in de catalogus.",
        "Van deze apps is alleen de team-id van de maker bekend. Een regel op team-id weigert alles van die "
        "maker, en blijft dus weg zolang de rol een andere app van hetzelfde team laat draaien. Met een "
        "bundle-id wordt de app op zijn eigen naam geweigerd.",
    ),
    "KND401": Entry(
        "{app} is geblokkeerd met {identifier}, en die toont een iPhone wat een lijst ook zegt",
        "Haal de app uit de regel: Telefoon en Instellingen zijn niet te verbergen.",
        "Apple houdt Telefoon en Instellingen op elk apparaat. Op een lijst met geblokkeerde apps doen ze "
        "niets, en in nalevingsbeleid zouden ze elk apparaat niet-compliant maken. Daarom staan ze in geen "
        "van beide.",
    ),
    "KND402": Entry(
        'rol "{role}" blokkeert apps zonder welke iPhones lastig te bereiken, te gebruiken of te vinden '
        "zijn: {apps}",
        "Laat de blokkade staan als die bedoeld is, en probeer haar eerst op één apparaat.",
        "Contacten, berichten, camera, Safari, Gezondheid, Zoek mijn en dergelijke staan op elke lijst met "
        "toegestane apps, omdat mensen en beheerders ervan afhangen. Een regel die er een blokkeert gaat "
        "voor, op elke stap vanaf block.",
    ),
    "KND404": Entry(
        'iPhones en iPads zonder supervisie van rol "{role}" houden zich niet aan de beperking van '
        "{function}",
        "Zet de apparaten onder supervisie, of leg het vast in de gebruiksvoorwaarden.",
        "Apple geeft deze schakelaar alleen aan apparaten onder supervisie. Andere apparaten melden succes "
        "en doen niets. Welke schakelaars supervisie nodig hebben, staat in Apples eigen schema van de "
        "beperkingen.",
    ),
    "KND405": Entry(
        "goedgekeurde apps op {platform} kunnen beschermd worden en zijn geen beschermde app van {roles}: "
        "{apps}",
        "Zet ze op de lijst met beschermde apps, met een bron voor hun identificaties, of kies "
        "all-microsoft of all.",
        "App-bescherming geldt alleen voor de apps die ze krijgt. Werkgegevens die binnen beschermde apps "
        "blijven, gaan in een andere app niet open, en wat mensen daar wel in zetten is niet beschermd. "
        "Intunes eigen groepen tonen welke apps beschermd kunnen worden.",
    ),
    "KND408": Entry(
        "op iPhones en iPads zonder App Store zijn alleen apps met licentie te installeren: koop er {count} "
        "voor {roles}",
        "In Apple Business Manager, ook gratis apps; `apparaten plan` zegt welke ontbreken. Het zijn: "
        "{apps}.",
        "Een allowlist zet de App Store uit. Intune kan nog wel apps installeren die een licentie voor het "
        "apparaat hebben, en apps van de organisatie zelf. Apps die al op een apparaat staan blijven, en "
        "openen als de rol ze goedkeurt.",
    ),
    "KND410": Entry(
        'de lijst van toegestane apps van rol "{role}" geldt op Windows nog niet: alleen geblokkeerde apps '
        "worden geweerd",
        "Zet `applocker: enforce` op deze apparaten als de lijst klopt. De lijst zou {count} "
        "{count:app|apps} meer weren: {apps}. Van {left} {left:andere|andere} hangt het ervan af waar of "
        "hoe ze zijn geïnstalleerd: {unsure}.",
        "Een lijst die niet klopt, neemt mensen hun werk af. Daarom geldt de lijst pas als iemand dat zegt. "
        "Een verzameling regels van AppLocker kijkt als geheel toe of dwingt als geheel af: met een lijst "
        "die alleen meekijkt, zouden ook geblokkeerde apps starten. Zolang gelden dus de regels van stap "
        "remove, en niets schrijft op wat de lijst zou weren. Wilt u dat eerst zien, maak dan een eigen rol "
        "voor een proefgroep, met `enforcement: monitor` en `applocker: audit`: daar wordt niets geweerd en "
        "staat alles in het AppLocker-logboek.",
    ),
    "KND411": Entry(
        "deze programma's zijn op Windows alleen aan hun bestandsnaam te herkennen en starten onder een "
        "andere naam: {apps}",
        "Zet bij `publishers` in de catalogus wie ze ondertekent; `Get-AppLockerFileInformation` toont dat. "
        "Rollen: {roles}.",
        "Een regel op uitgever geldt hoe het bestand ook heet. Daarvoor is de volledige uitgever nodig, "
        "zoals `O=TELEGRAM FZ-LLC, L=DUBAI, C=AE`, of de naam op het certificaat: uit een losse "
        "bedrijfsnaam komt geen regel. Een afgedwongen lijst van toegestane apps houdt ook een hernoemd "
        "programma tegen, behalve in een map van Windows of in Program Files.",
    ),
    "KND412": Entry(
        'elk programma van "{publisher}" wordt geweerd op Windows, ook wat de catalogus niet kent: {roles}',
        "Er hoeft niets te gebeuren. Sta een app van deze maker toe, en de andere worden op naam geweerd.",
        "Elke app van deze maker in de catalogus is voor deze rollen geblokkeerd. Een regel voor de hele "
        "maker geldt hoe een bestand ook heet, en voor programma's waarvan niemand de naam kent.",
    ),
    "KND413": Entry(
        _OPEN + (", dat is zeker; {count} alleen waar een beheerder {count:die|ze} installeerde: {roles}"),
        (
            "Laat Intune zulke programma's voor alle gebruikers installeren, of zet bij "
            "`publishers` met een bron wie ze ondertekent. "
        )
        + _NAMES,
        "Een afgedwongen lijst laat programma's starten uit de mappen van Windows en uit Program Files, en "
        "overal van een uitgever die een bron noemt. Een programma dat zich voor één gebruiker installeert, "
        "in mappen van die gebruiker, wordt anders tegengehouden.",
    ),
    "KND415": Entry(
        'AppLocker-regels van rol "{role}" doen niets zolang de service Application Identity niet draait',
        "Laat die op een andere manier starten, zoals met een herstelscript: `sc.exe config appidsvc "
        "start=auto`.",
        "Deze organisatie zegt onder `assumptions` dat Intune de service in haar tenant niet start. Zolang "
        "die stilstaat, houdt Windows geen programma tegen, wat de regels ook zeggen.",
    ),
    "KND416": Entry(
        "{count} goedgekeurde {count:app|apps} voor {platform} {count:is|zijn} niet aan te bieden: de "
        "catalogus mist waaraan de tenant apps kent: {apps}",
        "Zet dat in de catalogus. Windows: store-ids, product-codes of intune-names; macOS: bundle-ids of "
        "intune-names; iOS: bundle-ids.",
        "De catalogus kent deze apps op een andere manier, zoals met een winget-id of een bestandsnaam, en "
        "die hebben apps in Intune niet. `intune-names` is hoe de app in uw Intune heet, letter voor "
        "letter. Tussen haakjes staan de rollen. Een app die om dezelfde reden door een lijst wordt "
        "buitengehouden, is een fout apart en staat hier niet.",
    ),
    "KND417": Entry(
        "{count} tegengehouden {count:app|apps} voor {platform} {count:is|zijn} niet te verwijderen: de "
        "catalogus mist waaraan de tenant apps kent: {apps}",
        "Heeft Intune ze geïnstalleerd, zet dan in de catalogus: store-ids, product-codes, bundle-ids of "
        "intune-names.",
        "Ze zijn niet te openen. De catalogus kent deze apps op een andere manier, of met een identificatie "
        "zonder bron, en daarmee wordt niets weggehaald. Heeft Intune er een geïnstalleerd, dan blijft die "
        "staan. Tussen haakjes staan de rollen. Apps die ook niet worden tegengehouden, staan bij het "
        "apparaat en niet hier.",
    ),
    "KND420": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: daar is geen identificatie '
        "voor een lijst",
        "Vul de catalogus aan, beperk de regel met `platforms`, of accepteer het onder `accepted-gaps` van "
        "de rol: {id}.",
        "Met een lijst van toegestane apps gaan alleen apps open die de lijst noemt, en een app wordt "
        "genoemd met zijn identificatie. Zonder identificatie wordt een goedgekeurde app net zo "
        "buitengehouden als elke andere. Een rol kan dat voor sommige apps accepteren, met een reden.",
    ),
    "KND421": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: {identifier} is ook '
        "{other}, en die is verboden",
        "Verbeter de identificatie in de catalogus, beslis voor beide hetzelfde, of accepteer het onder "
        "`accepted-gaps` van de rol: {id}.",
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Wat verboden is gaat voor, dus "
        "ook de goedgekeurde app wordt buitengehouden.",
    ),
    "KND422": Entry(
        '{app} is goedgekeurd voor rol "{role}" en gaat op {platform} niet open: geen identificatie ervan '
        "kan op de lijst staan",
        "Geef de identificatie een bron, of wat een lijst verder nodig heeft, of accepteer het onder "
        "`accepted-gaps` van de rol: {id}.",
        "Op een lijst van toegestane apps komen identificaties die zeker zijn. Op een Mac is de team-id van "
        "de maker nodig.",
    ),
    "KND423": Entry(
        _OPEN + "; voor {count} is er geen toewijzing die daar geldt: {roles}",
        ("Schrijf `require:` voor de apps die er moeten zijn, en geef een app zonder identificatie er een. ")
        + _NAMES,
        "Een beheerde Play-winkel, en de werkkant van een apparaat met een werkprofiel, hebben alleen de "
        "apps die zijn toegewezen. Een app zonder identificatie is niet toe te wijzen. Wat beschikbaar is, "
        "is voor groepen mensen, en voor apparaatgroepen alleen waar die apparaten volledig worden beheerd "
        "of een werkprofiel hebben (Microsoft Learn, Assign apps to groups). Wat een regel verplicht, wordt "
        "geïnstalleerd. Gedeelde apparaten krijgen ook elke app die hen beheert of beschermt, en bij een "
        "allowlist elke goedgekeurde app met een gecontroleerde identificatie.",
    ),
    "KND424": Entry(
        _OPEN
        + (
            ", dat is zeker; {count} {count:heeft|hebben} geen identificatie voor een regel, dus "
            "onbekend: {roles}"
        ),
        (
            "Vul de catalogus aan als de apps op {platform} bestaan, of laat Intune ze voor alle "
            "gebruikers installeren. "
        )
        + _NAMES,
        "Op Windows laat een lijst van toegestane apps programma's starten uit Windows en Program Files, en "
        "de pakketten die erop staan. Een id van een winkel of van winget zegt niet welk programma of "
        "pakket het is. Alleen als een bron de maker noemt en de lijst alles van die maker toelaat, start "
        "de app zeker.",
    ),
    "KND425": Entry(
        _COUNT + "; {count} {count:heeft|hebben} daar geen identificatie om te weren: {roles}",
        "Vul de catalogus aan als de apps op {platform} bestaan. " + _NAMES,
        "Intune kent een app aan zijn bundel-id of pakketnaam, niet aan zijn naam. Geen instelling kan een "
        "app zonder identificatie noemen, om hem tegen te houden of te verwijderen. Sommige van deze apps "
        "hebben op dit platform nooit bestaan.",
    ),
    "KND426": Entry(
        _COUNT + "; {count} {count:heeft|hebben} alleen identificaties zonder bron: {roles}",
        ("Geef de identificaties een bron onder `verified`, of zet `unverified: true` in de regel. ")
        + _NAMES,
        "Een identificatie die niemand in een bron heeft gezien, kan van een andere app zijn, en een "
        "blokkade zou dan die app treffen. Daarom dient ze alleen om apps te herkennen. Zoek haar op in de "
        "winkel, zet haar met bron en datum onder `verified`, en vanaf dan blokkeert ze.",
    ),
    "KND427": Entry(
        _COUNT + "; bij {count} kijkt AppLocker alleen toe: {roles}",
        (
            "Lees in het AppLocker-logboek wat er tegengehouden zou worden en haal daarna "
            "`applocker: audit` van deze apparaten af. "
        )
        + _NAMES,
        "Met `applocker: audit` schrijft Windows op wat het zou tegenhouden, en houdt het niets tegen. Een "
        "verzameling regels kijkt als geheel toe of dwingt als geheel af.",
    ),
    "KND428": Entry(
        _COUNT + "; de andere {count} laat Apple daar niet tegenhouden: {roles}",
        "Zet de apparaten onder supervisie om apps weg te houden. " + _NAMES,
        "Apple laat een apparaat alleen onder supervisie apps verbergen. Op andere apparaten ziet Intune "
        "een app die een identificatie heeft, en voldoet het apparaat vanaf stap block niet. "
        "Voorwaardelijke toegang kan het apparaat dan buiten houden.",
    ),
    "KND429": Entry(
        _COUNT + "; Intune beheerst geen apps op een apparaat dat niet is ingeschreven: {roles}",
        "Zet het in de voorwaarden voor eigen apparaten. " + _NAMES,
        "Intune kan apps op een apparaat dat niet is ingeschreven niet zien en niet tegenhouden. Werkapps "
        "zijn beschermd, op Windows alleen Microsoft Edge, en de gegevens van de organisatie zijn eruit te "
        "wissen; de rest is zaak van de eigenaar.",
    ),
    "KND430": Entry(
        _COUNT + "; die kant ziet Intune niet: {roles}",
        "Zet het in de voorwaarden voor eigen apparaten. " + _NAMES,
        "Het werkprofiel toont alleen apps die de organisatie toewijst. De privékant is voor Intune "
        "onzichtbaar, zo heeft Google het gemaakt.",
    ),
    "KND431": Entry(
        _COUNT + "; deze Macs krijgen geen lijst van programma's: {roles}",
        "Zet `os-minimum` voor macOS op 27 of later; dan komt de lijst er. " + _NAMES,
        "Vóór macOS 27 heeft Intune geen lijst die een app tegenhoudt, ook geen allowlist. Verboden apps "
        "met een identificatie worden gemeld. Een Mac voldoet als Gatekeeper apps toelaat uit de App Store "
        "en van makers die Apple kent. Staat bij `assumptions` dat signing-id's niet bekend zijn, dan "
        "gelden alle Macs als oudere.",
    ),
    "KND432": Entry(
        _COUNT + "; deze stap vraagt niets tegen te houden: {roles}",
        "Kies de stap block of een hogere om ze tegen te houden. " + _NAMES,
        "De stappen advise en monitor houden geen app tegen. Monitor meldt verboden apps op apparaten van "
        "Apple; op Windows is er de inventaris.",
    ),
    "KND433": Entry(
        _COUNT
        + (
            "; de Play Store is open, dus {count} {count:blijft|blijven} alleen weg als de "
            "tenant {count:die|ze} heeft: {roles}"
        ),
        ("Voeg ze stuk voor stuk toe in het Intune-beheercentrum, of haal `play-store: open` weg. ") + _NAMES,
        "In een open winkel blijft een app weg door een toewijzing om te verwijderen, en Intune wijst "
        "alleen toe wat de tenant heeft. `plan` weigert zolang een van deze apps er niet is. Zonder "
        "`play-store: open` kan niemand een app installeren die niet is toegewezen.",
    ),
    "KND434": Entry(
        _COUNT + "; {count} {count:deelt|delen} een identificatie met een goedgekeurde app: {roles}",
        "Verbeter de identificaties in de catalogus. " + _NAMES,
        "Intune kan twee apps met één identificatie niet uit elkaar houden. Een lijst van toegestane apps "
        "laat beide toe.",
    ),
    "KND435": Entry(
        _COUNT
        + (
            "; {count} {count:gaat|gaan} nog open onder een andere identificatie, die geen bron "
            "heeft: {roles}"
        ),
        ("Geef de identificaties een bron onder `verified`, of zet `unverified: true` in de regel. ")
        + _NAMES,
        "Sommige apps hebben er meer, voor landen of soorten apparaten. Die zonder bron blokkeren niet.",
    ),
    "KND436": Entry(
        _COUNT + "; niets dat voor deze apparaten is gemaakt noemt er {count}: {roles}",
        "Lees de opmerkingen over deze apparaten. " + _NAMES,
        "De gemaakte objecten doen op deze apparaten niets met deze apps.",
    ),
    "KND437": Entry(
        'rol "{role}" accepteert dat {app} op {platform} niet opengaat, en dat is niet nodig',
        "Haal het weg uit `accepted-gaps`.",
        "De app gaat daar open, is niet goedgekeurd, of de rol heeft op dit platform geen lijst van "
        "toegestane apps.",
    ),
    "KND438": Entry(
        'rol "{role}" accepteerde een gat tot en met {until}, en dat is voorbij',
        "Los het gat op, of zet er een nieuwe datum met een reden die nog geldt.",
        "Na de datum zijn de apps die niet opengaan weer fouten.",
    ),
    "KND439": Entry(
        _COUNT + ("; {count} {count:heeft|hebben} daar geen bruikbare identificatie, dus onbekend: {roles}"),
        "Zet identificaties met een bron in de catalogus als de apps op {platform} bestaan. " + _NAMES,
        "Een lijst van toegestane apps houdt buiten wat er niet op staat, maar op Windows starten "
        "programma's uit Program Files, en op een Mac die van een toegestane maker. Van een app zonder "
        "identificatie weet niemand wat hij is, en een zonder bron blokkeert niet.",
    ),
    "KND440": Entry(
        'rol "{role}" accepteert tot en met {until} dat {count} goedgekeurde {count:app|apps} op {platform} '
        "niet {count:opengaat|opengaan}: {apps}",
        "Zet vóór die dag identificaties met een bron in de catalogus; daarna zijn het fouten.",
        "De lijst van toegestane apps houdt deze apps buiten, en de rol zegt onder `accepted-gaps` dat zij "
        "dat weet en waarom.",
    ),
    "KND441": Entry(
        'rol "{role}" accepteert zonder einddatum dat {count} goedgekeurde {count:app|apps} op {platform} '
        "niet {count:opengaat|opengaan}: {apps}",
        "Zet identificaties met een bron in de catalogus, of zet een datum bij `until`, zodat iemand er "
        "weer naar kijkt.",
        "De lijst van toegestane apps houdt deze apps buiten, en de rol zegt onder `accepted-gaps` dat zij "
        "dat weet en waarom.",
    ),
    "KND442": Entry(
        '{app} is goedgekeurd voor rol "{role}", en niemand weet of de app op {platform} opengaat: de '
        "team-id van de maker is niet bekend",
        "Zet `team-id` in de catalogus (`codesign -dvvv` op een Mac laat die zien), beperk de regel met "
        "`platforms`, laat Intune de app installeren (`require:`), of accepteer het onder `accepted-gaps` "
        "van de rol: {id}.",
        "Een lijst van toegestane programma's op een Mac noemt makers met hun team-id. Een app waarvan de "
        "catalogus die niet heeft, gaat open als de maker om een andere app op de lijst staat, of als "
        "Intune de app installeerde; anders niet.",
    ),
    "KND443": Entry(
        _COUNT + "; Macs zonder supervisie kennen geen lijst van programma's: {roles}",
        "Zet de Macs onder supervisie (supervised: true). " + _NAMES,
        "Alleen een Mac onder supervisie met macOS 27 of later kent een lijst die een app tegenhoudt. "
        "Verboden apps met een identificatie worden gemeld. Een Mac voldoet als Gatekeeper apps toelaat uit "
        "de App Store en van makers die Apple kent.",
    ),
    "KND444": Entry(
        _COUNT + "; deze negeren de lijst van programma's, dus elke app kan starten: {roles}",
        "Werk deze apparaten bij. " + _NAMES,
        "`os-minimum` houdt geen apparaat weg. Een apparaat met een ouder systeem voldoet niet, na "
        "`grace-hours`, en negeert de lijst die voor nieuwere is gemaakt. Bij een allowlist starten daar "
        "ook apps die niemand goedkeurde. Voorwaardelijke toegang kan zo'n apparaat buiten houden.",
    ),
    "KND445": Entry(
        "{devices}, stap {step}: van {total} apps die niemand goedkeurde, zijn er {done} tegengehouden; "
        "{count} {count:kan|kunnen} starten: {roles}",
        ("Zet bundle-id's en `team-id` met een bron in de catalogus voor apps die op {platform} bestaan. ")
        + _NAMES,
        "De lijst van toegestane programma's noemt makers met hun team-id. Een app die niemand goedkeurde, "
        "wordt bij naam geweigerd als de catalogus de bundle-id met een bron heeft. Van de andere weet "
        "niemand of ze buiten blijven: hun maker kan op de lijst staan.",
    ),
    "KND446": Entry(
        _COUNT
        + (
            ", dat is zeker; {count} {count:is|zijn} niet te installeren, maar misschien meegeleverd: {roles}"
        ),
        "Kijk op een apparaat, en zet wat u vindt bij `assumptions` van de organisatie. " + _NAMES,
        "Op Android zegt een lijst van toegestane apps wat er geïnstalleerd mag worden. Wat er gebeurt met "
        "apps die bij het apparaat horen, zoals Chrome en Maps, staat in geen bron. De aannames zijn "
        "`android-private-preinstalled`, voor de privékant van een apparaat van de organisatie, en "
        "`android-system-apps`, voor alles wat de organisatie beheert.",
    ),
    "label.kind.devices": "apparaten",
    "label.kind.description": (
        "{what} voor {role} op {platform}, beheerd als code: wijzig het in de beleidsrepository, niet hier."
    ),
    "label.kind.filter.corporate": "toestellen van de organisatie",
    "label.kind.filter.personal": "eigen toestellen",
    "label.kind.filter.about": (
        "Houdt wat aan mensen is toegewezen bij deze {platform}-toestellen, beheerd als code: wijzig het in "
        "de beleidsrepository, niet hier."
    ),
    "label.kind.message.title": "Toestel voldoet niet",
    "label.kind.message.about": (
        "Bericht aan wie een toestel heeft dat niet voldoet, beheerd als code: wijzig het in de "
        "beleidsrepository, niet hier."
    ),
    "label.kind.message.subject": "Uw toestel voldoet niet aan de regels van {organisation}",
    "label.kind.message.body": (
        "Uw toestel voldoet niet aan de regels die de gegevens van {organisation} beschermen. Open "
        "Bedrijfsportal: daar staat wat er mis is en wat u eraan kunt doen. Zolang het niet is opgelost, "
        "kunt u de toegang tot mail en bestanden verliezen. Vragen: {helpdesk}. Is het toestel kwijt of "
        "vertrouwt u het niet: {report}."
    ),
    "label.kind.app.about": (
        "De hier genoemde groepen zijn toegewezen als code: wijzig dat in de beleidsrepository, niet hier. "
        "Andere toewijzingen blijven staan."
    ),
}
