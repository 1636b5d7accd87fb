"""Wat een plan weigert om de mensen en apparaten die rollen, uitzonderingen en eisen in de tenant aantreffen."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN085": Entry(
        'rollen "{first}" en "{second}" hebben dezelfde prioriteit {priority} en delen {people} mensen en {devices} apparaten',
        "Geef een van beide een hogere prioriteit, of zorg dat niemand in de groepen van allebei zit.",
        "Iedereen krijgt het beleid van één rol: die met de hoogste prioriteit. Bij gelijke getallen gaat geen van beide voor, dus krijgen "
        "deze mensen beide. Bij naleving en app-beveiliging geldt dan per instelling de strengste waarde; bij beperkingen van apparaten "
        "toont Intune een conflict en is niets zeker.",
    ),
    "PLN086": Entry(
        'uitzondering {exception} is voor groep "{group}", waarvan {people} van de {all} mensen niet in rol "{role}" zitten',
        "Haal deze mensen uit de groep, zet ze in de groep van de rol, of schrijf de uitzondering voor hun eigen rol.",
        "Een uitzondering is afgewogen voor het werk en het risico van één rol. Mensen daarbuiten zouden het beleid van die rol krijgen, "
        "en de app.",
    ),
    "PLN087": Entry(
        "os-minimum {version} voor {platform}: geen van de {devices} apparaten heeft die versie, de nieuwste in de tenant heeft {newest}",
        "Vraag een versie die bestaat en die uw apparaten kunnen installeren.",
        "Geen apparaat van dit platform in de hele tenant heeft deze versie of een latere. Na de respijttijd zou geen van deze apparaten "
        "voldoen, of mensen in hun apps laten.",
    ),
}
