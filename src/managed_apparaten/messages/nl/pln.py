"""Meldingen van een plan (PLN): wat het tegenhoudt, wat de grenzen meten, en wat een beheerder over de tenant moet weten."""

from managed_apparaten.messages.entry import Entry
from managed_apparaten.messages.nl.doctor import DEFAULT_OFF

_TERMS = (
    "De redenen zijn eigenschappen van het beleid in Graph. state: het rapporteert alleen. grantControls: "
    "iets anders is ook genoeg, zoals mfa. clientAppTypes: niet elke client. includeApplications, "
    "excludeApplications: niet alle toepassingen. includeGroups, excludeGroups en dergelijke: niet iedereen "
    "in de rol; (5/180) is hoeveel van hoeveel, en (?) dat niemand kan zien wie in de groep zit. locations, "
    "deviceFilter en andere voorwaarden: niet altijd. Beschermde groepen mogen zijn uitgezonderd."
)
_NO_FLAG = (
    "De grenzen van de guards zijn aandelen van alle mensen in beheer, dus wat een kleine rol verliest "
    "blijft eronder. Daarom zegt elk plan dat iets versoepelt voor zo'n rol dat erbij. Er is geen vlag voor "
    "nodig."
)

TEXTS: dict[str, Entry | str] = {
    "PLN001": Entry(
        "dit bestand is geen plan",
        "Maak er een: apparaten plan -o plan.json",
        "Een planbestand is JSON in UTF-8, hooguit 64 MiB. Dit bestand is niet als zodanig te lezen.",
    ),
    "PLN002": Entry(
        "dit bestand is geen plan: er klopt iets niet bij {pointer}",
        "Maak een nieuw plan: apparaten plan -o plan.json",
        "Het bestand is JSON, maar heeft niet de vorm van een plan (schemas/plan.json). Iets anders heeft "
        "het gemaakt, of het is bewerkt.",
    ),
    "PLN003": Entry(
        "dit plan is gewijzigd nadat het is gemaakt",
        "Maak een nieuw plan en laat het beoordelen: apparaten plan -o plan.json",
        "Een plan bevat een digest van de eigen inhoud, en de bytes volgen uit die inhoud. Een van beide "
        "klopt niet. Er is niets uit overgenomen en niets uitgevoerd.",
    ),
    "PLN004": Entry(
        "dit plan heeft formaat {found}; deze versie leest formaat {known}",
        "Maak met deze versie een nieuw plan.",
        "Het formaat van planbestanden verandert met het programma. Een plan leeft kort: een nieuw plan kan "
        "altijd.",
    ),
    "PLN010": Entry(
        'de tenant heeft geen groep "{name}"',
        "Verbeter de naam, of maak eerst de groep aan. Een id is veiliger dan een naam.",
        "Een groep die in het beleid staat, moet bestaan. Zij wordt nooit weggelaten: zonder die groep is "
        "het een andere toewijzing, en een uitsluiting die wegvalt sluit mensen buiten.",
    ),
    "PLN011": Entry(
        'de tenant heeft geen groep met id {id} ("{name}")',
        "Verbeter het id, of herstel de groep: Entra bewaart een verwijderde groep dertig dagen.",
        "Het id gaat voor de naam, dus komt er geen andere groep voor in de plaats. Zonder deze groep is "
        "het een andere toewijzing.",
    ),
    "PLN012": Entry(
        'de tenant heeft {count} groepen "{name}"',
        "Zet het id van de juiste groep bij de naam: {ids}",
        "In Entra kunnen groepen dezelfde naam hebben, en hoofdletters tellen niet mee. Welke groep bedoeld "
        "is, valt niet te raden.",
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
        "Een plan geldt voor één tenant. Objecten en groepen van een andere tenant mogen niet met dit "
        "beleid worden vergeleken.",
    ),
    "PLN016": Entry(
        "{address} staat meer dan eens in de tenant; {kept} blijft, kopieën die letterlijk gelijk zijn gaan "
        "weg: {ids}",
        "Bekijk het plan: de kopieën staan er als verwijdering in. Er is geen vlag voor nodig.",
        "Objecten dragen hetzelfde merkteken en hebben de inhoud die wij maakten: iets is twee keer "
        "aangemaakt, of in de portal gekopieerd. Het toegewezen object blijft, anders het oudste. De andere "
        "gaan als laatste weg, als het object dat blijft al hun toewijzingen heeft. Zo zit niemand zonder.",
    ),
    "PLN017": Entry(
        "{address} is toegewezen aan groep {id}, die niet meer bestaat",
        "Het plan zet de toewijzing recht als het beleid iets anders zegt.",
        "Intune houdt de toewijzing vast als een groep in Entra wordt verwijderd. Entra kan een verwijderde "
        "groep dertig dagen herstellen.",
    ),
    "PLN018": Entry(
        'object {id} ("{name}") draagt ons merkteken voor {address}, maar iemand heeft het gewijzigd: '
        "{fields}; het blijft ongemoeid",
        "Verwijder het in de portal als niemand het nodig heeft. Anders: haal ons merkteken uit de "
        "beschrijving: [apparaten ... ].",
        "Ons object is {kept}. Dit is een kopie ervan die iemand in de portal heeft gemaakt en daarna heeft "
        "gewijzigd, of aan anderen heeft toegewezen. Het telt als een object dat niet van ons is: het wordt "
        "nooit gewijzigd en nooit verwijderd.",
    ),
    "PLN019": Entry(
        "{address} en {other} komen elkaar op {devices} apparaten tegen: het ene is aan apparaten "
        "toegewezen, het andere aan mensen",
        "Bereik beide rollen op dezelfde manier, of haal deze apparaten uit de groep.",
        "Intune zondert mensen uit van een toewijzing aan mensen en apparaten van een toewijzing aan "
        "apparaten, nooit het een van het ander. De uitzondering voor de rol die voorgaat doet op deze "
        "apparaten niets, beide objecten gelden, en waar zij één ding op twee waarden zetten toont Intune "
        "een conflict en belooft het geen van beide.",
    ),
    "PLN020": Entry(
        "verwijderen vraagt om {override} (te verwijderen: {measured})",
        "Bekijk wat er wordt verwijderd en geef dan de vlag met de digest van dit plan.",
        "Een verwijdering kan mensen hun bescherming afnemen en Intune kan haar niet ongedaan maken. Daarom "
        "gebeurt het nooit vanzelf.",
    ),
    "PLN021": Entry(
        "dit verandert iets voor {measured} van de mensen, meer dan {limit}",
        "Kijk of zij allemaal bedoeld zijn. Zo ja, hef de grens dan eenmalig op met {override} en de digest "
        "van dit plan.",
        "Geteld zijn mensen die iets krijgen of verliezen, ieder één keer, van de mensen in beheer: wie "
        "onze objecten vóór de wijziging bereiken, of erna als zij nog niemand bereikten, en wie er nieuw "
        "bij komt. Andere accounts en gasten maken geen deel kleiner. Achter een plus staan mensen van "
        "wijzigingen die in de window-days ervoor zonder vlag zijn toegepast: een wijziging in stukken telt "
        "als één. De grens is max-people in organisation.yaml, zoals die bij de laatste apply gold. Een "
        "eerste keer raakt iedereen en wordt ook geweigerd: een lege tenant kan ook de verkeerde zijn.",
    ),
    "PLN022": Entry(
        "dit verandert iets op {measured} van de apparaten, meer dan {limit}",
        "Kijk of zij allemaal bedoeld zijn. Zo ja, hef de grens dan eenmalig op met {override} en de digest "
        "van dit plan.",
        "Geteld zijn apparaten die iets krijgen of verliezen, elk één keer, van de apparaten in beheer, "
        "zoals mensen worden geteld (PLN021). De grens is max-devices in organisation.yaml.",
    ),
    "PLN023": Entry(
        "dit verwijdert {measured} van onze objecten, meer dan {limit}",
        "Kijk of er een map ontbreekt of is hernoemd. Is dit de bedoeling, gebruik dan {override} met de "
        "digest van dit plan.",
        "Veel verwijderingen tegelijk zijn vaker een vergissing dan een besluit. De grens is max-deletes in "
        "organisation.yaml.",
    ),
    "PLN024": Entry(
        "een toewijzing bereikt niemand meer (resources: {measured})",
        "Kijk of er een groep is leeggeraakt. Is dit de bedoeling, gebruik dan {override} met de digest van "
        "dit plan.",
        "Een resource die blijft zou niemand meer bereiken, of een nieuwe bereikt helemaal niemand. Een "
        "leeggeraakte groep ziet er net zo uit.",
    ),
    "PLN025": Entry(
        "er wordt toegewezen aan alle gebruikers of alle apparaten (resources: {measured})",
        "Noem groepen. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Bij alle gebruikers en alle apparaten horen ook de noodaccounts en iedereen die er later bij komt.",
    ),
    "PLN026": Entry(
        "een beschermde groep is niet uitgesloten, of wordt toch bereikt (resources: {measured})",
        "Kijk naar protected-groups in organisation.yaml, en of iemand daarin een apparaat gebruikt van een "
        "groep die wordt toegewezen. Is dit de bedoeling, gebruik dan {override} met de digest van dit "
        "plan.",
        "Beschermde groepen, zoals de noodaccounts, zijn van elke toewijzing aan mensen uitgesloten, zodat "
        "er altijd iemand kan aanmelden. Een groep die bij de laatste apply beschermd was, of die al onze "
        "objecten nu uitsluiten, telt ook mee: haar uit het bestand halen heft de grens niet op. Intune "
        "sluit geen mensen uit van groepen apparaten. Een apparaat van iemand in een beschermde groep mag "
        "dus niet in een groep apparaten staan die wordt toegewezen.",
    ),
    "PLN027": Entry(
        "een rol houdt geen enkele resource over (rollen: {measured})",
        "Kijk naar de apparaten van de rol. Is dit de bedoeling, gebruik dan {override} met de digest van "
        "dit plan.",
        "De rol staat nog in het beleid en heeft objecten in de tenant, maar krijgt van het beleid niets "
        "meer. Een rol opheffen gaat door haar bestand te verwijderen.",
    ),
    "PLN028": Entry(
        "een beschermde resource wordt verwijderd, of verliest haar bescherming samen met andere "
        "wijzigingen (resources: {measured})",
        "Pas `protect: false` eerst toe als wijziging op zichzelf. Is dit de bedoeling, gebruik dan "
        "{override} met de digest van dit plan.",
        "De rol had protect: true toen de resource werd geschreven. Het merkteken in de tenant onthoudt "
        "dat. Het bestand verwijderen heft dat niet op, en protect: false naast een andere wijziging ook "
        "niet.",
    ),
    "PLN029": Entry(
        "het is niet zeker welk object van ons iets is (objecten: {measured})",
        "Herstel in de portal het merkteken in de beschrijving van deze objecten. De waarschuwingen GRA015, "
        "GRA016, PLN048 en PLN078 noemen ze.",
        "Het merkteken van een object is afgekapt of gewijzigd, het draagt merktekens van twee objecten, of "
        "merkteken en inhoud noemen twee objecten. Geen vlag heft dit op: het programma kan een object een "
        "tweede keer maken, of het verkeerde wijzigen.",
    ),
    "PLN030": Entry(
        "dit VERSOEPELT de bescherming van {measured} van de mensen, meer dan {limit}",
        "Zoek de regels in hoofdletters. Is dit de bedoeling, hef de grens dan eenmalig op met {override} "
        "en de digest van dit plan.",
        "Geteld zijn mensen die een soort object verliezen, of van wie de objecten straks minder "
        "tegenhouden dan wat zij nu hebben: een app die niet meer geblokkeerd is, een schakelaar die "
        "opengaat, een lager minimum, een mildere rol. Een waarde waarvan niemand weet of zij milder is "
        "telt ook mee. Het gaat om de mensen in beheer (PLN021), en wat in de window-days ervoor is "
        "versoepeld telt mee, achter een plus. De grens is max-loosened in organisation.yaml, of max-people "
        "als die er niet staat.",
    ),
    "PLN031": Entry(
        "een gewijzigde toewijzing LAAT mensen achter zonder iets in de plaats (mensen, of apparaten zonder "
        "mensen: {measured})",
        "Kijk of een rol de juiste groep heeft. Is dit de bedoeling, gebruik dan {override} met de digest "
        "van dit plan.",
        "Zij hebben nu een object van een soort, het object blijft, en zij hebben straks geen van die "
        "soort. Dat gebeurt als een rol een andere groep krijgt, of als een groep wordt uitgesloten van een "
        "hogere rol die de soort niet heeft. Een apparaat zonder enig nalevingsbeleid geldt als conform.",
    ),
    "PLN032": Entry(
        "{measured} van de apparaten voldoen niet aan wat voortaan wordt gevraagd, meer dan {limit}",
        "Vergelijk os-minimum met de versies die in gebruik zijn. Is dit de bedoeling, gebruik dan "
        "{override} met de digest van dit plan.",
        "Hun besturingssysteem is ouder dan het nieuwe minimum en was niet ouder dan het vorige. Zo'n "
        "apparaat wordt niet-conform, of zijn apps houden mensen buiten, zodra de uitsteltijd om is. De "
        "grens is max-devices in organisation.yaml.",
    ),
    "PLN033": Entry(
        "de groepen van een rol die verandert zijn leeggeraakt of gekrompen (rollen: {measured})",
        "Kijk in Entra wie er ontbreekt. Is wie over is iedereen die bedoeld is, gebruik dan {override} met "
        "de digest van dit plan.",
        "De rol bereikt veel minder mensen of apparaten dan toen haar objecten het laatst werden "
        "geschreven; de waarschuwingen PLN035 zeggen hoeveel. Een wijziging die nu niemand bereikt, bereikt "
        "iedereen zodra de groep weer gevuld is. Daarom telt wie ontbreekt overal mee.",
    ),
    "PLN034": Entry(
        "deze grenzen gelden nog niet: {asked}; de tenant is het laatst toegepast met {held}",
        "Pas de nieuwe grenzen toe in een wijziging op zichzelf.",
        "Een grens wordt verhoogd met een plan dat verder niets in de tenant wijzigt, ook geen naam of "
        "tekst: pas eerst de rest toe, en daarna nog een keer. Tot die tijd wordt het plan gehouden tegen "
        "de grenzen die onze objecten in de tenant onthouden. Een grens die omlaag gaat geldt meteen.",
    ),
    "PLN035": Entry(
        'rol "{role}" bereikt {people_now} mensen en {devices_now} apparaten; bij de laatste apply '
        "{people_then} en {devices_then}",
        "Kijk in Entra of haar groepen zijn zoals het hoort.",
        "Een groep is leeggeraakt, of meer gekrompen dan een grens toestaat, zonder wijziging van het "
        "beleid. Wie eruit ging is de objecten van de rol al kwijt. Onze objecten onthouden hoeveel mensen "
        "en apparaten zij bereikten toen zij het laatst werden geschreven.",
    ),
    "PLN036": Entry(
        '"{name}" is een groep apparaten ({devices}), en hier is een groep mensen bedoeld',
        "Noem een groep mensen, en zet de apparaten onder `groups` van een soort apparaat van de rol.",
        "App-bescherming volgt mensen: Intune geeft haar aan niemand in een groep apparaten. Wat verder "
        "wordt toegewezen zou de apparaten bereiken, maar niemand is dan uit te sluiten: Intune sluit geen "
        "mensen uit van een groep apparaten, en geen apparaten van een groep mensen.",
    ),
    "PLN037": Entry(
        'in "{name}" zitten zowel mensen ({people}) als apparaten ({devices})',
        "Maak voor elk van de twee een groep.",
        "Intune geeft een object aan allebei, waar de soort dat toelaat, en sluit alleen binnen één soort "
        "uit: wie als mens is uitgesloten houdt het object op een apparaat dat zelf in de groep zit. "
        "App-bescherming bereikt alleen de mensen. Het plan telt zoals Intune.",
    ),
    "PLN038": Entry(
        '"{name}" is een groep mensen ({people}), en hier is een groep apparaten bedoeld',
        "Noem een groep apparaten, of laat `groups` weg: dan worden de mensen van de rol toegewezen.",
        "Objecten voor groepen apparaten sluiten geen beschermde groep uit en hebben geen filter dat "
        "privé-apparaten tegenhoudt, omdat Intune daar geen van beide nakomt. Voor mensen zouden ze zonder "
        "die twee gelden. AppLocker is alleen voor apparaten en zou niemand bereiken.",
    ),
    "PLN039": Entry(
        "de tenant zegt dat {total} accounts actief zijn, en in de gelezen groepen zitten {seen} actieve "
        "mensen",
        "Plan opnieuw. Blijft het zo, kijk dan naar wat er tussen deze machine en Graph staat.",
        "Een van de twee antwoorden is afgekapt of oud. Een plan zou te weinig mensen tellen zonder het te "
        "weten, dus is er geen. Mensen van wie Graph accountEnabled niet toont zitten er niet bij (PLN049).",
    ),
    "PLN040": Entry(
        "{count} goedgekeurde {count:iOS-app staat|iOS-apps staan} niet in de tenant en {count:is|zijn} van "
        "hieruit niet toe te voegen: {apps}",
        "Zet het App Store-id met een bron in de catalogus, of voeg de app toe in Intune.",
        "Een app uit de App Store wordt gemaakt met het adres van zijn pagina in de winkel. Staat er geen "
        "App Store-id in de catalogus, of meer dan een, dan is dat adres niet zeker. Op een apparaat met "
        "alleen goedgekeurde apps kan dan niemand de app krijgen.",
    ),
    "PLN041": Entry(
        "{count} goedgekeurde {count:Android-app staat|Android-apps staan} niet in de tenant: {apps}",
        "Voeg ze toe in het Intune-beheercentrum en laat Intune synchroniseren; het volgende plan wijst ze "
        "toe.",
        "Een Android-app komt vanuit beheerde Google Play in de tenant. De winkel van deze apparaten toont "
        "alleen toegewezen apps, dus niemand kan deze apps installeren tot ze er zijn.",
    ),
    "PLN042": Entry(
        "de Play Store is open en biedt {count} geblokkeerde {count:app|apps} aan, die de tenant niet "
        "heeft: {apps}",
        "Voeg ze toe in het Intune-beheercentrum en plan opnieuw, of haal `play-store: open` weg.",
        "Met een open winkel blijft een app van een Android-apparaat af door een toewijzing om te "
        "verwijderen, en alleen een app die de tenant heeft is toe te wijzen. De actie "
        "`androidManagedStoreAccountEnterpriseSettings/addApps` van Graph voegt er meer tegelijk toe, per "
        "package.",
    ),
    "PLN044": Entry(
        '{app} is volgens het beleid "{ours}" voor groep "{group}", en volgens iemand anders "{theirs}"',
        "Haal de andere toewijzing weg in Intune, of wijzig het beleid.",
        "Een groep heeft voor een app maar een bedoeling, dus beide kan niet. De andere toewijzing staat op "
        "de app met id {id} en is niet van ons.",
    ),
    "PLN045": Entry(
        "{app} moet weg bij {people} mensen en {devices} apparaten die hem van iemand anders verplicht "
        "krijgen",
        "Haal de verplichte toewijzing weg in Intune, of sta de app toe in het beleid.",
        "In Intune wint verplicht van verwijderen, dus de app zou blijven. De verplichte toewijzing staat "
        "op de app met id {id} en is niet van ons. Alleen wie in beide zit telt mee.",
    ),
    "PLN046": Entry(
        "{app} is voor {people} mensen en {devices} apparaten door de ene rol goedgekeurd en door de andere "
        "verwijderd",
        "Houd de groepen van deze rollen uit elkaar, of laat ze het over de app eens zijn.",
        "Een groep kan een app niet hebben en tegelijk van het verwijderen zijn uitgezonderd. Verwijderen "
        "wint van beschikbaar, dus wie in beide zit raakt de app kwijt.",
    ),
    "PLN047": Entry(
        "deze tenant kent de instelling {definition} niet ({address})",
        "Zoek de instelling op in de instellingencatalogus van de tenant; heeft Intune hem hernoemd, meld "
        "het ons dan.",
        "Elke instelling uit de instellingencatalogus die het plan schrijft, wordt eerst in de tenant "
        "opgezocht. Intune voegt instellingen toe en haalt ze weg, en zou het object halverwege het "
        "doorvoeren weigeren.",
    ),
    "PLN048": Entry(
        'onduidelijk is wat object {id} ("{name}") is: het merkteken zegt {says}, de inhoud is van '
        "{made_as}; het blijft ongemoeid",
        "Kijk in de portal naar het merkteken achter de beschrijving, en schrijf daar het adres waarvan de "
        "inhoud is.",
        "De digest in een merkteken gaat over de inhoud waarmee het is geschreven, ook over de naam en de "
        "groepen. Hier is dat de inhoud van een ander object van het beleid dan het merkteken noemt, zoals "
        "na een wijziging van het merkteken met de hand. Het object wordt niet gewijzigd en niet "
        "verwijderd, en tot iemand het merkteken herstelt wordt er niets geschreven: anders kan het object "
        "een tweede keer worden gemaakt.",
    ),
    "PLN049": Entry(
        "Graph zegt niet wat de eigenschap {property} van {count} van de {total} is: die is leeg of onbekend",
        "Kijk of de toepassing {permission} heeft, met toestemming van een beheerder. Zo ja, vul de "
        "eigenschap dan in.",
        "Wie een lege eigenschap heeft, geldt niet als wat die zou zeggen: niet als actief account, als lid "
        "of als apparaat van de organisatie, en ook niet als het omgekeerde. In de aandelen van de guards "
        "telt zo iemand mee waar het plan iets voor hem verandert, en maakt geen aandeel kleiner. Een lege "
        "userType is geen vraag als de user principal name zegt wie is uitgenodigd (#EXT#).",
    ),
    "PLN050": Entry(
        "rol {role} heeft risico {rating} van 4, en {people} mensen ({devices} apparaten) krijgen MINDER "
        "BESCHERMING: {what}",
        "Ga na of dit de bedoeling is van wie verantwoordelijk is voor het risico van deze rol.",
        _NO_FLAG,
    ),
    "PLN051": Entry(
        "het beleid noemt geen scopetags meer; {count} objecten houden de tags die ze ervan kregen: {tags}",
        "Schrijf `scope-tags: [Default]` om terug te gaan naar de tag die Intune geeft.",
        "Waar een beleid geen scopetags noemt blijven ze zoals ze zijn, wie ze ook gaf: wie een object ziet "
        "verandert nooit doordat er een regel wegvalt. Vanaf de volgende apply kan niemand meer zien dat "
        "deze uit het beleid kwamen.",
    ),
    "PLN052": Entry(
        "rol {role} is beschermd (protect: true), en {people} mensen ({devices} apparaten) krijgen MINDER "
        "BESCHERMING: {what}",
        "Ga na of dit de bedoeling is van wie verantwoordelijk is voor het risico van deze rol.",
        _NO_FLAG,
    ),
    "PLN055": Entry(
        "alle licenties van {count} gekochte {count:app|apps} zijn in gebruik, dus niemand kan "
        "{count:die|ze} er nog bij krijgen: {apps}",
        "Koop licenties in Apple Business Manager en synchroniseer het token in Intune, of neem licenties "
        "terug.",
        "Apple telt een licentie voor elk apparaat waaraan een app op apparaatlicentie is toegewezen. Van "
        "meer tokens met de app wordt er een met vrije licenties gebruikt, tenzij de app al met de andere "
        "is toegewezen.",
    ),
    "PLN056": Entry(
        "{count} {count:iOS-app komt|iOS-apps komen} uit de App Store, en die vraagt een "
        "privé-Apple-account op het apparaat: {apps}",
        "Koop er licenties voor in Apple Business Manager (ook voor gratis apps); het volgende plan "
        "gebruikt die dan.",
        "Een app uit de App Store installeert alleen wie daar met een eigen Apple-account is aangemeld. "
        "Waar de rol de winkel uitzet, kan niemand hem installeren. Een app met een licentie voor het "
        "apparaat heeft geen van beide nodig.",
    ),
    "PLN057": Entry(
        "{app} staat in de tenant als gekochte app en uit de App Store: de gekochte ({used}) wordt "
        "toegewezen",
        "Haal de toewijzingen van de andere weg in het portaal en verwijder die: {others}.",
        "Beide objecten staan voor één app, en Microsoft zegt niet welke van twee toewijzingen zou winnen. "
        "De gekochte app heeft een licentie voor het apparaat en installeert zonder Apple-account. Van ons "
        "blijft op de App Store-app niets staan.",
    ),
    "PLN060": Entry(
        '{app} is verplicht voor "{required}" en wordt verwijderd bij "{removed}": {people} mensen en '
        "{devices} apparaten krijgen beide",
        "Zorg dat de groepen elkaar niet overlappen, of beslis in beide rollen hetzelfde.",
        "Intune lost het op door te installeren: verplicht wint van verwijderen. De rol die de app "
        "blokkeert zou hem zien terugkomen op de apparaten van iedereen die in beide groepen zit, dus er "
        "wordt geen plan gemaakt.",
    ),
    "PLN061": Entry(
        '{app} zou twee keer aan groep "{group}" worden toegewezen, als {first} en als {second}',
        "De twee namen in het beleid zijn één groep: gebruik één rol, of twee groepen.",
        "Intune neemt één bedoeling per groep en app. Twee namen, of een naam en een id, blijken in deze "
        "tenant dezelfde groep te zijn.",
    ),
    "PLN062": Entry(
        "{app} is hier verplicht, en iemand anders verwijdert hem bij {people} mensen op {devices} "
        "apparaten (app {id})",
        "Haal de verwijdertoewijzing in de portal weg: voor deze mensen doet zij niets.",
        "Verplicht wint van verwijderen, dus de app wordt geïnstalleerd. De andere toewijzing is niet van "
        "ons en blijft zoals zij is.",
    ),
    "PLN063": Entry(
        "{count} {count:app|apps} die het beleid verplicht {count:staat|staan} niet in de tenant: {apps}",
        "Voeg ze toe in het Intune-beheercentrum (Android: keur ze goed in beheerde Google Play) en maak "
        "opnieuw een plan.",
        "Alleen een app die de tenant heeft kan worden geïnstalleerd. App Store-apps maakt het plan zelf "
        "waar de catalogus hun pagina zeker kent; apps uit beheerde Google Play, gekochte licenties en "
        "Windows-apps worden met de hand toegevoegd.",
    ),
    "PLN064": Entry(
        "de tenant heeft {count} apps met de identificatie {identifier}: {used} wordt toegewezen, de andere "
        "blijven liggen: {others}",
        "Wijs de andere in de portal toe of verwijder ze, zodat mensen er één aangeboden krijgen.",
        "Dezelfde app kan vaker in een tenant staan, bijvoorbeeld als winkel-app en met gekochte licenties. "
        "Eén ervan wordt toegewezen: eerst een gekochte; dan die al van ons is, een met vrije licenties, "
        "een die al is toegewezen, de oudste.",
    ),
    "PLN065": Entry(
        '"{first}" en "{second}" zijn in de tenant één object: {name}',
        "Laat één van de twee regels beslissen: verbeter de identificatie of maak er één vermelding van.",
        "Een object in de tenant krijgt één wijziging. Twee zouden elkaar bij elke apply ongedaan maken, en "
        "mensen zouden hebben wat het laatst is geschreven.",
    ),
    "PLN066": Entry(
        'twee onderdelen van dit beleid hebben het adres "{first}"',
        "Geef een van beide een andere naam.",
        "Aan het adres is te zien welk object in de tenant van ons is. Twee onderdelen met één adres zouden "
        "over elkaar heen worden geschreven.",
    ),
    "PLN067": Entry(
        'groep "{group}" zou {address} twee keer krijgen, met verschillende filters',
        "Gebruik één filter voor de groep, of twee groepen.",
        "Intune neemt een groep één keer in de toewijzingen van een object. Twee namen, of een naam en een "
        "id, blijken in deze tenant dezelfde groep te zijn.",
    ),
    "PLN068": Entry(
        'de tenant heeft geen bereiktag "{tag}"',
        "Verbeter de naam of het id, of maak de bereiktag aan in het Intune-beheercentrum (Tenantbeheer, "
        "Rollen, Bereiktags).",
        "Een bereiktag zegt welke beheerders een object zien. Een die er niet is, kan niet worden gegeven. "
        "Weglaten zou het object aan anderen laten zien dan het beleid zegt.",
    ),
    "PLN069": Entry(
        'de tenant heeft meer dan één bereiktag "{tag}": {ids}',
        "Schrijf het id van de bedoelde onder `scope-tags`: `- id: ...`.",
        "Bij namen maken hoofdletters en kleine letters geen verschil, zoals bij de dienst zelf.",
    ),
    "PLN070": Entry(
        'groep "{name}" verbergt wie erin zit, dus het plan weet niet wie het raakt',
        "Geef de applicatie Member.Read.Hidden, of gebruik een groep die haar leden laat zien. Tot dan telt "
        "zij voor de grenzen als iedereen.",
        "Een Microsoft 365-groep kan haar leden verbergen. Graph geeft een applicatie zonder "
        "Member.Read.Hidden dan een lege lijst, met een geslaagd antwoord, net als bij een groep zonder "
        "mensen. Niemand tellen zou de grenzen laten slapen, dus wat er voor deze groep verandert telt als "
        "een wijziging voor iedereen: er zijn --allow-people en --allow-devices voor nodig, van iemand die "
        "weet wie erin zit. Zo'n groep die wordt uitgezonderd wordt niet afgetrokken: getallen zijn dan "
        "eerder te hoog dan te laag. Een lege groep van deze soort ziet er hetzelfde uit.",
    ),
    "PLN071": Entry(
        "{address} krijgt mensen van een ander object en laat mensen aan een ander; tot die ze hebben is "
        "het aan beide toegewezen",
        "",
        "`assign` vervangt een hele lijst, dus een object dat mensen krijgt en mensen laat gaan wordt twee "
        "keer geschreven, en niemand zit zonder. Ertussen hebben sommige mensen twee objecten van een "
        "soort. Voor naleving en app-beveiliging geldt dan het strengste van de twee. Van twee "
        "configuraties blijft waar ze het over eens zijn, en is wat verschilt onzeker tot de tweede keer, "
        "in dezelfde run. Waar schrijven op goedkeuring wacht kan dat dagen duren.",
    ),
    "PLN072": Entry(
        "{address} krijgt mensen van een ander object en laat mensen aan een ander; even hebben sommigen "
        "van hen geen van beide",
        "Splits de wijziging: voeg eerst de groepen toe die komen, pas toe, en haal dan weg wie gaat.",
        "Het ertussen aan allen toewijzen zou ook mensen raken die het oude noch het nieuwe beleid bedoelt, "
        "want de uitzonderingen veranderen mee. Daarom wordt het een keer geschreven, aan het eind. Wiens "
        "telefoon Intune net dan vraagt, verliest de instellingen tot hij weer vraagt.",
    ),
    "PLN073": Entry(
        'beleid "{name}" ({id}) is niet van ons, is voor dezelfde groepen en zet {properties} anders: '
        "{addresses}",
        "Haal een van de twee toewijzingen weg, of laat ze hetzelfde zeggen.",
        "Intune kiest niet tussen twee configuraties die een instelling verschillend zetten op een "
        "apparaat: het toont een conflict, en geen van beide waarden is zeker, dus wat het plan zegt hoeft "
        "niet te gelden. AppLocker-regels van twee profielen voegt Windows samen onder een stand, zodat een "
        "tweede profiel dat alleen kijkt het onze kan beletten iets te stoppen. Alleen wat de lijsten van "
        "de tenant tonen wordt vergeleken: objecten van dezelfde soort, en groepen waaraan beide zijn "
        "toegewezen. Voor naleving en app-beveiliging geldt het strengste.",
    ),
    "PLN074": Entry(
        '{count} apparaten hebben het besturingssysteem "{system}", dat hier niet bekend is; ze tellen mee '
        "voor elk platform",
        "Bekijk er een in Intune. Is het een gewone schrijfwijze, meld die dan: dan telt het apparaat mee "
        "voor zijn eigen platform.",
        "Intune schrijft het besturingssysteem van een apparaat als vrije tekst, en die schrijfwijze "
        "verandert. Een apparaat met een onbekende tekst kan van elk platform zijn. Zonder dat apparaat "
        "zouden de grenzen te weinig apparaten tellen. Daarom telt het mee overal waar zijn mensen of zijn "
        "groepen zijn.",
    ),
    "PLN075": Entry(
        'uitzondering {exception} isoleert de apparaten van groep "{group}": {people} mensen daarin '
        "gebruiken {devices} apparaten op deze platforms",
        "Gebruik accounts die bij de geïsoleerde apparaten horen, elk met één apparaat.",
        "Intune wijst toe aan mensen. Wie in deze groep zit, heeft de uitgezonderde app en geen app voor "
        "het werk op alle eigen apparaten van deze platforms, ook op de gewone werktelefoon.",
    ),
    "PLN076": Entry(
        'op de geïsoleerde Android-apparaten van een uitzondering van rol "{role}" installeert of biedt '
        "iemand anders: {apps}",
        "Sluit de groep van de uitzondering in de portal uit van deze toewijzingen.",
        "Op Android is elke app te gebruiken die iemand aan deze mensen heeft toegewezen. De toewijzingen "
        "zijn niet van ons en blijven zo.",
    ),
    "PLN077": Entry(
        'op Android krijgen {people} mensen van rol "{role}" via een lagere rol, waar ze ook in zitten, '
        "apps die hun rol niet toestaat: {apps}",
        "Haal deze mensen uit de groepen van de lagere rol, of sta de apps toe voor deze rol.",
        "Een hogere rol krijgt deze apps door dezelfde toewijzing. Daarom kunnen de groepen van deze rol "
        "daar niet buiten blijven: wie in beide zit, hoort ze te hebben. Op Android is een toegewezen app "
        "te gebruiken.",
    ),
    "PLN078": Entry(
        'object {id} ("{name}") lijkt op {address} van ons, maar het merkteken zegt {says}; het blijft '
        "ongemoeid. Is het van ons, schrijf daar dan: {mark}",
        "Is het van ons, zet dan in de portal het merkteken terug in de beschrijving ({collection}). Is het "
        "van een andere organisatie, geef deze dan een andere naming.prefix in organisation.yaml. Is het "
        "van niemand, haal dan het merkteken weg.",
        "De digest in het merkteken is die van inhoud van ons, of de naam is er een die wij geven, terwijl "
        "de tenant op dat adres geen object van ons toont. Het merkteken noemt een andere organisatie of "
        "een andere soort, of er is weinig van over, zoals na een wijziging met de hand. Tot iemand het "
        "herstelt wordt er niets geschreven: anders kan het object een tweede keer worden gemaakt.",
    ),
    "PLN079": Entry(
        '{count} apparaten hebben het soort eigenaar "{owner}", dat hier niet bekend is; ze tellen mee als '
        "zakelijk en als persoonlijk",
        "Bekijk er een in Intune: Graph documenteert company, personal en unknown "
        "(managedDevice.managedDeviceOwnerType).",
        "Een apparaat met een onbekend soort eigenaar kan van de organisatie zijn of van iemand zelf. "
        "Zonder dat apparaat zouden de grenzen te weinig apparaten tellen. Daarom telt het mee overal waar "
        "zijn mensen of zijn groepen zijn, en in elk geheel.",
    ),
    "PLN080": Entry(
        "{count} goedgekeurde {count:app|apps} voor {platform} {count:staat|staan} niet in de tenant: {apps}",
        "Voeg ze toe in Intune als mensen ze zelf moeten kunnen installeren; het volgende plan wijst ze toe.",
        "Er is gezocht op elke identificatie uit de catalogus die apps in Intune hebben: op Windows het id "
        "in de Microsoft Store (`store-ids`), de productcode van een MSI (`product-codes`) en de package "
        "family name, op macOS de bundle-id, en op beide de naam van de app in uw Intune (`intune-names`). "
        "Tussen haakjes staan de rollen.",
    ),
    "PLN081": Entry(
        "{count} geblokkeerde {count:app|apps} voor {platform} {count:staat|staan} niet in de tenant, dus "
        "Intune haalt {count:die|ze} nergens weg: {apps}",
        "Er hoeft niets te gebeuren. Intune haalt weg wat het installeerde; wat de app verder tegenhoudt, "
        "staat in het beleid.",
        "Weghalen kan Intune alleen een app die de tenant heeft. Een kopie die iemand zonder Intune "
        "installeerde, blijft hoe dan ook op het apparaat. Tussen haakjes staan de rollen.",
    ),
    "PLN085": Entry(
        'rollen "{first}" en "{second}" hebben dezelfde prioriteit {priority} en delen {people} mensen en '
        "{devices} apparaten",
        "Geef een van beide een hogere prioriteit, of zorg dat niemand in de groepen van allebei zit.",
        "Iedereen krijgt het beleid van één rol: die met de hoogste prioriteit. Bij gelijke getallen gaat "
        "geen van beide voor, dus krijgen deze mensen beide. Bij naleving en app-beveiliging geldt dan per "
        "instelling de strengste waarde; bij beperkingen van apparaten toont Intune een conflict en is "
        "niets zeker.",
    ),
    "PLN086": Entry(
        'uitzondering {exception} is voor groep "{group}", waarvan {people} van de {all} mensen niet in rol '
        '"{role}" zitten',
        "Haal deze mensen uit de groep, zet ze in de groep van de rol, of schrijf de uitzondering voor hun "
        "eigen rol.",
        "Een uitzondering is afgewogen voor het werk en het risico van één rol. Mensen daarbuiten zouden "
        "het beleid van die rol krijgen, en de app.",
    ),
    "PLN087": Entry(
        "os-minimum {version} voor {platform}: geen van de {devices} apparaten heeft die versie, de "
        "nieuwste in de tenant heeft {newest}",
        "Vraag een versie die bestaat en die uw apparaten kunnen installeren.",
        "Geen apparaat van dit platform in de hele tenant heeft deze versie of een latere. Na de "
        "respijttijd zou geen van deze apparaten voldoen, of mensen in hun apps laten.",
    ),
    "PLN088": Entry(
        'de tenant heeft geen groep "{name}"; wel "{near}", die erop lijkt maar verschilt door {characters}',
        "Hernoem de groep in Entra, verbeter de naam hier, of schrijf het id naast de naam: {id}",
        "Een teken dat niemand ziet, of een letter uit een ander alfabet, maakt er een andere naam van. "
        "Zo'n teken komt mee als een naam uit een document of webpagina wordt gekopieerd. Een groep wordt "
        "nooit voor een andere gehouden omdat de namen op elkaar lijken.",
    ),
    "PLN089": Entry(
        'de tenant heeft geen bereiktag "{tag}"; wel "{near}", die erop lijkt maar verschilt door '
        "{characters}",
        "Hernoem de bereiktag in het Intune-beheercentrum, verbeter de naam hier, of schrijf onder "
        "`scope-tags`: `- id: {id}`.",
        "Een teken dat niemand ziet, of een letter uit een ander alfabet, maakt er een andere naam van. "
        "Zo'n teken komt mee als een naam uit een document of webpagina wordt gekopieerd.",
    ),
    "PLN090": Entry(
        "naleving heeft geen effect: niets eist een apparaat dat voldoet. {where}{why}",
        "Eis met voorwaardelijke toegang (Entra, Beveiliging) een apparaat dat voldoet, voor iedereen en "
        "voor alle toepassingen of Office 365.",
        (
            "Een nalevingsbeleid zet alleen een merk op een apparaat. Zonder voorwaardelijke "
            "toegang houdt een apparaat dat niet voldoet toegang tot mail en bestanden. "
        )
        + _TERMS,
    ),
    "PLN091": Entry(
        "een apparaat dat voldoet wordt niet altijd geëist. {where}{why}",
        "Ga na of deze gaten in de voorwaardelijke toegang bedoeld zijn.",
        (
            "Voorwaardelijke toegang eist een apparaat dat voldoet van een deel van de mensen, "
            "of niet in elk geval. "
        )
        + _TERMS,
    ),
    "PLN092": Entry(
        "app-beveiliging heeft geen effect: niets eist haar. {where}{why}",
        "Eis met voorwaardelijke toegang app-beveiliging (compliantApplication), voor iedereen en voor alle "
        "toepassingen of Office 365.",
        (
            "Op een apparaat dat niemand inschrijft kunnen mensen voor dezelfde mail en "
            "bestanden een app zonder beveiliging gebruiken, tenzij voorwaardelijke toegang "
            "alleen beveiligde apps binnenlaat. "
        )
        + _TERMS,
    ),
    "PLN093": Entry(
        "app-beveiliging wordt niet altijd geëist. {where}{why}",
        "Ga na of deze gaten in de voorwaardelijke toegang bedoeld zijn.",
        ("Voorwaardelijke toegang eist app-beveiliging van een deel van de mensen, of niet in elk geval. ")
        + _TERMS,
    ),
    "PLN094": Entry(
        DEFAULT_OFF.text,
        DEFAULT_OFF.help,
        "Het is de instelling secureByDefault van de tenant, en die staat in een nieuwe tenant uit. "
        "Voorwaardelijke toegang laat dan een apparaat binnen waarvoor geen beleid bedoeld is.",
    ),
    "PLN095": Entry(
        "mensen kunnen eigen apparaten inschrijven die geen nalevingsbeleid krijgen en toch tellen als "
        "compatibel. {where}",
        "Blokkeer daar persoonlijke apparaten (Intune, Apparaten, Inschrijvingsbeperkingen), of laat een "
        "apparaat zonder beleid tellen als niet-compatibel.",
        "Een telefoon die de eigenaar zelf inschrijft geldt als persoonlijk. Beleid voor apparaten van de "
        "organisatie is er niet voor. Beperkingen gelden alleen voor nieuwe inschrijvingen en zijn geen "
        "beveiligingsgrens.",
    ),
    "PLN096": Entry(
        "{name} werkt niet: {why}",
        "Vernieuw het in Intune, met hetzelfde account als eerder.",
        "Zonder het pushcertificaat hoort geen apparaat van Apple iets; zonder het token van het "
        "inschrijvingsprogramma komt er geen nieuw vanzelf bij; zonder VPP-token of beheerde Google Play "
        "wordt geen app uitgegeven. Een pushcertificaat moet met hetzelfde Apple-account worden vernieuwd, "
        "anders moet elk apparaat opnieuw worden ingeschreven.",
    ),
    "PLN097": Entry(
        "{name} eindigt op {date}, over {days} dagen",
        "Vernieuw het voor die dag, met hetzelfde account als eerder.",
        "Certificaten en tokens van Apple gelden een jaar. Dertig dagen voor het einde wordt dit gezegd.",
    ),
    "PLN098": Entry(
        "{count} van de {total} mensen in de tenant hebben geen rol, dus voor hen geldt niets",
        "Ga na wie dat zijn: leden van geen enkele groep van een rol. Accounts van diensten en gedeelde "
        "postvakken tellen mee.",
        "Geteld zijn ingeschakelde accounts die geen gast zijn, zonder leden van beschermde groepen. "
        "Niemand wordt genoemd.",
    ),
    "PLN099": Entry(
        "niet gelezen, dus onbekend: {paths}",
        "Zie apparaten doctor: wat ontbreekt is voor een plan niet verplicht.",
        "Voorwaardelijke toegang, inschrijvingsbeperkingen, de standaard voor naleving en de verbindingen "
        "met Apple en Google worden gelezen waar de aanmelding dat mag. Wat niet gelezen is, is onbekend: "
        "er wordt niets over gezegd, goed noch slecht. Voor voorwaardelijke toegang is Policy.Read.All "
        "nodig.",
    ),
}
