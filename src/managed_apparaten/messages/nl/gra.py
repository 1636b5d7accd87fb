"""Wat Graph weigerde, wat onbeantwoord bleef, en objecten die niet kunnen zijn wat hun merkteken zegt."""

from managed_apparaten.messages.entry import Entry

_SAID = 'Graph meldde {code}: "{message}". request-id {request_id}, activity-id {activity_id}'

TEXTS: dict[str, Entry | str] = {
    "GRA001": Entry(
        "de tenant gaf geen antwoord op {request}",
        "Controleer het netwerk en probeer het opnieuw. {message}",
        "De verbinding mislukte of brak af voordat er een antwoord kwam. Wat niet gelezen kon worden, is onbekend en niet leeg: er komt "
        "geen plan van. Na een schrijfactie zonder antwoord kijkt apply eerst in de tenant of de wijziging is doorgevoerd.",
    ),
    "GRA002": Entry(
        "onleesbaar antwoord ({status}) op {request}",
        "Probeer het opnieuw. Blijft het zo, dan antwoordt er iets anders dan Graph.",
        "Dit is geen antwoord zoals Graph het geeft: geen JSON, geen lijst waar een lijst hoort, of een fout zonder foutmelding. Meestal "
        "zit er een proxy of een aanmeldpagina tussen. Uit zo'n antwoord wordt niets afgeleid.",
    ),
    "GRA003": Entry(
        "de lijst van {request} kon niet tot het einde worden gelezen ({code})",
        "Probeer het opnieuw. Zonder de hele lijst komt er geen plan.",
        "Graph geeft lange lijsten in pagina's, elk met een verwijzing naar de volgende. Een verwijzing die zich herhaalt "
        "(LinkRepeats), naar een andere server of versie leidt (LinkElsewhere) of nooit ophoudt (TooManyPages), wordt niet gevolgd: de "
        "aanmelding mag nergens anders terechtkomen, en wat op de ontbrekende pagina's staat is onbekend. Dat geldt ook voor een "
        "verwijzing die van pagina naar pagina leidt zonder dat daar iets nieuws staat (PagesRepeat, EmptyPages).",
    ),
    "GRA004": Entry(
        "geen antwoord op {request} in een batch",
        "Probeer het opnieuw.",
        "Leesverzoeken gaan met twintig tegelijk. Elk onderdeel hoort precies één antwoord te krijgen; zonder antwoord, of met twee, is "
        "het niet gelezen. Onbekend is iets anders dan afwezig, dus komt er geen plan.",
    ),
    "GRA005": Entry(
        "{request} is niet volledig gelezen ({code} {message})",
        "Probeer het opnieuw; mogelijk wijzigt iemand op dit moment de tenant.",
        "Een deel van een object van ons ontbrak in het antwoord, of het object veranderde tijdens het lezen. Een plan op basis van een "
        "half object zou de andere helft weghalen.",
    ),
    "GRA010": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, een soort die deze versie niet kent',
        "Het blijft ongemoeid. Gebruik de versie die het heeft gemaakt, of een nieuwere.",
        "Het merkteken aan het eind van de beschrijving noemt een soort resource die niet in deze versie van het programma zit. "
        "Waarschijnlijk heeft een nieuwere versie het gemaakt. Wat niet te vergelijken is, wordt niet gewijzigd.",
    ),
    "GRA011": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, maar het is een {type} en geen {expected}',
        "Het blijft ongemoeid. Haal in de portal de laatste regel uit de beschrijving als het object van een ander is.",
        "Een merkteken noemt de soort resource. Dit object is van een ander type; iemand heeft de beschrijving dus gekopieerd. Het telt "
        "als een object dat niet van ons is: het wordt genoemd en nooit gewijzigd.",
    ),
    "GRA015": Entry(
        'object {id} ("{name}") heeft een merkteken van ons dat is afgekapt of gewijzigd: niet te zien is welk object het is. '
        "Is het van ons, schrijf daar dan: {mark}",
        "Kijk in de portal naar de beschrijving ({collection}). Is het van ons, zet dan het merkteken terug als laatste regel, met de "
        "sleutel van de rol waar … staat. Is het niet van ons, haal dan elke regel met [apparaten en elke gen= weg.",
        "Wij kennen onze objecten aan een merkteken in de beschrijving. Van dit merkteken is zo weinig over dat het bij meer objecten kan "
        "horen. Tot iemand het herstelt wordt er niets geschreven: het object zou anders een tweede keer gemaakt kunnen worden. Het "
        "volgende apply maakt een merkteken weer compleet.",
    ),
    "GRA016": Entry(
        'object {id} ("{name}") heeft merktekens van meer dan één object: {addresses}',
        "Kijk in de portal naar de beschrijving ({collection}) en haal het merkteken weg dat er niet hoort.",
        "Een merkteken zegt welk object van ons iets is. Twee merktekens die verschillende objecten noemen spreken elkaar tegen, "
        "bijvoorbeeld nadat een beschrijving is gekopieerd. Tot iemand kiest wordt er niets geschreven.",
    ),
    "GRA017": Entry(
        'object {id} ("{name}"): het merkteken van {address} is beschadigd; het plan herstelt het',
        "U hoeft niets te doen. Zolang het merkteken beschadigd is, geldt het object als beschermd en wordt het niet zonder vlag "
        "verwijderd.",
        "Van het merkteken is genoeg over om te weten welk object het is. Wat het zei over bescherming tegen verwijderen is weg; daarom "
        "nemen wij aan dat het beschermd is.",
    ),
    "GRA018": Entry(
        'object {id} ("{name}"): in het merkteken van {address} staat {characters}; het plan schrijft het opnieuw',
        "Er hoeft niets te gebeuren. Kopieer het merkteken niet uit een pagina of editor die zulke tekens toevoegt.",
        "Sommige editors zetten tekens in een tekst die niemand ziet, zoals een plaats waar een woord mag worden afgebroken, of een streep "
        "voor een leesteken zoals Markdown doet. Wat het merkteken zegt, is toch duidelijk.",
    ),
    "GRA400": Entry(
        "Graph weigerde {request} als onjuist (400)",
        _SAID,
        "Het verzoek past niet bij wat deze tenant accepteert: een eigenschap, een waarde of een combinatie. Het object is niet gewijzigd.",
    ),
    "GRA401": Entry(
        "niet (meer) aangemeld (401) voor {request}",
        "Meld je opnieuw aan. " + _SAID,
        "Het toegangstoken ontbreekt, is verlopen of is voor een andere dienst bedoeld.",
    ),
    "GRA403": Entry(
        "geen rechten (403) voor {request}",
        "Geef de toestemming en de Intune-rol die hiervoor nodig zijn. " + _SAID,
        "Het account of de applicatie mag dit niet. Nodig zijn de Graph-toestemming, met goedkeuring van een beheerder, en bij een "
        "gebruikersaanmelding ook een rol in Intune. Ook Multi Admin Approval antwoordt met 403 totdat iemand akkoord geeft.",
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
        "Intune begrenst het aantal verzoeken per tenant. Het programma wacht zo lang als de dienst vraagt, tot vijf minuten per keer; dit "
        "duurde langer.",
    ),
    "GRA500": Entry(
        "storing bij Graph ({status}) op {request}",
        "Probeer het later opnieuw. " + _SAID,
        "De dienst had zelf een storing. Lezen wordt een paar keer opnieuw geprobeerd. Na een schrijfactie is niet bekend of die is "
        "doorgevoerd; apply kijkt eerst voordat er iets anders gebeurt.",
    ),
}
