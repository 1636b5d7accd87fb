"""Meldingen van Microsoft Graph (GRA): verbinding, antwoorden, en bestanden met wat van een tenant is gelezen."""

from managed_apparaten.messages.entry import Entry

_SAID = 'Graph meldde {code}: "{message}". request-id {request_id}, activity-id {activity_id}'

TEXTS: dict[str, Entry | str] = {
    "GRA001": Entry(
        "de tenant gaf geen antwoord op {request}",
        "Controleer het netwerk en probeer het opnieuw. {message}",
        "De verbinding mislukte of brak af voordat er een antwoord kwam. Wat niet gelezen kon worden, is "
        "onbekend en niet leeg: er komt geen plan van. Na een schrijfactie zonder antwoord kijkt apply "
        "eerst in de tenant of de wijziging is doorgevoerd.",
    ),
    "GRA002": Entry(
        "onleesbaar antwoord ({status}) op {request}",
        "Probeer het opnieuw. Blijft het zo, dan antwoordt er iets anders dan Graph.",
        "Dit is geen antwoord zoals Graph het geeft: geen JSON, geen lijst waar een lijst hoort, of een "
        "fout zonder foutmelding. Meestal zit er een proxy of een aanmeldpagina tussen. Uit zo'n antwoord "
        "wordt niets afgeleid.",
    ),
    "GRA003": Entry(
        "de lijst van {request} kon niet tot het einde worden gelezen ({code})",
        "Probeer het opnieuw. Zonder de hele lijst komt er geen plan.",
        "Graph geeft lange lijsten in pagina's, elk met een verwijzing naar de volgende. Een verwijzing die "
        "zich herhaalt (LinkRepeats), naar een andere server of versie leidt (LinkElsewhere) of nooit "
        "ophoudt (TooManyPages), wordt niet gevolgd: de aanmelding mag nergens anders terechtkomen, en wat "
        "op de ontbrekende pagina's staat is onbekend. Dat geldt ook voor een verwijzing die van pagina "
        "naar pagina leidt zonder dat daar iets nieuws staat (PagesRepeat, EmptyPages).",
    ),
    "GRA004": Entry(
        "geen antwoord op {request} in een batch",
        "Probeer het opnieuw.",
        "Leesverzoeken gaan met twintig tegelijk. Elk onderdeel hoort precies één antwoord te krijgen; "
        "zonder antwoord, of met twee, is het niet gelezen. Onbekend is iets anders dan afwezig, dus komt "
        "er geen plan.",
    ),
    "GRA005": Entry(
        "{request} is niet volledig gelezen ({code} {message})",
        "Probeer het opnieuw; mogelijk wijzigt iemand op dit moment de tenant.",
        "Een deel van een object van ons ontbrak in het antwoord, of het object veranderde tijdens het "
        "lezen. Een plan op basis van een half object zou de andere helft weghalen.",
    ),
    "GRA006": Entry(
        "geen tijd meer voor {request}",
        "Voer het opnieuw uit: wat al gedaan is wordt gezien, en het gaat daar verder.",
        "Eén tenant mag een uur aan verzenden en wachten kosten. Op een dienst die zo lang traag of druk "
        "is, wordt niet langer gewacht, zodat andere tenants in dezelfde opdracht aan de beurt komen. Dit "
        "verzoek is niet verzonden. Wat niet gelezen kon worden is onbekend, dus komt er geen plan; wat "
        "apply had geschreven staat in het journaal.",
    ),
    "GRA007": Entry(
        "Graph toont van niemand die {request} opsomt de eigenschap accountEnabled",
        "Kijk of de applicatie {message} heeft, met toestemming van een beheerder: `apparaten doctor` noemt "
        "alles wat ontbreekt. Heeft zij die, dan is de eigenschap accountEnabled van de accounts in die "
        "groep leeg: vul haar in en maak het plan opnieuw.",
        "Wie een groep mag lezen maar de mensen of apparaten erin niet, krijgt ze toch: elk met een id en "
        "verder lege eigenschappen. Of zo'n account is ingeschakeld is dan onbekend, en een apparaat is in "
        "Intune niet terug te vinden. Een plan dat ze weglaat zou te weinig mensen en apparaten tellen, en "
        "de grenzen zouden dat niet merken. Daarom geldt dit als een lezing die mislukte.",
    ),
    "GRA008": Entry(
        "de leesbare waarde van een instelling die Intune afschermt mag niet worden gelezen (403): {request}",
        "Plan met de applicatie die toepast, of geef deze applicatie "
        "DeviceManagementConfiguration.ReadWrite.All. {message}",
        "Intune geeft de waarden van een aangepast Windows-profiel als sterretjes terug, ook onze "
        "AppLocker-regels, en vertelt de leesbare alleen aan wie ze mag schrijven. Zonder die waarden is "
        "niet te zien of iemand de regels heeft opengezet, dus is er geen plan. Een plan schrijft niets, "
        "wat er ook is toegestaan. Voor de eerste keer toepassen is er nog geen zo'n profiel en is lezen "
        "genoeg.",
    ),
    "GRA009": Entry(
        "{request} levert meer op dan er gelezen wordt ({code} {message})",
        "Probeer het opnieuw. Is de tenant echt zo groot, zet dan `largest-reading: 2048-MiB` onder "
        "`assumptions` in organisation.yaml.",
        "Een dienst waarmee iets mis is, of iets dat in haar plaats antwoordt, kan pagina's zonder einde "
        "sturen, of een klein ingepakt antwoord dat uitgepakt meer is dan het geheugen van deze machine. "
        "Daarom mag één antwoord uitgepakt 64 MiB lang zijn en 512 MiB geheugen vragen (TooLarge), en mogen "
        "alle antwoorden van één lezing samen 512 MiB vragen (TooMuch). Een tenant die zo vol is als Entra "
        "uit zichzelf toestaat, vraagt minder. Wat niet tot het einde gelezen is, is onbekend en niet "
        "afwezig, dus komt er geen plan. TooMuch is te verhogen, TooLarge niet.",
    ),
    "GRA010": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, een soort die deze versie niet kent',
        "Het blijft ongemoeid. Gebruik de versie die het heeft gemaakt, of een nieuwere.",
        "Het merkteken aan het eind van de beschrijving noemt een soort resource die niet in deze versie "
        "van het programma zit. Waarschijnlijk heeft een nieuwere versie het gemaakt. Wat niet te "
        "vergelijken is, wordt niet gewijzigd.",
    ),
    "GRA011": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, maar het is een {type} en geen '
        "{expected}",
        "Het blijft ongemoeid. Haal in de portal de laatste regel uit de beschrijving als het object van "
        "een ander is.",
        "Een merkteken noemt de soort resource. Dit object is van een ander type; iemand heeft de "
        "beschrijving dus gekopieerd. Het telt als een object dat niet van ons is: het wordt genoemd en "
        "nooit gewijzigd.",
    ),
    "GRA014": Entry(
        '{count} objecten in {collection} dragen het merk van organisatie "{other}", niet van "{ours}"',
        'Heette deze organisatie eerst "{other}", zet die id dan terug: haar objecten blijven toegewezen '
        "naast de nieuwe.",
        "Een object is van ons als zijn merk de organisatie van het beleid noemt. Met een andere id in "
        "organisation.yaml zou alles opnieuw worden gemaakt, terwijl de oude objecten doorgaan en niemand "
        "naar ze omkijkt. Twee organisaties kunnen ook een tenant delen; dan is alles in orde.",
    ),
    "GRA015": Entry(
        'object {id} ("{name}") heeft een merkteken van ons dat is afgekapt of gewijzigd: niet te zien is '
        "welk object het is. Is het van ons, schrijf daar dan: {mark}",
        "Kijk in de portal naar de beschrijving ({collection}). Is het van ons, zet dan het merkteken terug "
        "als laatste regel, met de sleutel van de rol waar … staat. Is het niet van ons, haal dan elke "
        "regel met [apparaten en elke gen= weg.",
        "Wij kennen onze objecten aan een merkteken in de beschrijving. Van dit merkteken is zo weinig over "
        "dat het bij meer objecten kan horen. Tot iemand het herstelt wordt er niets geschreven: het object "
        "zou anders een tweede keer gemaakt kunnen worden. Het volgende apply maakt een merkteken weer "
        "compleet.",
    ),
    "GRA016": Entry(
        'object {id} ("{name}") heeft merktekens van meer dan één object: {addresses}',
        "Kijk in de portal naar de beschrijving ({collection}) en haal het merkteken weg dat er niet hoort.",
        "Een merkteken zegt welk object van ons iets is. Twee merktekens die verschillende objecten noemen "
        "spreken elkaar tegen, bijvoorbeeld nadat een beschrijving is gekopieerd. Tot iemand kiest wordt er "
        "niets geschreven.",
    ),
    "GRA017": Entry(
        'object {id} ("{name}"): het merkteken van {address} is beschadigd; het plan herstelt het',
        "U hoeft niets te doen. Zolang het merkteken beschadigd is, geldt het object als beschermd en wordt "
        "het niet zonder vlag verwijderd.",
        "Van het merkteken is genoeg over om te weten welk object het is. Wat het zei over bescherming "
        "tegen verwijderen is weg; daarom nemen wij aan dat het beschermd is.",
    ),
    "GRA018": Entry(
        'object {id} ("{name}"): in het merkteken van {address} staat {characters}; het plan schrijft het '
        "opnieuw",
        "Er hoeft niets te gebeuren. Kopieer het merkteken niet uit een pagina of editor die zulke tekens "
        "toevoegt.",
        "Sommige editors zetten tekens in een tekst die niemand ziet, zoals een plaats waar een woord mag "
        "worden afgebroken, of een streep voor een leesteken zoals Markdown doet. Wat het merkteken zegt, "
        "is toch duidelijk.",
    ),
    "GRA080": Entry(
        "de organisatie noemt geen tenant om bij aan te melden",
        "Schrijf `id`, `domain` en `cloud` onder `tenant` in organisation.yaml. Het id staat op de "
        "overzichtspagina van het Entra-beheercentrum.",
        "--tenant real gaat naar de tenant die organisation.yaml noemt en naar geen andere, zodat een plan "
        "voor de ene gemeente nooit bij de andere terechtkomt. Een organisatie met de ingebouwde tenant "
        "heeft er geen.",
    ),
    "GRA081": Entry(
        "de certificaten of de proxy van deze computer zijn niet te gebruiken",
        "Kijk naar SSL_CERT_FILE, REQUESTS_CA_BUNDLE, HTTPS_PROXY en ALL_PROXY. {message}",
        "Aanmelden en Graph gebruiken allebei de certificaatautoriteiten in het bestand dat SSL_CERT_FILE "
        "of REQUESTS_CA_BUNDLE noemt, en de proxy van HTTPS_PROXY of ALL_PROXY, behalve voor hosts in "
        "NO_PROXY.",
    ),
    "GRA400": Entry(
        "Graph weigerde {request} als onjuist (400)",
        _SAID,
        "Het verzoek past niet bij wat deze tenant accepteert: een eigenschap, een waarde of een "
        "combinatie. Het object is niet gewijzigd.",
    ),
    "GRA401": Entry(
        "niet (meer) aangemeld (401) voor {request}",
        "Meld je opnieuw aan. " + _SAID,
        "Het toegangstoken ontbreekt, is verlopen of is voor een andere dienst bedoeld.",
    ),
    "GRA403": Entry(
        "geen rechten (403) voor {request}",
        "Geef de toestemming en de Intune-rol die hiervoor nodig zijn. " + _SAID,
        "Het account of de applicatie mag dit niet. Nodig zijn de Graph-toestemming, met goedkeuring van "
        "een beheerder, en bij een gebruikersaanmelding ook een rol in Intune. Ook Multi Admin Approval "
        "antwoordt met 403 totdat iemand akkoord geeft.",
    ),
    "GRA404": Entry(
        "{request} bestaat niet (404)",
        "Maak een nieuw plan. " + _SAID,
        "Het object is weg, of zo nieuw dat nog niet elke server van de dienst het kent.",
    ),
    "GRA405": Entry("{request} kan niet (405)", _SAID, "De dienst ondersteunt deze handeling hier niet."),
    "GRA409": Entry(
        "{request} botst met iets anders (409)",
        "Wacht even en maak een nieuw plan. " + _SAID,
        "Een andere wijziging van hetzelfde object loopt nog, of het is al wat het moest worden.",
    ),
    "GRA412": Entry(
        "{request} is geweigerd om een voorwaarde vooraf (412)",
        "Maak een nieuw plan. " + _SAID,
        "Het object is niet meer wat het verzoek veronderstelde, of er is eerst een akkoord nodig.",
    ),
    "GRA413": Entry(
        "{request} is te groot (413)",
        "Splits de lijst die het zo groot maakt. " + _SAID,
        "De dienst stelt een grens aan de omvang van één object.",
    ),
    "GRA423": Entry(
        "{request} is vergrendeld (423)",
        "Wacht tot de andere wijziging klaar is en maak een nieuw plan. " + _SAID,
        "Iemand anders wijzigt het object, of er staat nog een verzoek om akkoord voor open.",
    ),
    "GRA429": Entry(
        "de tenant heeft het te druk (429) voor {request}",
        "Probeer het later opnieuw. " + _SAID,
        "Intune begrenst het aantal verzoeken per tenant. Het programma wacht zo lang als de dienst vraagt, "
        "tot vijf minuten per keer; dit duurde langer.",
    ),
    "GRA500": Entry(
        "storing bij Graph ({status}) op {request}",
        "Probeer het later opnieuw. " + _SAID,
        "De dienst had zelf een storing. Lezen wordt een paar keer opnieuw geprobeerd. Na een schrijfactie "
        "is niet bekend of die is doorgevoerd; apply kijkt eerst voordat er iets anders gebeurt.",
    ),
    "GRA570": Entry(
        "onbekend: {message} staat niet in de momentopname",
        "Maak een nieuwe momentopname, of maak het plan op de tenant zelf.",
        "Een momentopname geeft alleen antwoord op wat is gevraagd toen zij werd gemaakt. Wat er niet in "
        "staat is onbekend, niet afwezig; er komt dus geen plan.",
    ),
    "GRA571": Entry(
        'groep "{name}" is onbekend: zij staat niet in de momentopname van {date}',
        "Maak een nieuwe momentopname met dit beleid, of met --groups all.",
        "In een momentopname staan de groepen die het beleid toen noemde, en de groepen waaraan in de "
        "tenant iets was toegewezen. Of een andere groep bestaat, is er niet uit op te maken. Een "
        "toewijzing zonder die groep zou verkeerd zijn, dus komt er geen plan. Een momentopname met "
        "--groups all kent elke groep van de tenant; alle leden lezen kan lang duren.",
    ),
    "GRA572": Entry(
        "instelling {definition} is onbekend: zij staat niet in de momentopname van {date}",
        "Maak een nieuwe momentopname met deze versie van apparaten.",
        "Een plan zoekt elke instelling uit de instellingencatalogus op waar het op steunt. In de "
        "momentopname staan de instellingen die haar versie kon gebruiken; of de tenant deze heeft, is er "
        "niet uit op te maken.",
    ),
    "GRA573": Entry(
        "de momentopname van {date} is met een andere versie gemaakt ({found}; dit is {ours})",
        "Maak een nieuwe met deze versie.",
        "Versies verschillen in de soorten objecten die zij kennen en in wat zij daarvan lezen. Wat een "
        "andere niet las, is onbekend.",
    ),
    "GRA574": Entry(
        'de momentopname van {date} is voor organisatie "{found}" gemaakt',
        "Maak er een met dit beleid.",
        "Welke objecten van ons zijn, volgt uit de organisatie in hun merkteken. In een momentopname staan "
        "de objecten van de organisatie waarvoor zij is gemaakt in hun geheel; van al het andere alleen de "
        "naam.",
    ),
    "GRA575": Entry(
        "de momentopname van {date} is {days} dagen oud",
        "Maak een nieuwe: apparaten snapshot -o FILE. Na {limit} dagen zegt elk plan dit.",
        "Een plan op een momentopname laat zien wat er toen veranderd zou zijn. Apply leest de tenant zelf, "
        "dus er wordt niets verkeerds uitgevoerd; maar wie een oud plan beoordeelt, beoordeelt iets dat "
        "misschien niet meer klopt.",
    ),
    "GRA576": Entry(
        "het bestand is geen momentopname (bij {pointer})",
        "Maak een nieuwe: apparaten snapshot -o FILE.",
        "Een momentopname is een JSON-document met een vaste vorm (schemas/snapshot.json); dit is er geen, "
        "of het is afgebroken.",
    ),
    "GRA577": Entry(
        "de momentopname is gewijzigd nadat zij werd gemaakt",
        "Maak een nieuwe: apparaten snapshot -o FILE.",
        "Een momentopname draagt een controlegetal over alles wat erin staat. Hier klopt dat niet, dus "
        "iemand of iets heeft het bestand gewijzigd. Het wordt niet gebruikt.",
    ),
    "GRA578": Entry(
        "de momentopname heeft vorm {found}; deze versie leest vorm {known}",
        "Maak een nieuwe met deze versie.",
        "De vorm van het bestand is genummerd. Een vorm die deze versie niet kent, wordt niet geraden.",
    ),
    "GRA579": Entry(
        "op een momentopname is niets toe te passen",
        "Noem de tenant zelf: --tenant real.",
        "Een momentopname is een tenant zoals hij was, om uit te lezen. Maak er een plan op, laat dat "
        "beoordelen en pas het toe op de tenant: apply maakt het plan opnieuw en gaat alleen door als het "
        "controlegetal nog hetzelfde is.",
    ),
    "GRA580": Entry(
        "uit de momentopname zijn waarden weggelaten: {names}",
        "Een plan haalt ze weg; kijk in Intune wat het zijn als iemand ze nodig heeft.",
        "Iemand heeft aan een object van ons een eigen instelling toegevoegd. De waarde kan een geheim "
        "zijn; daarom wordt die niet gelezen en staat die in geen plan, journaal of bestand: elk plan toont "
        "**** op die plaats.",
    ),
    "GRA581": Entry(
        "aan {organisation} is niet begonnen: de tijd ({minutes} minuten) was om",
        "Draai hem opnieuw, of geef meer tijd met --deadline.",
        "De tijd geldt voor alle organisaties samen. Een organisatie die dan nog wordt gelezen, stopt; een "
        "organisatie waarin wordt geschreven, maakt het object af waarmee zij bezig is; aan de rest wordt "
        "niet begonnen. Een volgende keer gaat verder waar deze ophield.",
    ),
    "GRA582": Entry(
        'organisaties "{first}" en "{second}" noemen dezelfde tenant {tenant}',
        "Verbeter bij een van beide het id van de tenant.",
        "Elke organisatie heeft haar eigen vergrendeling en logboek. Twee die in dezelfde keer in één "
        "tenant schrijven, zien elkaar niet.",
    ),
    "GRA583": Entry(
        "er is geen beoordeeld plan voor {organisation}: {file} ontbreekt",
        "Maak het: apparaten --organisation {organisation} plan -o {file}",
        "Voor meer organisaties neemt apply een map met per organisatie één plan, en voert alleen uit wat "
        "daarin staat.",
    ),
    "GRA584": Entry(
        "{organisation} eindigde met een fout van apparaten zelf ({problem})",
        "De andere organisaties hebben er geen last van. Draai hem alleen met APPARATEN_DEBUG=1 en meld wat "
        "er staat.",
        "Een organisatie houdt een andere nooit tegen. Wat al was geschreven, staat in het logboek; maak "
        "opnieuw een plan om te zien hoe het ervoor staat.",
    ),
    "GRA585": Entry(
        "aan {organisation} is niet begonnen: er is onderbroken",
        "Draai hem opnieuw.",
        "Ctrl-C laat elke organisatie het verzoek afmaken waarmee zij bezig is, en begint aan geen andere. "
        "Een volgende keer gaat verder waar deze ophield.",
    ),
    "GRA586": Entry(
        'de snapshot van {date} kent de bereiktags van de tenant niet ("{tag}")',
        "Maak een nieuwe snapshot met dit beleid, of maak het plan op de tenant zelf.",
        "De bereiktags van een tenant worden alleen gelezen als een beleid er noemt.",
    ),
    "GRA587": Entry(
        "{path} is geen gewoon bestand van hoogstens {limit} MiB",
        "Noem het bestand dat door plan -o, snapshot -o of snapshot --record is geschreven.",
        "Pijpen, apparaten en mappen worden niet gelezen: er komt mogelijk geen einde aan. Geen plan, "
        "snapshot of opname van ons is groter.",
    ),
}
