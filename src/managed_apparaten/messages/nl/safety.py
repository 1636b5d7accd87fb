"""Teksten voor wat een plan anders over het hoofd zou zien: wat Graph verbergt, en wat ander beleid of de dienst met het onze doet."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA007": Entry(
        "Graph toont van niemand die {request} opsomt de eigenschap accountEnabled",
        "Kijk of de applicatie {message} heeft, met toestemming van een beheerder: `apparaten doctor` noemt alles wat ontbreekt. Heeft zij "
        "die, dan is de eigenschap accountEnabled van de accounts in die groep leeg: vul haar in en maak het plan opnieuw.",
        "Wie een groep mag lezen maar de mensen of apparaten erin niet, krijgt ze toch: elk met een id en verder lege eigenschappen. Of "
        "zo'n account is ingeschakeld is dan onbekend, en een apparaat is in Intune niet terug te vinden. Een plan dat ze weglaat zou te "
        "weinig mensen en apparaten tellen, en de grenzen zouden dat niet merken. Daarom geldt dit als een lezing die mislukte.",
    ),
    "GRA008": Entry(
        "de leesbare waarde van een instelling die Intune afschermt mag niet worden gelezen (403): {request}",
        "Plan met de applicatie die toepast, of geef deze applicatie DeviceManagementConfiguration.ReadWrite.All. {message}",
        "Intune geeft de waarden van een aangepast Windows-profiel als sterretjes terug, ook onze AppLocker-regels, en vertelt de "
        "leesbare alleen aan wie ze mag schrijven. Zonder die waarden is niet te zien of iemand de regels heeft opengezet, dus is er "
        "geen plan. Een plan schrijft niets, wat er ook is toegestaan. Voor de eerste keer toepassen is er nog geen zo'n profiel en is "
        "lezen genoeg.",
    ),
    "PLN070": Entry(
        'groep "{name}" verbergt wie erin zit, dus het plan weet niet wie het raakt',
        "Geef de applicatie Member.Read.Hidden, of gebruik een groep die haar leden laat zien. Tot dan telt zij voor de grenzen als "
        "iedereen.",
        "Een Microsoft 365-groep kan haar leden verbergen. Graph geeft een applicatie zonder Member.Read.Hidden dan een lege lijst, met "
        "een geslaagd antwoord, net als bij een groep zonder mensen. Niemand tellen zou de grenzen laten slapen, dus wat er voor deze "
        "groep verandert telt als een wijziging voor iedereen: er zijn --allow-people en --allow-devices voor nodig, van iemand die weet "
        "wie erin zit. Zo'n groep die wordt uitgezonderd wordt niet afgetrokken: getallen zijn dan eerder te hoog dan te laag. Een lege "
        "groep van deze soort ziet er hetzelfde uit.",
    ),
    "PLN071": Entry(
        "{address} krijgt mensen van een ander object en laat mensen aan een ander; tot die ze hebben is het aan beide toegewezen",
        "",
        "`assign` vervangt een hele lijst, dus een object dat mensen krijgt en mensen laat gaan wordt twee keer geschreven, en niemand "
        "zit zonder. Ertussen hebben sommige mensen twee objecten van een soort. Voor naleving en app-beveiliging geldt dan het "
        "strengste van de twee. Van twee configuraties blijft waar ze het over eens zijn, en is wat verschilt onzeker tot de tweede "
        "keer, in dezelfde run. Waar schrijven op goedkeuring wacht kan dat dagen duren.",
    ),
    "PLN072": Entry(
        "{address} krijgt mensen van een ander object en laat mensen aan een ander; even hebben sommigen van hen geen van beide",
        "Splits de wijziging: voeg eerst de groepen toe die komen, pas toe, en haal dan weg wie gaat.",
        "Het ertussen aan allen toewijzen zou ook mensen raken die het oude noch het nieuwe beleid bedoelt, want de uitzonderingen "
        "veranderen mee. Daarom wordt het een keer geschreven, aan het eind. Wiens telefoon Intune net dan vraagt, verliest de "
        "instellingen tot hij weer vraagt.",
    ),
    "PLN074": Entry(
        '{count} apparaten hebben het besturingssysteem "{system}", dat hier niet bekend is; ze tellen mee voor elk platform',
        "Bekijk er een in Intune. Is het een gewone schrijfwijze, meld die dan: dan telt het apparaat mee voor zijn eigen platform.",
        "Intune schrijft het besturingssysteem van een apparaat als vrije tekst, en die schrijfwijze verandert. Een apparaat met een "
        "onbekende tekst kan van elk platform zijn. Zonder dat apparaat zouden de grenzen te weinig apparaten tellen. Daarom telt het "
        "mee overal waar zijn mensen of zijn groepen zijn.",
    ),
    "PLN079": Entry(
        '{count} apparaten hebben het soort eigenaar "{owner}", dat hier niet bekend is; ze tellen mee als zakelijk en als persoonlijk',
        "Bekijk er een in Intune: Graph documenteert company, personal en unknown (managedDevice.managedDeviceOwnerType).",
        "Een apparaat met een onbekend soort eigenaar kan van de organisatie zijn of van iemand zelf. Zonder dat apparaat zouden de "
        "grenzen te weinig apparaten tellen. Daarom telt het mee overal waar zijn mensen of zijn groepen zijn, en in elk "
        "geheel.",
    ),
    "PLN073": Entry(
        'beleid "{name}" ({id}) is niet van ons, is voor dezelfde groepen en zet {properties} anders: {addresses}',
        "Haal een van de twee toewijzingen weg, of laat ze hetzelfde zeggen.",
        "Intune kiest niet tussen twee configuraties die een instelling verschillend zetten op een apparaat: het toont een conflict, en "
        "geen van beide waarden is zeker, dus wat het plan zegt hoeft niet te gelden. AppLocker-regels van twee profielen voegt Windows "
        "samen onder een stand, zodat een tweede profiel dat alleen kijkt het onze kan beletten iets te stoppen. Alleen wat de lijsten "
        "van de tenant tonen wordt vergeleken: objecten van dezelfde soort, en groepen waaraan beide zijn toegewezen. Voor naleving en "
        "app-beveiliging geldt het strengste.",
    ),
    "APL007": Entry(
        "een echte tenant wordt zoals het beleid vandaag ({today}) luidt, niet zoals op {asked}",
        "Laat --date weg. Maak er een plan mee om te zien wat een andere dag brengt.",
        "Op een andere dag gelden andere uitzonderingen: een die is afgelopen zou weer worden verleend, of een zou te vroeg beginnen. "
        "Met een eigen datum kon ook een oud plan nog lang na de beoordeling worden toegepast.",
    ),
    "GRA014": Entry(
        '{count} objecten in {collection} dragen het merk van organisatie "{other}", niet van "{ours}"',
        'Heette deze organisatie eerst "{other}", zet die id dan terug: haar objecten blijven toegewezen naast de nieuwe.',
        "Een object is van ons als zijn merk de organisatie van het beleid noemt. Met een andere id in organisation.yaml zou alles "
        "opnieuw worden gemaakt, terwijl de oude objecten doorgaan en niemand naar ze omkijkt. Twee organisaties kunnen ook een tenant "
        "delen; dan is alles in orde.",
    ),
    "cli.count.hidden": "wie in {n} groep zit die dat verbergt|wie in {n} groepen zit die dat verbergen",
}
