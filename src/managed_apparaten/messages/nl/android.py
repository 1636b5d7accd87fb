"""Wat een Android-winkel, of een apparaat zonder gebruiker, met apps doet: welke opengaan, welke openblijven, wat er eerst moet zijn."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cause.kind.play-store": "play-store: {value}",
    "cause.kind.installed-instead": "een gedeeld apparaat heeft geen gebruiker die een app kan kiezen",
    "KND384": Entry(
        "op {platform} zijn apps niet aan te bieden aan apparaatgroepen, dus {count} goedgekeurde {count:app|apps} niet: {apps} ({roles})",
        "Schrijf `require:` voor de apps die er moeten zijn.",
        "Intune stelt een app beschikbaar aan groepen mensen. Een apparaatgroep die een app beschikbaar krijgt, krijgt niets, behalve op "
        "Android-apparaten die volledig worden beheerd of een werkprofiel hebben (Microsoft Learn, Assign apps to groups). Daarom wordt "
        "zo'n toewijzing niet gemaakt: het zou lijken of de app werd aangeboden. Wat een regel verplicht, wordt geïnstalleerd.",
    ),
    "KND390": Entry(
        'rol "{role}" opent de hele Play Store op haar Android-apparaten: mensen kunnen elke app installeren',
        "Haal `play-store: open` weg als toegewezen apps genoeg zijn.",
        "Zonder deze regel toont de beheerde Play Store alleen toegewezen apps, ook in een tenant zonder enig beleid. Met deze regel toont "
        "`playStoreMode: blockList` alle apps, behalve die zijn toegewezen om te verwijderen. Apparaten van deze rol kunnen dus meer apps "
        "krijgen dan voordat er beleid was.",
    ),
    "KND392": Entry(
        'rol "{role}" opent de Play Store voor een deel van de Android-apparaten, en niet voor andere van dezelfde groepen',
        "Schrijf `play-store: open` bij al deze apparaten, of geef de andere eigen apparaatgroepen.",
        "Al deze apparaten krijgen één object, en dat heeft één winkel. Er gaat niets open waar niet om is gevraagd: de winkel toont "
        "alleen toegewezen apps tot dit is hersteld.",
    ),
    "KND393": Entry(
        'rol "{role}" heeft een allowlist op Android-apparaten waarvoor zij de Play Store opent',
        "Haal `play-store: open` weg, of kies een lagere stap voor deze apparaten.",
        "Een allowlist toont goedgekeurde apps en verwijdert alle andere. Een open winkel toont elke app. Beide tegelijk kan niet.",
    ),
    "KND394": Entry(
        "{devices}: {count} goedgekeurde {count:app gaat|apps gaan} pas open als beheerde Google Play {count:die|ze} heeft: {names} "
        "({roles})",
        "Voeg ze toe in het Intune-beheercentrum. Het plan noemt de apps die er niet zijn.",
        "De werkwinkel van deze apparaten toont op elke stap alleen toegewezen apps, en Intune wijst alleen toe wat de tenant heeft. Een "
        "app komt daar vanuit beheerde Google Play. De Bedrijfsportal, Intune en Authenticator staan niet in deze lijst: die komen mee "
        "met de inschrijving.",
    ),
    "KND395": Entry(
        "zonder gedeelde-apparaatmodus van Entra komt op gedeelde Android-apparaten niemand bij beschermde gegevens: {roles}",
        "Schrijf deze apparaten in met de gedeelde-apparaatmodus van Entra als mensen zich erop aanmelden.",
        "Een gedeeld apparaat heeft geen gebruiker. Voorwaardelijke toegang vraagt om een apparaat dat voldoet van wie zich aanmeldt, en "
        "alleen de gedeelde-apparaatmodus vertelt welk apparaat dat is. Een toegangscode wordt alleen geëist waar het beleid er een noemt; "
        "die wordt dan ook op het apparaat ingesteld. In kioskmodus wordt erom gevraagd. Buiten kioskmodus vraagt niemand erom: stel de "
        "code in bij de uitgifte.",
    ),
    "PLN041": Entry(
        "{count} goedgekeurde {count:Android-app staat|Android-apps staan} niet in de tenant: {apps}",
        "Voeg ze toe in het Intune-beheercentrum en laat Intune synchroniseren; het volgende plan wijst ze toe.",
        "Een Android-app komt vanuit beheerde Google Play in de tenant. De winkel van deze apparaten toont alleen toegewezen apps, dus "
        "niemand kan deze apps installeren tot ze er zijn.",
    ),
    "PLN042": Entry(
        "de Play Store is open en biedt {count} geblokkeerde {count:app|apps} aan, die de tenant niet heeft: {apps}",
        "Voeg ze toe in het Intune-beheercentrum en plan opnieuw, of haal `play-store: open` weg.",
        "Met een open winkel blijft een app van een Android-apparaat af door een toewijzing om te verwijderen, en alleen een app die de "
        "tenant heeft is toe te wijzen. De actie `androidManagedStoreAccountEnterpriseSettings/addApps` van Graph voegt er meer tegelijk "
        "toe, per package.",
    ),
}
