"""Tenants in een bestand, en veel tenants in één keer."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA570": Entry(
        "onbekend: {message} staat niet in de momentopname",
        "Maak een nieuwe momentopname, of maak het plan op de tenant zelf.",
        "Een momentopname geeft alleen antwoord op wat is gevraagd toen zij werd gemaakt. Wat er niet in staat is onbekend, niet afwezig; "
        "er komt dus geen plan.",
    ),
    "GRA571": Entry(
        'groep "{name}" is onbekend: zij staat niet in de momentopname van {date}',
        "Maak een nieuwe momentopname met dit beleid, of met --groups all.",
        "In een momentopname staan de groepen die het beleid toen noemde, en de groepen waaraan in de tenant iets was toegewezen. Of een "
        "andere groep bestaat, is er niet uit op te maken. Een toewijzing zonder die groep zou verkeerd zijn, dus komt er geen plan. Een "
        "momentopname met --groups all kent elke groep van de tenant; alle leden lezen kan lang duren.",
    ),
    "GRA572": Entry(
        "instelling {definition} is onbekend: zij staat niet in de momentopname van {date}",
        "Maak een nieuwe momentopname met deze versie van apparaten.",
        "Een plan zoekt elke instelling uit de instellingencatalogus op waar het op steunt. In de momentopname staan de instellingen die "
        "haar versie kon gebruiken; of de tenant deze heeft, is er niet uit op te maken.",
    ),
    "GRA573": Entry(
        "de momentopname van {date} is met een andere versie gemaakt ({found}; dit is {ours})",
        "Maak een nieuwe met deze versie.",
        "Versies verschillen in de soorten objecten die zij kennen en in wat zij daarvan lezen. Wat een andere niet las, is onbekend.",
    ),
    "GRA574": Entry(
        'de momentopname van {date} is voor organisatie "{found}" gemaakt',
        "Maak er een met dit beleid.",
        "Welke objecten van ons zijn, volgt uit de organisatie in hun merkteken. In een momentopname staan de objecten van de organisatie "
        "waarvoor zij is gemaakt in hun geheel; van al het andere alleen de naam.",
    ),
    "GRA575": Entry(
        "de momentopname van {date} is {days} dagen oud",
        "Maak een nieuwe: apparaten snapshot -o FILE. Na {limit} dagen zegt elk plan dit.",
        "Een plan op een momentopname laat zien wat er toen veranderd zou zijn. Apply leest de tenant zelf, dus er wordt niets verkeerds "
        "uitgevoerd; maar wie een oud plan beoordeelt, beoordeelt iets dat misschien niet meer klopt.",
    ),
    "GRA576": Entry(
        "het bestand is geen momentopname (bij {pointer})",
        "Maak een nieuwe: apparaten snapshot -o FILE.",
        "Een momentopname is een JSON-document met een vaste vorm (schemas/snapshot.json); dit is er geen, of het is afgebroken.",
    ),
    "GRA577": Entry(
        "de momentopname is gewijzigd nadat zij werd gemaakt",
        "Maak een nieuwe: apparaten snapshot -o FILE.",
        "Een momentopname draagt een controlegetal over alles wat erin staat. Hier klopt dat niet, dus iemand of iets heeft het bestand "
        "gewijzigd. Het wordt niet gebruikt.",
    ),
    "GRA578": Entry(
        "de momentopname heeft vorm {found}; deze versie leest vorm {known}",
        "Maak een nieuwe met deze versie.",
        "De vorm van het bestand is genummerd. Een vorm die deze versie niet kent, wordt niet geraden.",
    ),
    "GRA579": Entry(
        "op een momentopname is niets toe te passen",
        "Noem de tenant zelf: --tenant real.",
        "Een momentopname is een tenant zoals hij was, om uit te lezen. Maak er een plan op, laat dat beoordelen en pas het toe op de "
        "tenant: apply maakt het plan opnieuw en gaat alleen door als het controlegetal nog hetzelfde is.",
    ),
    "GRA580": Entry(
        "uit de momentopname zijn waarden weggelaten: {names}",
        "Een plan haalt ze weg; kijk in Intune wat het zijn als iemand ze nodig heeft.",
        "Iemand heeft aan een object van ons een eigen instelling toegevoegd. De waarde kan een geheim zijn; daarom wordt die niet gelezen "
        "en staat die in geen plan, journaal of bestand: elk plan toont **** op die plaats.",
    ),
    "GRA581": Entry(
        "aan {organisation} is niet begonnen: de tijd ({minutes} minuten) was om",
        "Draai hem opnieuw, of geef meer tijd met --deadline.",
        "De tijd geldt voor alle organisaties samen. Een organisatie die dan nog wordt gelezen, stopt; een organisatie waarin wordt "
        "geschreven, maakt het object af waarmee zij bezig is; aan de rest wordt niet begonnen. Een volgende keer gaat verder waar deze "
        "ophield.",
    ),
    "GRA582": Entry(
        'organisaties "{first}" en "{second}" noemen dezelfde tenant {tenant}',
        "Verbeter bij een van beide het id van de tenant.",
        "Elke organisatie heeft haar eigen vergrendeling en logboek. Twee die in dezelfde keer in één tenant schrijven, zien elkaar niet.",
    ),
    "GRA583": Entry(
        "er is geen beoordeeld plan voor {organisation}: {file} ontbreekt",
        "Maak het: apparaten --organisation {organisation} plan -o {file}",
        "Voor meer organisaties neemt apply een map met per organisatie één plan, en voert alleen uit wat daarin staat.",
    ),
    "GRA584": Entry(
        "{organisation} eindigde met een fout van apparaten zelf ({problem})",
        "De andere organisaties hebben er geen last van. Draai hem alleen met APPARATEN_DEBUG=1 en meld wat er staat.",
        "Een organisatie houdt een andere nooit tegen. Wat al was geschreven, staat in het logboek; maak opnieuw een plan om te zien hoe "
        "het ervoor staat.",
    ),
    "GRA585": Entry(
        "aan {organisation} is niet begonnen: er is onderbroken",
        "Draai hem opnieuw.",
        "Ctrl-C laat elke organisatie het verzoek afmaken waarmee zij bezig is, en begint aan geen andere. Een volgende keer gaat verder "
        "waar deze ophield.",
    ),
    "POL391": Entry(
        "in {directory} staat het beleid van {count} organisaties: {names}",
        "Zeg welke: --organisation {first}, meer met komma's ertussen, of all.",
        "Elke map met een organisation.yaml is een organisatie; in een map shared staat wat zij gemeen hebben. Een opdracht is voor één "
        "organisatie, tenzij je er meer noemt.",
    ),
    "POL392": Entry(
        'organisatie "{name}" is er niet in {directory}',
        "Deze zijn er: {names}",
        "De mappen in een beleidsmap met een organisation.yaml erin zijn haar organisaties; --organisation noemt mappen.",
    ),
    "POL393": Entry(
        'map "{folder}" bevat organisatie "{id}"',
        "Geef map en organisatie dezelfde naam.",
        "Merktekens in de tenant, planbestanden en logboeken gaan op het id van de organisatie, opdrachten op haar map. Met twee namen "
        "past iemand vroeg of laat op de verkeerde toe.",
    ),
    "cli.snapshot.header": "momentopname   van {date}, {age}",
    "cli.snapshot.age": "{n} dag oud|{n} dagen oud",
    "cli.snapshot.today": "nog geen dag oud",
    "cli.snapshot.written": "Momentopname geschreven naar {file}: {objects}, {groups}, {people}, {devices}.",
    "cli.snapshot.nobody": "Mensen en apparaten zijn er nummers in. Bewaar het zo vertrouwelijk als een ledenlijst: wie een kleine groep "
    "kent, weet wie er bedoeld is.",
    "cli.fleet.progress": "{done} van {total}: {organisation} ...",
    "cli.fleet.heading": "== {organisation}",
    "cli.fleet.column.organisation": "organisatie",
    "cli.fleet.column.result": "uitkomst",
    "cli.fleet.column.changes": "wijzigingen",
    "cli.fleet.column.people": "mensen",
    "cli.fleet.result.kept": "bewaard",
    "cli.fleet.result.no-changes": "ongewijzigd",
    "cli.fleet.result.valid": "in orde",
    "cli.fleet.result.in-place": "in orde",
    "cli.fleet.result.planned": "gepland",
    "cli.fleet.result.applied": "toegepast",
    "cli.fleet.result.partly": "deels",
    "cli.fleet.result.refused": "geweigerd",
    "cli.fleet.result.failed": "mislukt",
    "cli.fleet.result.waiting": "wacht",
    "cli.fleet.result.crashed": "vastgelopen",
    "cli.fleet.result.not-begun": "niet begonnen",
    "cli.fleet.plans": "De plannen staan in {folder}. Zo pas je ze toe:",
    "cli.fleet.total": "{good} van {total} organisaties gingen goed.",
    "cli.fleet.all-well": "Alle {total} organisaties gingen goed.",
    "cli.fleet.rest": "Niet: {names}",
    "GRA587": Entry(
        "{path} is geen gewoon bestand van hoogstens {limit} MiB",
        "Noem het bestand dat door plan -o, snapshot -o of snapshot --record is geschreven.",
        "Pijpen, apparaten en mappen worden niet gelezen: er komt mogelijk geen einde aan. Geen plan, snapshot of opname van ons is "
        "groter.",
    ),
}
