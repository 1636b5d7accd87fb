"""Meldingen van apply (APL): weigeringen, mislukte schrijfacties, herstel en akkoorden."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "APL001": Entry(
        "{guard} houdt deze apply tegen: {measured}, de grens is {limit}",
        "Bekijk het plan nog eens. Is dit de bedoeling, geef dan {override} mee.",
        "Een bewaking begrenst wat één apply mag weghalen of omgooien, geteld in mensen en apparaten. "
        "Zolang een bewaking faalt, wordt niets geschreven. Elke bewaking heeft een eigen vlag, en die "
        "geldt alleen voor het plan dat u hebt gezien: voor een ander plan moet u haar opnieuw geven.",
    ),
    "APL002": Entry(
        "de vlaggen zijn gegeven voor plan {given}, dit is plan {plan}",
        "Lees het nieuwe plan en geef de vlaggen daarvoor.",
        "Een vlag die een bewaking opheft, hoort bij de digest van één plan. Verandert het beleid of de "
        "tenant, dan verandert het plan, en wat voor het oude was toegestaan zegt niets over het nieuwe.",
    ),
    "APL003": Entry(
        "het plan bevat fouten; er is niets geschreven",
        "Herstel de fouten die het plan laat zien en maak een nieuw plan.",
        "Een plan dat niet volledig kon worden uitgewerkt, wordt nooit voor een deel uitgevoerd: een groep "
        "die niet gevonden is, zou bijvoorbeeld een toewijzing met een groep te weinig zijn.",
    ),
    "APL004": Entry(
        "het plan is voor tenant {planned}, maar dit is tenant {found}",
        "Kies de juiste tenant met --tenant of maak een plan voor deze.",
        "Een plan bevat het id van de tenant waarvoor het is gemaakt. Apply vraagt de tenant om zijn id "
        "voordat het iets schrijft.",
    ),
    "APL005": Entry(
        "het plan geldt niet meer, verschillen: {count}; er is niets geschreven",
        "Maak een nieuw plan, laat het opnieuw lezen en voer dat uit.",
        "Apply gehoorzaamt nooit aan een planbestand. Het compileert het beleid opnieuw, leest de tenant "
        "opnieuw en gaat alleen door als dat precies hetzelfde plan oplevert, of de rest van een plan "
        "waaraan een eerdere apply begon. Anders heeft iemand na het lezen het beleid, de tenant of het "
        "bestand veranderd.",
    ),
    "APL006": Entry(
        "{address} {field}: was {before}, is {after}",
        "",
        "Iets wat niet meer is zoals toen het plan werd gemaakt, of niet zoals het zojuist is geschreven.",
    ),
    "APL007": Entry(
        "een echte tenant wordt zoals het beleid vandaag ({today}) luidt, niet zoals op {asked}",
        "Laat --date weg. Maak er een plan mee om te zien wat een andere dag brengt.",
        "Op een andere dag gelden andere uitzonderingen: een die is afgelopen zou weer worden verleend, of "
        "een zou te vroeg beginnen. Met een eigen datum kon ook een oud plan nog lang na de beoordeling "
        "worden toegepast.",
    ),
    "APL008": Entry(
        "{guard} houdt deze apply tegen ({measured}), en geen vlag heft dat op",
        "Herstel wat de waarschuwingen bij het plan noemen en maak een nieuw plan.",
        "Met sommige dingen kan niemand instemmen, omdat het programma niet weet wat het dan zou doen. "
        "`apparaten explain` met de code zegt wat er te herstellen is.",
    ),
    "APL010": Entry(
        "{address} is door iemand anders gewijzigd: {fields}",
        "Zoek uit wie dat deed en maak dan een nieuw plan. Wat er is geschreven, staat er nog.",
        "Voor elke schrijfactie wordt het object opnieuw gelezen en vergeleken met wat het plan zag; daarna "
        "wordt gelezen tot het toont wat is geschreven. Een andere waarde betekent dat iemand anders in "
        "hetzelfde object schrijft, in de portal of met een ander programma. Intune kent hiervoor geen "
        "slot; daarom stopt apply in plaats van eroverheen te schrijven.",
    ),
    "APL011": Entry(
        "{address}: object {object} draagt ons kenmerk niet en blijft onaangeroerd",
        "Is het kenmerk met opzet verwijderd, dan is het object niet meer van ons. Neem het anders opnieuw "
        "over.",
        "Een object hoort alleen bij deze repository zolang de beschrijving eindigt met ons kenmerk voor "
        "dat adres. Het kenmerk wordt voor elke schrijfactie gecontroleerd, en in een object zonder kenmerk "
        "wordt nooit geschreven. Een app die iemand anders toevoegde is de uitzondering: die mag zonder "
        "zijn, en krijgt dan toewijzingen aan onze groepen en een kenmerk dat die noemt.",
    ),
    "APL012": Entry(
        "{address}: object {object} bestaat niet meer",
        "Maak een nieuw plan; dat maakt het object opnieuw als het nog nodig is.",
        "Het plan zag het object en nu zegt de tenant dat het er niet is. Iemand heeft het tussendoor "
        "verwijderd.",
    ),
    "APL013": Entry(
        "{address} is geschreven en klopt, maar op hetzelfde moment schreef iemand anders ({before}, nu "
        "{after})",
        "Kijk in het auditlogboek van Intune wie wat schreef. Die wijziging kan zijn overschreven.",
        "Tussen de laatste blik en het schrijven zit een moment waarin een ander kan schrijven. Dat is niet "
        "te sluiten, want Intune kent geen voorwaarde bij een schrijfactie. De versieteller van het object "
        "liep verder op dan door ons eigen werk; dus is dit gebeurd.",
    ),
    "APL014": Entry(
        "{address}: object {object} draagt hetzelfde kenmerk maar is niet hetzelfde; geen van beide is "
        "toegewezen",
        "Maak een nieuw plan: wat is zoals wij het maakten blijft, en een kopie die iemand heeft gewijzigd "
        "blijft ongemoeid en wordt genoemd.",
        "Twee objecten dragen ons kenmerk voor één adres. Zijn ze gelijk, dan is het jongste overgebleven "
        "van een aanmaak waarvan het antwoord verloren ging, en wordt het opgeruimd. Deze twee verschillen "
        "of zijn allebei toegewezen; een plan moet eerst tonen wat er gebeurt.",
    ),
    "APL015": Entry(
        "{address}: een tweede, gelijk object {object} is opgeruimd",
        "Er hoeft niets te gebeuren.",
        "Een eerdere aanmaak is gelukt terwijl het antwoord verloren ging en de lijst het object nog niet "
        "toonde. Het was aan niemand toegewezen, of aan dezelfde groepen als het object dat blijft.",
    ),
    "APL020": Entry(
        'Intune weigerde {address} ({action}): {status} {code} "{message}"',
        "De geweigerde schrijfactie veranderde niets; eerdere in dit object blijven staan. request-id "
        "{request}, activity-id {activity}",
        "De dienst zei uitdrukkelijk nee. Noemt het antwoord een eigenschap of een waarde die wij schreven, "
        "dan staat de beleidsregel erbij waar die vandaan komt. De uitvoering stopt hier, zodat niets wordt "
        "gebouwd op wat er niet is.",
    ),
    "APL021": Entry(
        "{address}: geen bruikbaar antwoord op {op}, en de tenant toont het niet ({message})",
        "Maak over een paar minuten een nieuw plan: dat ziet wat er is gebeurd en doet de rest.",
        "Een schrijfactie zonder antwoord kan wel of niet zijn gelukt. De tenant is doorzocht tot hij tot "
        "rust gekomen moest zijn, de actie is herhaald waar dat veilig is, en nog steeds kwam er geen "
        "antwoord.",
    ),
    "APL022": Entry(
        '{address} is niet te lezen: {status} {code} "{message}"',
        "Maak een nieuw plan als de tenant weer antwoordt. request-id {request}, activity-id {activity}",
        "In wat niet te lezen is, wordt niet geschreven. Was er al een schrijfactie verstuurd, dan is het "
        "gevolg onbekend tot het volgende plan.",
    ),
    "APL023": Entry(
        "{address}: {op} is aanvaard, maar de tenant toont het niet binnen de gestelde tijd",
        "Maak over een paar minuten een nieuw plan: dat begint bij wat de tenant dan toont.",
        "Na elke schrijfactie wordt het object gelezen tot het toont wat is geschreven. Sommige wijzigingen "
        "zijn pas later te zien. Duurt dat te lang, dan stopt de uitvoering, want de volgende schrijfactie "
        "zou rusten op iets wat er misschien niet is.",
    ),
    "APL024": Entry(
        "{address}: het nieuwe object {object} verschijnt niet in de lijst; het is nog aan niemand "
        "toegewezen",
        "Maak over een paar minuten een nieuw plan: dat vindt het object aan zijn kenmerk en gaat verder.",
        "Een nieuw object wordt pas toegewezen als de lijst het toont, want dan zou de lijst ook een ouder "
        "object met hetzelfde kenmerk tonen.",
    ),
    "APL025": Entry(
        "{address}: de lijst toonde het nieuwe object pas na {seconds} s; na {settle} s wordt zij vertrouwd",
        "Maak de wachttijd langer als dit vaker gebeurt.",
        "Na een verloren antwoord wordt een nieuw object een vaste tijd in de lijst gezocht voordat het "
        "opnieuw wordt gemaakt. Is de lijst trager, dan kunnen dubbele objecten ontstaan; het volgende plan "
        "vindt ze en ruimt ze op.",
    ),
    "APL030": Entry(
        "het journaal is niet te schrijven: {message}; daarna is niets meer verstuurd",
        "Maak ruimte of herstel de rechten van de statusmap en maak een nieuw plan.",
        "Elke schrijfactie wordt op schijf genoteerd voordat zij wordt verstuurd. Lukt dat niet, dan stopt "
        "het schrijven meteen, zodat geen schrijfactie ongenoteerd blijft.",
    ),
    "APL031": Entry(
        "het journaal van eerdere uitvoeringen is beschadigd; bij het aanmaken is met meer geduld gekeken",
        "Er hoeft niets te gebeuren. De tenant zelf vertelt wat er is.",
        "Het journaal maakt herstel alleen sneller. Regels met een verkeerde controlesom tellen niet mee, "
        "en voor elke aanmaak krijgt de lijst tijd om tot rust te komen, alsof een eerdere aanmaak niet was "
        "beantwoord.",
    ),
    "APL040": Entry(
        "een andere apply is met deze tenant bezig: proces {pid} op {host}, sinds {since}",
        "Wacht daarop. Bestaat die machine niet meer, verwijder dan het bestand `lock` uit de statusmap.",
        "Twee apply's die tegelijk in één tenant schrijven, zouden elkaars werk als dat van een vreemde "
        "zien. De tweede stopt voordat hij schrijft.",
    ),
    "APL041": Entry(
        "een eerdere apply (proces {pid} op {host}, sinds {since}) eindigde zonder zijn slot vrij te geven; "
        "overgenomen",
        "Er hoeft niets te gebeuren. Het plan begint bij de tenant zoals die is.",
        "Het proces dat het slot hield, bestaat niet meer; het slot zegt dus niets meer. Wat het had "
        "gedaan, staat in de tenant en in het journaal.",
    ),
    "APL050": Entry(
        "op verzoek gestopt voor de volgende schrijfactie in {address}",
        "Voer apply opnieuw uit om de rest te doen.",
        "De lopende schrijfactie is afgemaakt en genoteerd. Wat gedaan is, wat niet en wat onbekend is, "
        "staat in de uitkomst.",
    ),
    "APL051": Entry(
        "{address}: het verzoek om akkoord {code} is afgewezen",
        "Vraag waarom; het antwoord staat bij het verzoek in Intune. De volgende apply vraagt opnieuw om "
        "wat het plan dan inhoudt.",
        "Er is akkoord gevraagd voor een wijziging van een object dat Multi Admin Approval beschermt, en "
        "het antwoord is nee. Er is niets voor verstuurd, en naar dit verzoek wordt niet meer gekeken.",
    ),
    "APL052": Entry(
        "{address}: verzoek om akkoord {code} staat open, maar vraagt niet meer om wat er nu zou gebeuren",
        "Laat dat verzoek in Intune afwijzen of intrekken (Tenantbeheer, Goedkeuring door meerdere "
        "beheerders) en maak dan een nieuw plan.",
        "Een akkoord geldt voor één wijziging, tot op de byte, van een object zoals het was toen het "
        "gevraagd werd. Het beleid of de tenant is sindsdien veranderd; daarom wordt niet verstuurd waar "
        "iemand mee akkoord ging of nog kan gaan. Pas als het oude verzoek van de baan is, wordt om het "
        "nieuwe gevraagd: niemand hoort er twee te vinden die elkaar tegenspreken.",
    ),
    "APL053": Entry(
        '{address}: er staat een ander verzoek om akkoord open voor dit object ({status} "{message}")',
        "Iemand vroeg in Intune om een andere wijziging. Laat daar eerst over beslissen en maak dan een "
        "nieuw plan.",
        "Intune neemt per object één open verzoek om akkoord aan. Dit is niet het onze.",
    ),
    "APL054": Entry(
        '{address} vraagt akkoord, en apply kon er niet om vragen: {status} {code} "{message}"',
        "Geef de toepassing leesrecht op verzoeken om akkoord (DeviceManagementRBAC.Read.All) en maak dan "
        "een nieuw plan.",
        "Voordat er iets gevraagd wordt, worden de verzoeken om akkoord van de tenant gelezen, zodat er "
        "geen twee keer wordt gevraagd. Dat lukte niet, dus is er niets gevraagd. Soms laat Intune een "
        "nieuw object achter als het weigert het zo te maken; het volgende plan vindt het aan het merkteken "
        "en neemt het over, en het is aan niemand toegewezen.",
    ),
    "APL055": Entry(
        "{address}: het verzoek om akkoord {code} is ingetrokken",
        "Voer opnieuw uit om opnieuw te vragen.",
        "Iemand trok het verzoek in voordat erover beslist was, of nam het akkoord terug. Er is niets voor "
        "verstuurd.",
    ),
    "APL056": Entry(
        "{address}: het verzoek om akkoord {code} is verlopen",
        "Voer opnieuw uit om opnieuw te vragen, en zeg het degenen die erover gaan.",
        "Intune bewaart een verzoek en een akkoord maar een beperkte tijd. Er is niets voor verstuurd.",
    ),
    "APL057": Entry(
        "{address}: Intune toont het verzoek om akkoord {code} niet meer",
        "Voer opnieuw uit om opnieuw te vragen.",
        "Volgens het journaal is er akkoord gevraagd, en de tenant weet daar niet meer van. Er is niets "
        "voor verstuurd.",
    ),
    "APL060": Entry(
        'Intune weigerde {address} ({action}): {status} {code} "{message}", maar het object is niet zoals '
        "het was",
        "Maak een nieuw plan: dat gaat uit van wat de tenant laat zien. request-id {request}, activity-id "
        "{activity}",
        "Na een weigering wordt het object opnieuw gelezen. Hier is het toch gewijzigd of gemaakt, door "
        "deze schrijfactie of op dat moment door iemand anders. Het telt als schrijfactie, en de uitvoering "
        "stopt.",
    ),
    "APL061": Entry(
        "{address} is geschreven en teruggelezen, en daarna door iemand anders gewijzigd: {fields}",
        "Zoek uit wie het wijzigde en maak dan een nieuw plan. Wat die ander schreef, staat er nog.",
        "Aan het eind van een uitvoering wordt alles wat is geschreven nog een keer bekeken. Dit object is "
        "niet meer zoals gepland; daarom eindigt de uitvoering niet met 0.",
    ),
    "APL062": Entry(
        "de laatste blik op {address} en andere mislukte ({message}); elk is direct na het schrijven "
        "teruggelezen",
        "Maak een nieuw plan om te zien of iemand sindsdien iets wijzigde.",
        "Aan het eind van een uitvoering wordt alles wat is geschreven nog een keer bekeken, om te vinden "
        "wat intussen is gewijzigd. Dat lukte niet. Wat geschreven en gecontroleerd is, blijft staan.",
    ),
}
