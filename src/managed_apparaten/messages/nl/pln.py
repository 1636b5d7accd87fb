"""Wat een plan tegenhoudt, wat de grenzen meten, en wat iemand van de tenant moet weten."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN001": Entry(
        "dit bestand is geen plan",
        "Maak er een: apparaten plan -o plan.json",
        "Een planbestand is JSON in UTF-8, hooguit 64 MiB. Dit bestand is niet als zodanig te lezen.",
    ),
    "PLN002": Entry(
        "dit bestand is geen plan: er klopt iets niet bij {pointer}",
        "Maak een nieuw plan: apparaten plan -o plan.json",
        "Het bestand is JSON, maar heeft niet de vorm van een plan (schemas/plan.json). Iets anders heeft het gemaakt, of het is bewerkt.",
    ),
    "PLN003": Entry(
        "dit plan is gewijzigd nadat het is gemaakt",
        "Maak een nieuw plan en laat het beoordelen: apparaten plan -o plan.json",
        "Een plan bevat een digest van de eigen inhoud, en de bytes volgen uit die inhoud. Een van beide klopt niet. Er is niets uit "
        "overgenomen en niets uitgevoerd.",
    ),
    "PLN004": Entry(
        "dit plan heeft formaat {found}; deze versie leest formaat {known}",
        "Maak met deze versie een nieuw plan.",
        "Het formaat van planbestanden verandert met het programma. Een plan leeft kort: een nieuw plan kan altijd.",
    ),
    "PLN010": Entry(
        'de tenant heeft geen groep "{name}"',
        "Verbeter de naam, of maak eerst de groep aan. Een id is veiliger dan een naam.",
        "Een groep die in het beleid staat, moet bestaan. Zij wordt nooit weggelaten: zonder die groep is het een andere toewijzing, en "
        "een uitsluiting die wegvalt sluit mensen buiten.",
    ),
    "PLN088": Entry(
        'de tenant heeft geen groep "{name}"; wel "{near}", die erop lijkt maar verschilt door {characters}',
        "Hernoem de groep in Entra, verbeter de naam hier, of schrijf het id naast de naam: {id}",
        "Een teken dat niemand ziet, of een letter uit een ander alfabet, maakt er een andere naam van. Zo'n teken komt mee als een naam "
        "uit een document of webpagina wordt gekopieerd. Een groep wordt nooit voor een andere gehouden omdat de namen op elkaar lijken.",
    ),
    "PLN011": Entry(
        'de tenant heeft geen groep met id {id} ("{name}")',
        "Verbeter het id, of herstel de groep: Entra bewaart een verwijderde groep dertig dagen.",
        "Het id gaat voor de naam, dus komt er geen andere groep voor in de plaats. Zonder deze groep is het een andere toewijzing.",
    ),
    "PLN012": Entry(
        'de tenant heeft {count} groepen "{name}"',
        "Zet het id van de juiste groep bij de naam: {ids}",
        "In Entra kunnen groepen dezelfde naam hebben, en hoofdletters tellen niet mee. Welke groep bedoeld is, valt niet te raden.",
    ),
    "PLN013": Entry(
        'groep {id} staat hier als "{name}" en heet in de tenant "{current}"',
        "Pas de naam in het bestand aan. Het id beslist, dus voor mensen verandert er niets.",
        "Groepen worden herkend aan hun id; de naam in het bestand is er voor wie het leest.",
    ),
    "PLN014": Entry(
        '"{name}" en "{other}" zijn in de tenant één groep; {address} wijst die toe en sluit die uit',
        "Haal de groep op een van beide plaatsen weg.",
        "In Intune wint de uitsluiting, dus zouden de mensen in deze groep niets krijgen.",
    ),
    "PLN015": Entry(
        "dit beleid is voor tenant {wanted}; er is aangemeld bij {found}",
        "Meld je aan bij de juiste tenant, of verbeter tenant.id in organisation.yaml.",
        "Een plan geldt voor één tenant. Objecten en groepen van een andere tenant mogen niet met dit beleid worden vergeleken.",
    ),
    "PLN016": Entry(
        "{address} staat meer dan eens in de tenant; {kept} blijft, kopieën die letterlijk gelijk zijn gaan weg: {ids}",
        "Bekijk het plan: de kopieën staan er als verwijdering in. Er is geen vlag voor nodig.",
        "Objecten dragen hetzelfde merkteken en hebben de inhoud die wij maakten: iets is twee keer aangemaakt, of in de portal "
        "gekopieerd. Het toegewezen object blijft, anders het oudste. De andere gaan als laatste weg, als het object dat blijft al hun "
        "toewijzingen heeft. Zo zit niemand zonder.",
    ),
    "PLN017": Entry(
        "{address} is toegewezen aan groep {id}, die niet meer bestaat",
        "Het plan zet de toewijzing recht als het beleid iets anders zegt.",
        "Intune houdt de toewijzing vast als een groep in Entra wordt verwijderd. Entra kan een verwijderde groep dertig dagen herstellen.",
    ),
    "PLN018": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, maar iemand heeft het gewijzigd: {fields}; het blijft ongemoeid',
        "Verwijder het in de portal als niemand het nodig heeft. Anders: haal ons merkteken uit de beschrijving: [apparaten ... ].",
        "Ons object is {kept}. Dit is een kopie ervan die iemand in de portal heeft gemaakt en daarna heeft gewijzigd, of aan anderen "
        "heeft toegewezen. Het telt als een object dat niet van ons is: het wordt nooit gewijzigd en nooit verwijderd.",
    ),
    "PLN020": Entry(
        "verwijderen vraagt om {override} (te verwijderen: {measured})",
        "Bekijk wat er wordt verwijderd en geef dan de vlag met de digest van dit plan.",
        "Een verwijdering kan mensen hun bescherming afnemen en Intune kan haar niet ongedaan maken. Daarom gebeurt het nooit vanzelf.",
    ),
    "PLN021": Entry(
        "dit verandert iets voor {measured} van de mensen, meer dan {limit}",
        "Kijk of zij allemaal bedoeld zijn. Zo ja, hef de grens dan eenmalig op met {override} en de digest van dit plan.",
        "Geteld zijn mensen die iets krijgen of verliezen, ieder één keer, van de mensen in beheer: wie onze objecten vóór de wijziging "
        "bereiken, of erna als zij nog niemand bereikten, en wie er nieuw bij komt. Andere accounts en gasten maken geen deel kleiner. "
        "Achter een plus staan mensen van wijzigingen die in de window-days ervoor zonder vlag zijn toegepast: een wijziging in "
        "stukken telt als één. De grens is "
        "max-people in organisation.yaml, zoals die bij de laatste apply gold. Een eerste keer raakt iedereen en wordt ook geweigerd: een "
        "lege tenant kan ook de verkeerde zijn.",
    ),
    "PLN022": Entry(
        "dit verandert iets op {measured} van de apparaten, meer dan {limit}",
        "Kijk of zij allemaal bedoeld zijn. Zo ja, hef de grens dan eenmalig op met {override} en de digest van dit plan.",
        "Geteld zijn apparaten die iets krijgen of verliezen, elk één keer, van de apparaten in beheer, zoals mensen worden geteld "
        "(PLN021). De grens is max-devices in organisation.yaml.",
    ),
    "PLN023": Entry(
        "dit verwijdert {measured} van onze objecten, meer dan {limit}",
        "Kijk of er een map ontbreekt of is hernoemd. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Veel verwijderingen tegelijk zijn vaker een vergissing dan een besluit. De grens is max-deletes in organisation.yaml.",
    ),
    "PLN024": Entry(
        "een toewijzing bereikt niemand meer (resources: {measured})",
        "Kijk of er een groep is leeggeraakt. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Een resource die blijft zou niemand meer bereiken, of een nieuwe bereikt helemaal niemand. Een leeggeraakte groep ziet er net zo "
        "uit.",
    ),
    "PLN025": Entry(
        "er wordt toegewezen aan alle gebruikers of alle apparaten (resources: {measured})",
        "Noem groepen. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Bij alle gebruikers en alle apparaten horen ook de noodaccounts en iedereen die er later bij komt.",
    ),
    "PLN026": Entry(
        "een beschermde groep is niet uitgesloten, of wordt toch bereikt (resources: {measured})",
        "Kijk naar protected-groups in organisation.yaml, en of iemand daarin een apparaat gebruikt van een groep die wordt toegewezen. Is "
        "dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Beschermde groepen, zoals de noodaccounts, zijn van elke toewijzing aan mensen uitgesloten, zodat er altijd iemand kan aanmelden. "
        "Een groep die bij de laatste apply beschermd was, of die al onze objecten nu uitsluiten, telt ook mee: haar uit het bestand halen "
        "heft de grens niet op. Intune sluit geen mensen uit van groepen apparaten. Een apparaat van iemand in een beschermde groep mag "
        "dus niet in een groep apparaten staan die wordt toegewezen.",
    ),
    "PLN027": Entry(
        "een rol houdt geen enkele resource over (rollen: {measured})",
        "Kijk naar de apparaten van de rol. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "De rol staat nog in het beleid en heeft objecten in de tenant, maar krijgt van het beleid niets meer. Een rol opheffen gaat door "
        "haar bestand te verwijderen.",
    ),
    "PLN028": Entry(
        "een beschermde resource wordt verwijderd, of verliest haar bescherming samen met andere wijzigingen (resources: {measured})",
        "Pas `protect: false` eerst toe als wijziging op zichzelf. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "De rol had protect: true toen de resource werd geschreven. Het merkteken in de tenant onthoudt dat. Het bestand verwijderen heft "
        "dat niet op, en protect: false naast een andere wijziging ook niet.",
    ),
    "PLN029": Entry(
        "het is niet zeker welk object van ons iets is (objecten: {measured})",
        "Herstel in de portal het merkteken in de beschrijving van deze objecten. De waarschuwingen GRA015, GRA016, PLN048 en "
        "PLN078 noemen ze.",
        "Het merkteken van een object is afgekapt of gewijzigd, het draagt merktekens van twee objecten, of merkteken en inhoud noemen "
        "twee objecten. Geen vlag heft dit op: het programma kan een object een tweede keer maken, of het verkeerde wijzigen.",
    ),
    "PLN048": Entry(
        'onduidelijk is wat object {id} ("{name}") is: het merkteken zegt {says}, de inhoud is van {made_as}; het blijft ongemoeid',
        "Kijk in de portal naar het merkteken achter de beschrijving, en schrijf daar het adres waarvan de inhoud is.",
        "De digest in een merkteken gaat over de inhoud waarmee het is geschreven, ook over de naam en de groepen. Hier is dat de inhoud "
        "van een ander object van het beleid dan het merkteken noemt, zoals na een wijziging van het merkteken met de hand. Het object "
        "wordt niet gewijzigd en niet verwijderd, en tot iemand het merkteken herstelt wordt er niets geschreven: anders kan het object "
        "een tweede keer worden gemaakt.",
    ),
    "PLN078": Entry(
        'object {id} ("{name}") lijkt op {address} van ons, maar het merkteken zegt {says}; het blijft ongemoeid. '
        "Is het van ons, schrijf daar dan: {mark}",
        "Is het van ons, zet dan in de portal het merkteken terug in de beschrijving ({collection}). Is het van een andere "
        "organisatie, geef deze dan een andere naming.prefix in organisation.yaml. Is het van niemand, haal dan het merkteken weg.",
        "De digest in het merkteken is die van inhoud van ons, of de naam is er een die wij geven, terwijl de tenant op dat adres geen "
        "object van ons toont. Het merkteken noemt een andere organisatie of een andere soort, of er is weinig van over, zoals na een "
        "wijziging met de hand. Tot iemand het herstelt wordt er niets geschreven: anders kan het object een tweede keer worden gemaakt.",
    ),
    "PLN040": Entry(
        "{count} goedgekeurde {count:iOS-app staat|iOS-apps staan} niet in de tenant en {count:is|zijn} van hieruit niet toe te voegen: "
        "{apps}",
        "Zet het App Store-id met een bron in de catalogus, of voeg de app toe in Intune.",
        "Een app uit de App Store wordt gemaakt met het adres van zijn pagina in de winkel. Staat er geen App Store-id in "
        "de catalogus, of meer "
        "dan een, dan is dat adres niet zeker. Op een apparaat met alleen goedgekeurde apps kan dan niemand de app krijgen.",
    ),
    "PLN044": Entry(
        '{app} is volgens het beleid "{ours}" voor groep "{group}", en volgens iemand anders "{theirs}"',
        "Haal de andere toewijzing weg in Intune, of wijzig het beleid.",
        "Een groep heeft voor een app maar een bedoeling, dus beide kan niet. De andere toewijzing staat op de app met id "
        "{id} en is niet van ons.",
    ),
    "PLN045": Entry(
        "{app} moet weg bij {people} mensen en {devices} apparaten die hem van iemand anders verplicht krijgen",
        "Haal de verplichte toewijzing weg in Intune, of sta de app toe in het beleid.",
        "In Intune wint verplicht van verwijderen, dus de app zou blijven. De verplichte toewijzing staat op de app met id "
        "{id} en is niet van "
        "ons. Alleen wie in beide zit telt mee.",
    ),
    "PLN046": Entry(
        "{app} is voor {people} mensen en {devices} apparaten door de ene rol goedgekeurd en door de andere verwijderd",
        "Houd de groepen van deze rollen uit elkaar, of laat ze het over de app eens zijn.",
        "Een groep kan een app niet hebben en tegelijk van het verwijderen zijn uitgezonderd. Verwijderen wint van "
        "beschikbaar, dus wie in beide "
        "zit raakt de app kwijt.",
    ),
    "PLN047": Entry(
        "deze tenant kent de instelling {definition} niet ({address})",
        "Zoek de instelling op in de instellingencatalogus van de tenant; heeft Intune hem hernoemd, meld het ons dan.",
        "Elke instelling uit de instellingencatalogus die het plan schrijft, wordt eerst in de tenant opgezocht. Intune voegt instellingen "
        "toe en haalt ze weg, en zou het object halverwege het doorvoeren weigeren.",
    ),
}
