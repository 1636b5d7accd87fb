"""Meldingen over beleidsbestanden (POL): vorm en schema (POL1xx), verwijzingen (POL2xx), betekenis (POL3xx)."""

from managed_apparaten.messages.entry import Entry

_UNIQUE = (
    "Een id benoemt één ding. Twee bestanden met hetzelfde id lijken allebei te gelden, terwijl er maar één "
    "zou gelden; daarom wordt het geweigerd tot een van beide anders heet."
)
_EXPECTED = (
    "De schema's in schemas/ zeggen per sleutel welk soort waarde er hoort. Een editor die YAML-schema's "
    "kent, laat dat tijdens het typen zien: elk voorbeeldbestand heeft daarvoor een "
    "yaml-language-server-regel."
)
_FORM = "Het patroon staat in het schema van dit soort bestand, in schemas/, met een voorbeeld erbij."
_REFERENCE = (
    "Regels, lijsten, adviezen en uitzonderingen verwijzen naar elkaar met een id. Een naam die nergens bij "
    "hoort, zou ongemerkt niets besluiten en wordt daarom geweigerd. Was een bestand niet te lezen, dan "
    "blijven namen die erin kunnen staan buiten beschouwing."
)

TEXTS: dict[str, Entry | str] = {
    "POL101": Entry(
        "geen gewoon bestand",
        "Vervang de koppeling door het bestand zelf.",
        "Koppelingen, pipes en apparaatbestanden worden niet gevolgd: een pull request kan er buiten de "
        "beleidsmap mee lezen of de pipeline laten hangen.",
    ),
    "POL102": Entry(
        "bestand van {size} bytes; de grens is {limit}",
        "Splits het: apps en adviezen mogen over meer bestanden verdeeld zijn.",
        "Beleid dat mensen kunnen nalezen is nooit zo groot. Het bestand is niet gelezen, zodat het geen "
        "pipeline kan laten vollopen.",
    ),
    "POL103": Entry(
        "bestand niet te lezen: {reason}",
        "Herstel de rechten.",
        "Het besturingssysteem weigert het bestand te openen; de melding is van het systeem zelf.",
    ),
    "POL104": Entry(
        'onbekende sleutel "{key}"',
        "Haal hem weg of zoek de sleutel op in het schema van dit bestand.",
        "Elk schema is gesloten. Een verkeerd gespelde sleutel die wordt overgeslagen, laat ongemerkt een "
        "regel weg en wordt dus geweigerd.",
    ),
    "POL105": Entry(
        "geen UTF-8: byte {byte}",
        "Sla het bestand op als UTF-8.",
        "Beleidsbestanden zijn UTF-8, met of zonder byte order mark aan het begin. Windows-1252 en UTF-16 "
        "worden geweigerd, omdat dezelfde bytes op een andere machine iets anders kunnen zeggen.",
    ),
    "POL106": Entry(
        "verboden teken {character}",
        "Haal het weg; typ de regel opnieuw als het niet te zien is.",
        "Stuurtekens, onzichtbare tekens en tekens die de leesrichting omkeren, kunnen een regel anders "
        "laten lijken dan hij werkt. Ze zijn overal verboden, ook als escape tussen aanhalingstekens.",
    ),
    "POL107": Entry(
        "tab als inspringing",
        "Spring in met spaties.",
        "YAML verbiedt tabs als inspringing; programma's die ze toelaten, meten de diepte verschillend.",
    ),
    "POL108": Entry(
        "geen geldige YAML: {problem}",
        "Kijk naar deze regel en die ervoor: inspringing, een spatie na de dubbele punt, aanhalingstekens "
        "en haken die gesloten zijn.",
        "De YAML-lezer stopt bij de eerste fout van dit soort; andere fouten in het bestand blijken pas als "
        "deze weg is. Tekst met een dubbele punt en een spatie, of die begint met [ ] * & ! % @, een "
        "accolade of een aanhalingsteken, hoort tussen aanhalingstekens.",
    ),
    "POL109": Entry(
        "leeg bestand",
        "Verwijder het of begin het met kind:.",
        "Een bestand zonder inhoud is vaker een ongeluk dan een besluit en wordt dus niet overgeslagen.",
    ),
    "POL110": Entry(
        'sleutel "{key}" staat er twee keer',
        "Laat er één staan.",
        "YAML verbiedt het; de meeste programma's houden stilzwijgend de laatste, zodat mensen de eerste "
        "lezen en die niets doet.",
    ),
    "POL111": Entry(
        "alias *{alias}",
        "Schrijf de waarde uit.",
        "Wie een regel beoordeelt, moet zonder bladeren zien wat er staat. Voor apps die vaker voorkomen "
        "zijn er lijsten.",
    ),
    "POL112": Entry(
        "anker &{anchor}",
        "Haal het weg.",
        "Ankers dienen alleen voor aliassen, en die zijn verboden: elke regel zegt zelf wat hij betekent.",
    ),
    "POL113": Entry(
        "tag {tag}",
        "Haal hem weg; zet tekst tussen aanhalingstekens.",
        "Tags veranderen het soort waarde. De schema's zeggen al wat elke waarde is.",
    ),
    "POL114": Entry(
        "tweede document in één bestand",
        "Zet het in een eigen bestand.",
        "Eén bestand bevat één object; naam, geschiedenis en eigenaren van het bestand zijn dan die van het "
        "object.",
    ),
    "POL115": Entry(
        "YAML-directive",
        "Haal de regel weg.",
        "Directives (%YAML, %TAG) veranderen hoe de rest van een bestand gelezen wordt. Beleidsbestanden "
        "zijn YAML 1.2.",
    ),
    "POL116": Entry(
        'merge-sleutel "<<"',
        "Schrijf de sleutels uit.",
        "Merge-sleutels horen bij YAML 1.1 en verbergen waar een waarde vandaan komt. Wat voor alle rollen "
        "geldt, staat in organisation.yaml.",
    ),
    "POL117": Entry(
        '"{value}" betekent niet voor elk YAML-programma hetzelfde',
        "Zet tekst tussen aanhalingstekens; schrijf anders true, false of een gewoon getal.",
        "Voor programma's met YAML 1.1 zijn no, off en y onwaar of waar, is 010 acht, 12:30 750 en 1_000 "
        'duizend; voor YAML 1.2 zijn het teksten of andere getallen. NO voor Noorwegen schrijf je als "NO".',
    ),
    "POL118": Entry(
        '"{value}" is geen getal dat precies bewaard kan worden',
        "Schrijf een kleiner getal of zet het tussen aanhalingstekens.",
        "Oneindig en niet-een-getal bestaan niet in JSON, en hele getallen van meer dan 18 cijfers "
        "overleven niet elk programma.",
    ),
    "POL119": Entry(
        "een sleutel moet tekst zijn",
        "Zet de sleutel tussen aanhalingstekens.",
        "Sleutels die een lijst, object, getal, true, false of leeg zijn, zijn niet veilig te onderscheiden.",
    ),
    "POL120": Entry(
        "{limit} niveaus diep genest",
        "Maak het platter.",
        "Geen beleid heeft deze diepte nodig. Het lezen stopt hier, zodat kwaadwillende invoer niets kost.",
    ),
    "POL121": Entry(
        "meer dan {limit} waarden in één bestand",
        "Splits het bestand.",
        "Het lezen stopt hier, zodat kwaadwillende invoer niets kost.",
    ),
    "POL122": Entry(
        "bestandsnaam met verboden tekens",
        "Hernoem het bestand.",
        "Bestandsnamen komen in meldingen en rapporten. Stuurtekens, onzichtbare tekens en bytes die geen "
        "UTF-8 zijn, worden geweigerd.",
    ),
    "POL123": Entry(
        "een letter en het teken erop zijn twee tekens: {character} staat los",
        "Typ de letter opnieuw.",
        "Een letter met een teken erop kan één teken zijn of twee, en ziet er hetzelfde uit. Een naam die "
        "van een Mac is gekopieerd heeft er twee. Dan is er geen groep met die naam, want Entra vergelijkt "
        "tekens.",
    ),
    "POL124": Entry(
        "een naam is één regel zonder witruimte eromheen; hier staat {character}",
        "Schrijf de naam op één regel, zonder spatie aan het begin of einde.",
        "De naam wordt deel van de naam van een object, of wordt vergeleken met de naam van een groep. "
        "Witruimte aan de uiteinden en een regeleinde erin zijn in een portal niet te zien.",
    ),
    "POL125": Entry(
        "{directory} bevat meer dan {limit} beleidsbestanden",
        "Kijk of het de juiste map is; voeg rollen met dezelfde regels samen.",
        "Elke rol wordt met elke andere vergeleken. Het lezen stopt hier, zodat vijandige invoer niets kost.",
    ),
    "POL130": Entry('sleutel "{key}" ontbreekt', "Voeg hem toe.", _EXPECTED),
    "POL131": Entry(
        "hier horen sleutels met waarden", "Schrijf er regels `sleutel: waarde` onder.", _EXPECTED
    ),
    "POL132": Entry(
        "{value} wordt gelezen als getal of als waar/onwaar, en hier hoort tekst",
        "Zet het tussen aanhalingstekens.",
        "Zonder aanhalingstekens leest YAML 18.0 als het getal 18 en true als waar. Versies en id's zijn "
        "tekst: 18.0 en 18 zijn verschillend.",
    ),
    "POL133": Entry('"{value}" is niet een van: {allowed}', "Kies een van deze.", _EXPECTED),
    "POL134": Entry(
        '"{value}" heeft niet de juiste vorm', "Vergelijk het met het voorbeeld in het schema.", _FORM
    ),
    "POL135": Entry(
        "tekst van meer dan {limit} tekens",
        "Kort hem in.",
        "De grens is die van het veld in Intune of Entra waarin de tekst terechtkomt.",
    ),
    "POL136": Entry(
        "hier staat te weinig: ten minste {limit}", "Vul het aan of haal de sleutel weg.", _EXPECTED
    ),
    "POL137": Entry("hier staat te veel: ten hoogste {limit}", "Haal weg wat er niet hoort.", _EXPECTED),
    "POL138": Entry(
        "hetzelfde staat er twee keer",
        "Laat er één staan.",
        "Een tweede exemplaar doet niets, en wie er één verwijdert, denkt dat het weg is.",
    ),
    "POL139": Entry(
        "{value} valt buiten het bereik: de grens is {limit}", "Kies een getal daarbinnen.", _EXPECTED
    ),
    "POL140": Entry(
        '"{value}" is geen id', "Gebruik kleine letters, cijfers en koppeltekens, ten hoogste 80.", _FORM
    ),
    "POL141": Entry(
        '"{value}" is geen landcode',
        "Schrijf twee hoofdletters uit ISO 3166-1, zoals CN.",
        "Landen zijn ISO 3166-1 alpha-2-codes in hoofdletters. Zet NO tussen aanhalingstekens: sommige "
        "programma's lezen het anders als onwaar.",
    ),
    "POL142": Entry(
        '"{value}" is geen datum',
        "Schrijf hem als JJJJ-MM-DD.",
        "Datums zijn kalenderdagen zonder tijd, zoals 2026-05-01.",
    ),
    "POL143": Entry(
        '"{value}" is geen object-id van Entra',
        "Neem het object-id over uit Entra, in kleine letters.",
        "Een object-id heeft 8-4-4-4-12 hexadecimale cijfers in kleine letters.",
    ),
    "POL144": Entry('"{value}" is geen mailadres', "Schrijf het als naam@domein.", _FORM),
    "POL145": Entry(
        '"{value}" is geen percentage',
        "Schrijf een heel getal van 0 tot 100 met het teken, zoals 25%.",
        _FORM,
    ),
    "POL146": Entry(
        '"{value}" is geen versie',
        'Schrijf getallen met punten ertussen, tussen aanhalingstekens, zoals "18.0".',
        _FORM,
    ),
    "POL147": Entry(
        "{value} bestaat niet",
        "Kijk op de kalender.",
        "De vorm is die van een datum, maar die maand heeft zo'n dag niet.",
    ),
    "POL148": Entry(
        '"{value}" kan geen identificatie van dit soort zijn',
        "Neem het over uit de winkel of uit het ondertekende programma.",
        "Elke winkel heeft een eigen schrijfwijze: bundle-id's, pakketnamen, package family names, "
        "team-id's. Letters buiten ASCII komen daarin niet voor, ook niet die er hetzelfde uitzien.",
    ),
    "POL149": Entry(
        '"{word}" mengt alfabetten: {scripts}',
        "Typ het woord opnieuw.",
        "Letters uit een ander alfabet zien er hetzelfde uit maar zijn het niet: een identificatie met zo'n "
        "letter past nergens op en verbergt dat er niets geblokkeerd wordt.",
    ),
    "POL150": Entry(
        'onbekende soort "{value}"; bekend zijn: {allowed}',
        "Schrijf een van deze.",
        "De eerste sleutel van elk bestand zegt wat erin staat en bepaalt het schema.",
    ),
    "POL151": Entry(
        "uitzondering zonder einde",
        "Voeg ends: toe met een datum, ten hoogste twaalf maanden na het begin.",
        "Een uitzondering zonder einde is een wijziging van het beleid. Zij eindigt vanzelf, zodat iemand "
        "opnieuw moet afwegen.",
    ),
    "POL152": Entry(
        "uitzondering zonder akkoord",
        "Voeg approvals: toe met wie akkoord gaf, het kenmerk en de datum.",
        "Over een afwijking van het beleid besluiten mensen die dat mogen, in een stuk dat terug te vinden "
        "is.",
    ),
    "POL153": Entry(
        "rol zonder groep",
        "Voeg members: toe met groups: en ten minste één groep uit Entra.",
        "Beleid bereikt mensen via groepen. Een rol zonder groep wordt beleid dat niemand beschermt.",
    ),
    "POL154": Entry(
        "een regel heeft precies één van allow, caution, require en block",
        "Splits de regel of vul aan wat ontbreekt.",
        "Eén regel heeft één werking, zodat explain de regel kan noemen die besliste.",
    ),
    "POL156": Entry(
        "er staat niets achter de sleutel", "Vul een waarde in of haal de sleutel weg.", _EXPECTED
    ),
    "POL157": Entry(
        "een selectie heeft precies één van app, list, advisory, country en category",
        "Splits haar in meer selecties.",
        "Elke selectie vangt apps op één manier. Meer selecties in één regel tellen op; ze beperken elkaar "
        "niet.",
    ),
    "POL158": Entry(
        '"{key}" is er alleen voor Android',
        "Haal het weg.",
        "De beheervormen van Android bestaan niet op andere platforms. Schrijf bij iOS en macOS supervised: "
        "true.",
    ),
    "POL159": Entry(
        "supervisie is er alleen voor iOS- en macOS-apparaten van de organisatie",
        "Haal het weg of verbeter platform en ownership.",
        "Apple kent supervisie voor apparaten van een organisatie. Privéapparaten, Android en Windows "
        "kennen dat niet.",
    ),
    "POL160": Entry(
        'sleutel "{key}" heeft niet de juiste vorm',
        "Vergelijk hem met de voorbeelden in het schema.",
        "Sleutels van `verified` zijn platform:identificatie; instellingen heten zoals in Intune.",
    ),
    "POL161": Entry(
        "hier hoort een lijst", "Schrijf haar tussen [ ] of als regels met een streepje ervoor.", _EXPECTED
    ),
    "POL162": Entry("hier hoort tekst", "Schrijf één tekst.", _EXPECTED),
    "POL163": Entry(
        "hier hoort een heel getal", "Schrijf een heel getal zonder aanhalingstekens.", _EXPECTED
    ),
    "POL164": Entry("hier hoort true of false", "Schrijf true of false zonder aanhalingstekens.", _EXPECTED),
    "POL165": Entry(
        "hier hoort tekst, of sleutels met waarden", "Kijk naar de voorbeelden in het schema.", _EXPECTED
    ),
    "POL166": Entry("hier hoort één waarde", "Schrijf één tekst, heel getal, true of false.", _EXPECTED),
    "POL201": Entry('onbekende app "{name}"', "Zet hem in catalogue/apps/ of verbeter het id.", _REFERENCE),
    "POL202": Entry('onbekende lijst "{name}"', "Zet haar in lists/ of verbeter het id.", _REFERENCE),
    "POL203": Entry('onbekende rol "{name}"', "Zet haar in roles/ of verbeter het id.", _REFERENCE),
    "POL204": Entry(
        'onbekend advies "{name}"', "Zet het in catalogue/advisories.yaml of verbeter het id.", _REFERENCE
    ),
    "POL205": Entry(
        'onbekend land "{name}"',
        "Gebruik een code uit ISO 3166-1, zoals CN.",
        "Alleen de 249 officieel toegekende codes gelden: UK en EU zijn gereserveerd, niet toegekend (het "
        "Verenigd Koninkrijk is GB).",
    ),
    "POL206": Entry(
        'geen app heeft de categorie "{name}"', "Verbeter haar of geef een app deze categorie.", _REFERENCE
    ),
    "POL207": Entry('id "{id}" is twee keer gebruikt', "Geef een van beide een ander id.", _UNIQUE),
    "POL208": Entry(
        "geen organisatie",
        "Schrijf organisation.yaml met kind: Organisation.",
        "De organisatie zegt welke tenant beheerd wordt en welke regels voor iedereen gelden; zonder haar "
        "valt er niets te compileren.",
    ),
    "POL209": Entry(
        "tweede organisatie",
        "Laat er één staan.",
        "Een beleidsmap beheert één tenant van één organisatie. Een andere organisatie heeft een eigen map.",
    ),
    "POL211": Entry(
        '"{key}" is geen identificatie van deze app',
        "Verbeter haar of voeg de identificatie toe.",
        "Een regel onder verified zegt waar een identificatie gezien is. Past de regel nergens op, dan "
        "blijft de identificatie ongemerkt ongeverifieerd.",
    ),
    "POL212": Entry(
        'rol "{role}" heeft geen niveau van appbescherming',
        "Voeg protection: basic, enhanced of high toe, hier of bij defaults in organisation.yaml.",
        "Hoe goed werkgegevens beschermd worden, kiest de organisatie; dit programma kiest niet zelf.",
    ),
    "POL213": Entry(
        'geen map "{directory}"', "Noem haar met --policies.", "De beleidsmap bestaat niet of is geen map."
    ),
    "POL214": Entry(
        'geen beleidsbestanden in "{directory}"',
        "Noem een andere map met --policies of begin met apparaten init.",
        "Beleidsbestanden eindigen op .yaml of .yml; verborgen bestanden en mappen worden overgeslagen.",
    ),
    "POL301": Entry(
        "uitzondering {exception} eindigt voor zij begint",
        "Verbeter een van de datums.",
        "Beide datums horen bij de uitzondering: begint en eindigt zij op dezelfde dag, dan geldt zij die "
        "dag.",
    ),
    "POL302": Entry(
        "uitzondering {exception} duurt langer dan twaalf maanden",
        "Laat haar uiterlijk {latest} eindigen en besluit dan opnieuw.",
        "Een afwijking wordt ten minste elk jaar opnieuw afgewogen. Verlengen is een nieuw besluit met "
        "nieuwe akkoorden.",
    ),
    "POL303": Entry(
        'uitzondering {exception} voor rol "{role}" mist het akkoord van het bestuur: het risico is {rating}',
        "Voeg het akkoord toe van het college, het dagelijks bestuur of gedeputeerde staten.",
        "Voor een rol met een zeer hoog risico (4) besluit het bestuur zelf over afwijkingen: het college "
        "van een gemeente, het dagelijks bestuur van een gemeenschappelijke regeling of waterschap, "
        "gedeputeerde staten van een provincie.",
    ),
    "POL304": Entry(
        'rollen "{other}" en "{role}" delen groep "{group}" en hebben dezelfde prioriteit {priority}',
        "Geef een van beide een hogere prioriteit.",
        "Wie in twee rollen zit, krijgt de rol met de hoogste prioriteit. Bij gelijke prioriteit zou Intune "
        "beide toepassen en zelf kiezen.",
    ),
    "POL305": Entry(
        'groep "{group}" staat in rollen "{other}" en "{role}"',
        "Is dit de bedoeling, dan hoeft er niets te gebeuren: de rol met de hoogste prioriteit geldt.",
        "Het werkt, omdat de hogere rol buiten de lagere gehouden wordt. Meestal was een van beide bedoeld.",
    ),
    "POL306": Entry(
        'rol "{role}" heeft een allowlist op een privéapparaat ({platform})',
        "Geef dit apparaat een eigen stap, zoals enforcement: block.",
        "Op een privéapparaat ziet en stopt Intune alleen werkgegevens; het kan niet beperken welke apps er "
        "staan. Werkgegevens worden daar beschermd door appbescherming.",
    ),
    "POL307": Entry(
        'rol "{role}" heeft een allowlist op een apparaat met {platform} zonder supervisie',
        "Zet het apparaat onder supervisie (supervised: true) of kies er remove voor.",
        "Alleen op apparaten onder supervisie laat Apple beperken welke apps te openen zijn. Daarvoor is "
        "inschrijving via Apple Business Manager of Configurator nodig.",
    ),
    "POL308": Entry(
        'apps "{other}" en "{app}" delen identificatie {identifier}, en een van beide beheert apparaten',
        "Verbeter de identificatie.",
        "Wat de een blokkeert, treft ook de ander. Een beheerapp mag nooit geraakt worden; daarom wordt de "
        "catalogus geweigerd.",
    ),
    "POL309": Entry(
        'apps "{other}" en "{app}" delen identificatie {identifier} ({platform})',
        "Verbeter het of maak van beide één vermelding; een app met een nieuwe naam blijft één vermelding.",
        "Apparaten en Intune kennen een app alleen aan de identificatie: wat voor de een besloten is, "
        "gebeurt ook met de ander. Als twee regels iets anders besluiten, zou elke apply de andere ongedaan "
        "maken. Bestandsnamen van programma's mogen gedeeld worden; dat is een waarschuwing.",
    ),
    "POL311": Entry(
        "{identifiers} identificaties van {apps} apps hebben geen bron: ze dienen om te herkennen, niet om "
        "te blokkeren of toe te laten",
        "Voeg een bron toe onder verified of schrijf unverified: true in de regel.",
        "Een identificatie die alleen uit het hoofd komt, kan van een andere app zijn. Zij dient om te "
        "herkennen; een regel blokkeert er alleen mee, of laat er iets mee toe, als hij unverified: true "
        "zegt.",
    ),
    "POL312": Entry(
        'geen regel gebruikt lijst "{name}"',
        "Gebruik haar of verwijder haar.",
        "Een lijst besluit zelf niets; een regel moet haar noemen.",
    ),
    "POL313": Entry(
        'geen regel gebruikt advies "{name}"',
        "Voeg er een regel over toe of verwijder het.",
        "Een advies besluit zelf niets; een regel moet het noemen.",
    ),
    "POL314": Entry(
        "dit bestand wordt niet gelezen; het lijkt op beleid",
        "Geef het een naam die op .yaml eindigt, haal het uit de map of verwijder het.",
        "Alleen bestanden die op .yaml of .yml eindigen zijn beleid. Dit heeft zo'n einde met iets "
        "erachter, zoals editors en Windows dat maken, of begint zoals een beleidsbestand; iemand kan "
        "denken dat het geldt.",
    ),
    "POL315": Entry(
        'rollen "{other}" en "{role}" hebben dezelfde titel "{title}"',
        "Geef een van beide een andere titel.",
        "De titel is deel van de naam van elk object in Intune. In de portal zijn de objecten van deze "
        "rollen niet uit elkaar te houden.",
    ),
    "POL320": Entry(
        "versie {value} van {system} bestaat niet",
        "Schrijf een versie die er is; de nieuwste die hier bekend is, is {latest}.",
        "Een minimum dat geen apparaat haalt, maakt elk apparaat niet-conform en sluit mensen buiten hun "
        "mail. Versies die nieuwer zijn dan dit programma kent, mogen met een waarschuwing, als de maker ze "
        "ooit kan uitbrengen.",
    ),
    "POL321": Entry(
        "versie {value} van {system} bestaat niet; {likely} is {name}",
        'Schrijf "{likely}" als dat bedoeld is.',
        "Namen en nummers van versies verschillen: Windows 11 heeft versie 10.0 en is te kennen aan de "
        "build, Android 14 heeft API-niveau 34, en na iOS 18 en macOS 15 komt 26. Een minimum dat geen "
        "apparaat haalt, sluit iedereen buiten.",
    ),
    "POL322": Entry(
        "{system} {value} is nieuwer dan {latest}, de nieuwste versie die hier bekend is",
        "Kijk of zij bestaat: apparaten met een oudere versie worden niet-conform.",
        "De versies die dit programma kent, klopten toen het werd gemaakt. Een nieuwere wordt overgenomen "
        "zoals zij er staat.",
    ),
    "POL323": Entry(
        "{value} is geen patchniveau van Android",
        'Schrijf een datum zoals "2026-08-05", {first} of later.',
        "Een patchniveau is een datum. Android heeft ze elke maand sinds eind 2015.",
    ),
    "POL324": Entry(
        "geen apparaat heeft op {on} het patchniveau van {value}",
        "Schrijf een dag die al geweest is.",
        "Een patchniveau draagt de datum waarop het uitkwam. Met een datum in de toekomst wordt elk "
        "Android-apparaat niet-conform.",
    ),
    "POL325": Entry(
        "versie {value} van {system} is geschreven met nullen voor een getal",
        'Schrijf "{likely}".',
        "Geen maker schrijft een versie zo, en het is niet gedocumenteerd wat Intune ervan maakt.",
    ),
    "POL326": Entry(
        "versie {value} van {system} bestaat niet: geen van de getallen is hoger dan {limit}",
        "Verbeter het laatste getal, {name}, of laat het weg.",
        "Het laatste getal van een versie van Windows loopt op met elke update en heeft 16 bits. Met een "
        "getal dat niet haalbaar is, wordt elke pc niet-conform.",
    ),
    "POL327": Entry(
        "versie {value} van {system} bestaat niet; {likely} is {name}, en {other} is {other_name}",
        'Schrijf "{likely}" als beide systemen mogen, of anders "{other}".',
        "Windows 10 en Windows 11 hebben uitgaven met dezelfde naam. Hun versies verschillen in de build, "
        "en een minimum met de lagere build laat ook de hogere toe.",
    ),
    "POL330": Entry(
        '"{body}" beslist niet voor een organisatie van type {type}',
        "Verbeter het orgaan, of het type van de organisatie.",
        "College en raad zijn organen van een gemeente, dagelijks en algemeen bestuur van een "
        "gemeenschappelijke regeling of waterschap, gedeputeerde en provinciale staten van een provincie. "
        "Een besluit van een orgaan dat de organisatie niet heeft, is geen besluit.",
    ),
    "POL331": Entry(
        "de aanpak is all-staff, maar rollen staan op verschillende stappen ({devices}): {steps}",
        "Geef deze rollen dezelfde stap, of kies risk-based.",
        "De VNG biedt een keuze: één lijn voor iedereen, of een lijn die een risicoanalyse volgt. "
        "Verschillende stappen op hetzelfde soort apparaat zijn het tweede, en dan moet het besluit dat ook "
        "zeggen.",
    ),
    "POL332": Entry(
        'rol "{role}" heeft private-use none, maar haar Android-apparaten hebben een privékant met een open '
        "winkel",
        "Kies fully-managed, stap allowlist, of private-use limited.",
        "Een apparaat met een werkprofiel van de organisatie (COPE) heeft een eigen privékant. Onder "
        "allowlist kunnen mensen daar installeren wat ze willen, behalve de geblokkeerde apps.",
    ),
    "POL333": Entry(
        'rol "{role}" heeft private-use own, maar al haar apparaten zijn van de organisatie',
        "Voeg de eigen apparaten van deze mensen toe, of kies none of limited.",
        "Own is voor mensen die op een eigen apparaat werken. Voorwaarden en berichten zijn voor hen anders "
        "dan voor een apparaat in bruikleen.",
    ),
    "POL334": Entry(
        "uitzondering {exception} dient geen primaire taak en duurt langer dan drie maanden",
        "Laat haar uiterlijk {latest} eindigen, of toon de primaire taak die zij dient.",
        "Het advies laat ruimte voor een uitzondering als een app nodig is voor een primaire taak. Zonder "
        "zo'n taak neemt dit hulpmiddel drie maanden als langste tijd waarna de noodzaak opnieuw wordt "
        "afgewogen.",
    ),
    "POL335": Entry(
        "uitzonderingen {other} en {exception} geven dezelfde tekst bij de alternatieven",
        "Schrijf welke alternatieven voor deze uitzondering zijn bekeken.",
        "Alternatieven worden per geval afgewogen. Een gekopieerde tekst laat zien dat dat niet is gebeurd.",
    ),
    "POL350": Entry(
        "bij {count} apps staat confirmed, terwijl de grond uit het hoofd komt (recalled): {apps}",
        "Geef basis een bron, of schrijf confidence: recalled.",
        "Een land dat iemand zich alleen herinnert is geen reden om een hele klasse apps te blokkeren: een "
        "raad kan het niet nagaan. Met confidence: recalled is de app alleen geblokkeerd waar een regel, "
        "een lijst of een advies hem noemt.",
    ),
    "POL351": Entry(
        "{count} apps vallen buiten {what}, want het land van beheer komt uit het hoofd, zonder bron: {apps}",
        "Zoek een bron voor basis en maak er confirmed van, of blokkeer de apps op naam.",
        "Een regel over een land of over de landen van een advies geldt voor apps waarvan het land "
        "bevestigd is. Komt het uit het hoofd, dan waarschuwt het alleen, en blokkeert het waar een regel, "
        "een lijst of een advies de app noemt.",
    ),
    "POL352": Entry(
        "{count} identificaties op {platform} blokkeren op zwak bewijs",
        "Dat zijn: {identifiers}. Zoek een bron die na te gaan is en haal weak: true weg.",
        "Ze zijn gezien in openbare code waarvan het adres niet is bewaard, of in één enkele lijst. Ze "
        "blokkeren, want een verkeerde raakt meestal niets. Ze laten nooit een app toe.",
    ),
    "POL353": Entry(
        "{count} apps zijn als app gestopt, terwijl hun website open blijft",
        "Dat zijn: {apps}. Geef apparaten export domains aan een DNS-filter of een proxy.",
        "Beleid over apps zegt niets over een browser, en elke telefoon heeft er een. Niets wat hier wordt "
        "gemaakt blokkeert een website; apparaten export domains schrijft de lijst voor iets dat dat wel "
        "doet.",
    ),
    "POL354": Entry(
        "{domain} van de geblokkeerde app {app} omvat ook {other}, de website van de toegestane app "
        "{approved}",
        "Schrijf een smaller domein, of aanvaard dat de website van de toegestane app ook dicht is.",
        "Een filter dat een domein blokkeert, blokkeert ook de subdomeinen. De lijst houdt het geblokkeerde "
        "domein: weigeren gaat voor.",
    ),
    "POL360": Entry(
        "geen antwoord van {host}: {problem}",
        "Probeer het opnieuw met een verbinding met het internet, of zoek de apps zelf op in de App Store.",
        "catalogue resolve vraagt het aan de openbare opzoekdienst van Apple. Daar is geen account voor "
        "nodig. Een proxy komt uit de omgeving (HTTPS_PROXY).",
    ),
    "POL361": Entry(
        "{host} antwoordde met HTTP-status {status}",
        "Wacht enkele minuten en probeer het opnieuw; Apple neemt ongeveer twintig verzoeken per minuut aan.",
        "De openbare opzoekdienst van Apple geeft 403 of 429 aan wie te vaak vraagt. Wat eerder gevonden "
        "was, wordt niet getoond.",
    ),
    "POL362": Entry(
        "het antwoord van {host} is niet wat de documentatie zegt: {problem}",
        "Kijk of er een proxy of een aanmeldpagina tussen zit.",
        "De opzoekdienst antwoordt met JSON: resultCount, en results met trackId en bundleId. Er kwam iets "
        "anders.",
    ),
    "POL363": Entry(
        "{host} antwoordde niet binnen {seconds} seconden in totaal",
        "Probeer het opnieuw, of geef meer tijd met --seconds.",
        "De tijdslimiet geldt voor alle verzoeken en de pauzes ertussen samen.",
    ),
    "POL391": Entry(
        "in {directory} staat het beleid van {count} organisaties: {names}",
        "Zeg welke: --organisation {first}, meer met komma's ertussen, of all.",
        "Elke map met een organisation.yaml is een organisatie; in een map shared staat wat zij gemeen "
        "hebben. Een opdracht is voor één organisatie, tenzij je er meer noemt.",
    ),
    "POL392": Entry(
        'organisatie "{name}" is er niet in {directory}',
        "Deze zijn er: {names}",
        "De mappen in een beleidsmap met een organisation.yaml erin zijn haar organisaties; --organisation "
        "noemt mappen.",
    ),
    "POL393": Entry(
        'map "{folder}" bevat organisatie "{id}"',
        "Geef map en organisatie dezelfde naam.",
        "Merktekens in de tenant, planbestanden en logboeken gaan op het id van de organisatie, opdrachten "
        "op haar map. Met twee namen past iemand vroeg of laat op de verkeerde toe.",
    ),
}
