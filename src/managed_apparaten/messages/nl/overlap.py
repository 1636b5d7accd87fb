"""Eén object, één wijziging: twee delen van een beleid die over hetzelfde object van de tenant gaan."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN065": Entry(
        '"{first}" en "{second}" zijn in de tenant één object: {name}',
        "Laat één van de twee regels beslissen: verbeter de identificatie of maak er één vermelding van.",
        "Een object in de tenant krijgt één wijziging. Twee zouden elkaar bij elke apply ongedaan maken, en mensen zouden hebben wat het "
        "laatst is geschreven.",
    ),
    "PLN066": Entry(
        'twee onderdelen van dit beleid hebben het adres "{first}"',
        "Geef een van beide een andere naam.",
        "Aan het adres is te zien welk object in de tenant van ons is. Twee onderdelen met één adres zouden over elkaar heen worden "
        "geschreven.",
    ),
    "PLN067": Entry(
        'groep "{group}" zou {address} twee keer krijgen, met verschillende filters',
        "Gebruik één filter voor de groep, of twee groepen.",
        "Intune neemt een groep één keer in de toewijzingen van een object. Twee namen, of een naam en een id, blijken in deze tenant "
        "dezelfde groep te zijn.",
    ),
}
