"""Wat AppLocker open laat of dichtzet, en apps die het beleid vraagt en de tenant niet heeft."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "KND410": Entry(
        'de lijst van toegestane apps van rol "{role}" geldt op Windows nog niet: alleen geblokkeerde apps worden geweerd',
        "Zet `applocker: enforce` op deze apparaten als de lijst klopt. De lijst zou {count} {count:app|apps} meer weren: {apps}. Van "
        "{left} {left:andere|andere} hangt het ervan af waar of hoe ze zijn geïnstalleerd: {unsure}.",
        "Een lijst die niet klopt, neemt mensen hun werk af. Daarom geldt de lijst pas als iemand dat zegt. Een verzameling regels van "
        "AppLocker kijkt als geheel toe of dwingt als geheel af: met een lijst die alleen meekijkt, zouden ook geblokkeerde apps starten. "
        "Zolang gelden dus de regels van stap remove, en niets schrijft op wat de lijst zou weren. Wilt u dat eerst zien, maak dan "
        "een eigen rol voor een proefgroep, met `enforcement: monitor` en `applocker: audit`: daar wordt niets geweerd en staat alles in "
        "het AppLocker-logboek.",
    ),
    "KND411": Entry(
        "deze programma's zijn op Windows alleen aan hun bestandsnaam te herkennen en starten onder een andere naam: {apps}",
        "Zet bij `publishers` in de catalogus wie ze ondertekent; `Get-AppLockerFileInformation` toont dat. Rollen: {roles}.",
        "Een regel op uitgever geldt hoe het bestand ook heet. Daarvoor is de volledige uitgever nodig, zoals `O=TELEGRAM FZ-LLC, L=DUBAI, "
        "C=AE`, of de naam op het certificaat: uit een losse bedrijfsnaam komt geen regel. Een afgedwongen lijst van toegestane apps houdt "
        "ook een hernoemd programma tegen, behalve in een map van Windows of in Program Files.",
    ),
    "KND412": Entry(
        'elk programma van "{publisher}" wordt geweerd op Windows, ook wat de catalogus niet kent: {roles}',
        "Er hoeft niets te gebeuren. Sta een app van deze maker toe, en de andere worden op naam geweerd.",
        "Elke app van deze maker in de catalogus is voor deze rollen geblokkeerd. Een regel voor de hele maker geldt hoe een bestand ook "
        "heet, en voor programma's waarvan niemand de naam kent.",
    ),
    "KND415": Entry(
        'AppLocker-regels van rol "{role}" doen niets zolang de service Application Identity niet draait',
        "Laat die op een andere manier starten, zoals met een herstelscript: `sc.exe config appidsvc start=auto`.",
        "Deze organisatie zegt onder `assumptions` dat Intune de service in haar tenant niet start. Zolang die stilstaat, houdt Windows "
        "geen programma tegen, wat de regels ook zeggen.",
    ),
    "PLN080": Entry(
        "{count} goedgekeurde {count:app|apps} voor {platform} {count:staat|staan} niet in de tenant: {apps}",
        "Voeg ze toe in Intune als mensen ze zelf moeten kunnen installeren; het volgende plan wijst ze toe.",
        "Er is gezocht op elke identificatie uit de catalogus die apps in Intune hebben: op Windows het id in de Microsoft Store "
        "(`store-ids`), de productcode van een MSI (`product-codes`) en de package family name, op macOS de bundle-id, en op beide de "
        "naam van de app in uw Intune (`intune-names`). Tussen haakjes staan de rollen.",
    ),
    "PLN081": Entry(
        "{count} geblokkeerde {count:app|apps} voor {platform} {count:staat|staan} niet in de tenant, dus Intune haalt {count:die|ze} "
        "nergens weg: {apps}",
        "Er hoeft niets te gebeuren. Intune haalt weg wat het installeerde; wat de app verder tegenhoudt, staat in het beleid.",
        "Weghalen kan Intune alleen een app die de tenant heeft. Een kopie die iemand zonder Intune installeerde, blijft hoe dan ook op "
        "het apparaat. Tussen haakjes staan de rollen.",
    ),
}
