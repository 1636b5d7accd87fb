"""Grenzen aan wat mensen hebben, en wat eerdere keren daarvan vertellen."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN030": Entry(
        "dit VERSOEPELT de bescherming van {measured} van de mensen, meer dan {limit}",
        "Zoek de regels in hoofdletters. Is dit de bedoeling, hef de grens dan eenmalig op met {override} en de digest van dit plan.",
        "Geteld zijn mensen die een soort object verliezen, of van wie de objecten straks minder tegenhouden dan wat zij nu hebben: een "
        "app die niet meer geblokkeerd is, een schakelaar die opengaat, een lager minimum, een mildere rol. Een waarde waarvan niemand "
        "weet of zij milder is telt ook mee. Het gaat om de mensen in beheer (PLN021), en wat in de window-days ervoor is versoepeld telt "
        "mee, achter een plus. De grens is max-loosened in organisation.yaml, of max-people als die er niet staat.",
    ),
    "PLN031": Entry(
        "een gewijzigde toewijzing LAAT mensen achter zonder iets in de plaats (mensen, of apparaten zonder mensen: {measured})",
        "Kijk of een rol de juiste groep heeft. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Zij hebben nu een object van een soort, het object blijft, en zij hebben straks geen van die soort. Dat gebeurt als een rol een "
        "andere groep krijgt, of als een groep wordt uitgesloten van een hogere rol die de soort niet heeft. Een apparaat zonder enig "
        "nalevingsbeleid geldt als conform.",
    ),
    "PLN032": Entry(
        "{measured} van de apparaten voldoen niet aan wat voortaan wordt gevraagd, meer dan {limit}",
        "Vergelijk os-minimum met de versies die in gebruik zijn. Is dit de bedoeling, gebruik dan {override} met de digest van dit plan.",
        "Hun besturingssysteem is ouder dan het nieuwe minimum en was niet ouder dan het vorige. Zo'n apparaat wordt niet-conform, of zijn "
        "apps houden mensen buiten, zodra de uitsteltijd om is. De grens is max-devices in organisation.yaml.",
    ),
    "PLN033": Entry(
        "de groepen van een rol die verandert zijn leeggeraakt of gekrompen (rollen: {measured})",
        "Kijk in Entra wie er ontbreekt. Is wie over is iedereen die bedoeld is, gebruik dan {override} met de digest van dit plan.",
        "De rol bereikt veel minder mensen of apparaten dan toen haar objecten het laatst werden geschreven; de waarschuwingen PLN035 "
        "zeggen hoeveel. Een wijziging die nu niemand bereikt, bereikt iedereen zodra de groep weer gevuld is. "
        "Daarom telt wie ontbreekt overal mee.",
    ),
    "PLN034": Entry(
        "deze grenzen gelden nog niet: {asked}; de tenant is het laatst toegepast met {held}",
        "Pas de nieuwe grenzen toe in een wijziging op zichzelf.",
        "Een grens wordt verhoogd met een plan dat verder niets in de tenant wijzigt, ook geen naam of tekst: pas eerst de rest toe, en "
        "daarna nog een keer. Tot die tijd wordt het plan gehouden tegen de grenzen die onze objecten in de tenant onthouden. Een grens "
        "die omlaag gaat geldt meteen.",
    ),
    "PLN035": Entry(
        'rol "{role}" bereikt {people_now} mensen en {devices_now} apparaten; bij de laatste apply {people_then} en {devices_then}',
        "Kijk in Entra of haar groepen zijn zoals het hoort.",
        "Een groep is leeggeraakt, of meer gekrompen dan een grens toestaat, zonder wijziging van het beleid. Wie eruit ging is de "
        "objecten van de rol al kwijt. Onze objecten onthouden hoeveel mensen en apparaten zij bereikten toen zij het laatst "
        "werden geschreven.",
    ),
    "PLN036": Entry(
        '"{name}" is een groep apparaten ({devices}), en hier is een groep mensen bedoeld',
        "Noem een groep mensen, en zet de apparaten onder `groups` van een soort apparaat van de rol.",
        "App-bescherming volgt mensen: Intune geeft haar aan niemand in een groep apparaten. Wat verder wordt toegewezen zou de apparaten "
        "bereiken, maar niemand is dan uit te sluiten: Intune sluit geen mensen uit van een groep apparaten, en geen apparaten van een "
        "groep mensen.",
    ),
    "PLN037": Entry(
        'in "{name}" zitten zowel mensen ({people}) als apparaten ({devices})',
        "Maak voor elk van de twee een groep.",
        "Intune geeft een object aan allebei, waar de soort dat toelaat, en sluit alleen binnen één soort uit: wie als mens is uitgesloten "
        "houdt het object op een apparaat dat zelf in de groep zit. App-bescherming bereikt alleen de mensen. Het plan telt zoals Intune.",
    ),
    "PLN038": Entry(
        '"{name}" is een groep mensen ({people}), en hier is een groep apparaten bedoeld',
        "Noem een groep apparaten, of laat `groups` weg: dan worden de mensen van de rol toegewezen.",
        "Objecten voor groepen apparaten sluiten geen beschermde groep uit en hebben geen filter dat privé-apparaten tegenhoudt, omdat "
        "Intune daar geen van beide nakomt. Voor mensen zouden ze zonder die twee gelden. AppLocker is alleen voor apparaten en zou "
        "niemand bereiken.",
    ),
    "PLN039": Entry(
        "de tenant zegt dat {total} accounts actief zijn, en in de gelezen groepen zitten {seen} actieve mensen",
        "Plan opnieuw. Blijft het zo, kijk dan naar wat er tussen deze machine en Graph staat.",
        "Een van de twee antwoorden is afgekapt of oud. Een plan zou te weinig mensen tellen zonder het te weten, dus is er geen. Mensen "
        "van wie Graph accountEnabled niet toont zitten er niet bij (PLN049).",
    ),
    "PLN049": Entry(
        "Graph zegt niet wat de eigenschap {property} van {count} van de {total} is: die is leeg of onbekend",
        "Kijk of de toepassing {permission} heeft, met toestemming van een beheerder. Zo ja, vul de eigenschap dan in.",
        "Wie een lege eigenschap heeft, geldt niet als wat die zou zeggen: niet als actief account, als lid of als apparaat van de "
        "organisatie, en ook niet als het omgekeerde. In de aandelen van de guards telt zo iemand mee waar het plan iets voor hem "
        "verandert, en maakt geen aandeel kleiner. Een lege userType is geen vraag als de user principal name zegt wie is uitgenodigd "
        "(#EXT#).",
    ),
    "PLN050": Entry(
        "rol {role} heeft risico {rating} van 4, en {people} mensen ({devices} apparaten) krijgen MINDER BESCHERMING: {what}",
        "Ga na of dit de bedoeling is van wie verantwoordelijk is voor het risico van deze rol.",
        "De grenzen van de guards zijn aandelen van alle mensen in beheer, dus wat een kleine rol verliest blijft eronder. Daarom zegt elk "
        "plan dat iets versoepelt voor zo'n rol dat erbij. Er is geen vlag voor nodig.",
    ),
    "PLN052": Entry(
        "rol {role} is beschermd (protect: true), en {people} mensen ({devices} apparaten) krijgen MINDER BESCHERMING: {what}",
        "Ga na of dit de bedoeling is van wie verantwoordelijk is voor het risico van deze rol.",
        "De grenzen van de guards zijn aandelen van alle mensen in beheer, dus wat een kleine rol verliest blijft eronder. Daarom zegt elk "
        "plan dat iets versoepelt voor zo'n rol dat erbij. Er is geen vlag voor nodig.",
    ),
    "cause.kind.limits": "grenzen van de guards",
}
