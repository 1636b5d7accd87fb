"""Teksten voor wat een plan anders over het hoofd zou zien: wat Graph verbergt, en wat ander beleid of de dienst met het onze doet."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA007": Entry(
        "Graph verbergt de eigenschappen van wat {request} opsomt",
        "Geef de applicatie {message}, met toestemming van een beheerder, en maak het plan opnieuw. `apparaten doctor` noemt alles wat "
        "ontbreekt.",
        "Wie een groep mag lezen maar de mensen of apparaten erin niet, krijgt ze toch: elk met een id en verder lege eigenschappen. Of zo'n "
        "account is ingeschakeld is dan onbekend, en een apparaat is in Intune niet terug te vinden. Een plan dat ze weglaat zou te weinig "
        "mensen en apparaten tellen, en de grenzen zouden dat niet merken. Daarom geldt dit als een lezing die mislukte.",
    ),
}
