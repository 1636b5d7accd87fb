"""Wat een beleid over zijn eigen besluiten zegt, en moet waarmaken."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.type-here": "het soort organisatie",
    "label.not-primary": "geen primaire taak",
    "label.allowed-here": "hier toegestaan",
    "POL330": Entry(
        '"{body}" beslist niet voor een organisatie van type {type}',
        "Verbeter het orgaan, of het type van de organisatie.",
        "College en raad zijn organen van een gemeente, dagelijks en algemeen bestuur van een gemeenschappelijke regeling of waterschap, "
        "gedeputeerde en provinciale staten van een provincie. Een besluit van een orgaan dat de organisatie niet heeft, is geen besluit.",
    ),
    "POL331": Entry(
        "de aanpak is all-staff, maar rollen staan op verschillende stappen ({devices}): {steps}",
        "Geef deze rollen dezelfde stap, of kies risk-based.",
        "De VNG biedt een keuze: één lijn voor iedereen, of een lijn die een risicoanalyse volgt. Verschillende stappen op "
        "hetzelfde soort apparaat zijn het tweede, en dan moet het besluit dat ook zeggen.",
    ),
    "POL332": Entry(
        'rol "{role}" heeft private-use none, maar haar Android-apparaten hebben een privékant met een open winkel',
        "Kies fully-managed, stap allowlist, of private-use limited.",
        "Een apparaat met een werkprofiel van de organisatie (COPE) heeft een eigen privékant. Onder allowlist kunnen mensen daar "
        "installeren wat ze willen, behalve de geblokkeerde apps.",
    ),
    "POL333": Entry(
        'rol "{role}" heeft private-use own, maar al haar apparaten zijn van de organisatie',
        "Voeg de eigen apparaten van deze mensen toe, of kies none of limited.",
        "Own is voor mensen die op een eigen apparaat werken. Voorwaarden en berichten zijn voor hen anders dan voor een apparaat in "
        "bruikleen.",
    ),
    "POL334": Entry(
        "uitzondering {exception} dient geen primaire taak en duurt langer dan drie maanden",
        "Laat haar uiterlijk {latest} eindigen, of toon de primaire taak die zij dient.",
        "Het advies laat ruimte voor een uitzondering als een app nodig is voor een primaire taak. Zonder zo'n taak neemt dit hulpmiddel "
        "drie maanden als langste tijd waarna de noodzaak opnieuw wordt afgewogen.",
    ),
    "POL335": Entry(
        "uitzonderingen {other} en {exception} geven dezelfde tekst bij de alternatieven",
        "Schrijf welke alternatieven voor deze uitzondering zijn bekeken.",
        "Alternatieven worden per geval afgewogen. Een gekopieerde tekst laat zien dat dat niet is gebeurd.",
    ),
    "RES213": Entry(
        "het besluit {reference} waarop dit beleid rust is van {date}, na {on}",
        "Pas toe na het besluit, of verbeter de datum.",
        "approach.decision noemt het besluit waarmee de organisatie dit beleid vaststelde. Op {on} is dat nog niet genomen.",
    ),
    "RES214": Entry(
        'rol "{role}" werkt met gegevens van zeer hoog risico en mag apps gebruiken die veel van het apparaat lezen: {apps}',
        "Blokkeer deze apps voor de rol, of schrijf bij because: waarom ze nodig zijn.",
        "data-access in de catalogus zegt waartoe een app toegang vraagt. Een app die contacten, bestanden, berichten, foto's of "
        "toetsaanslagen leest, leest ook werkgegevens die op hetzelfde apparaat staan.",
    ),
}
