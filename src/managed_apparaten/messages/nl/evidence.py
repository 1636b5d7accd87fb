"""Hoe goed het bewijs is: wie een app in beheer heeft, de identificaties, en wat het web openlaat."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.weak": "{app}: {identifier}",
    "label.recalled-control": "{app}: {country}",
    "POL350": Entry(
        "bij {count} apps staat confirmed, terwijl de grond uit het hoofd komt (recalled): {apps}",
        "Geef basis een bron, of schrijf confidence: recalled.",
        "Een land dat iemand zich alleen herinnert is geen reden om een hele klasse apps te blokkeren: een raad kan het niet nagaan. Met "
        "confidence: recalled is de app alleen geblokkeerd waar een regel, een lijst of een advies hem noemt.",
    ),
    "POL351": Entry(
        "{count} apps vallen buiten {what}, want het land van beheer komt uit het hoofd, zonder bron: {apps}",
        "Zoek een bron voor basis en maak er confirmed van, of blokkeer de apps op naam.",
        "Een regel over een land of over de landen van een advies geldt voor apps waarvan het land bevestigd is. Komt het uit het hoofd, "
        "dan waarschuwt het alleen, en blokkeert het waar een regel, een lijst of een advies de app noemt.",
    ),
    "POL352": Entry(
        "{count} identificaties op {platform} blokkeren op zwak bewijs",
        "Dat zijn: {identifiers}. Zoek een bron die na te gaan is en haal weak: true weg.",
        "Ze zijn gezien in openbare code waarvan het adres niet is bewaard, of in één enkele lijst. Ze blokkeren, want een verkeerde raakt "
        "meestal niets. Ze laten nooit een app toe.",
    ),
    "POL353": Entry(
        "{count} apps zijn als app gestopt, terwijl hun website open blijft",
        "Dat zijn: {apps}. Geef apparaten export domains aan een DNS-filter of een proxy.",
        "Beleid over apps zegt niets over een browser, en elke telefoon heeft er een. Niets wat hier wordt gemaakt blokkeert een website; "
        "apparaten export domains schrijft de lijst voor iets dat dat wel doet.",
    ),
    "POL354": Entry(
        "{domain} van de geblokkeerde app {app} omvat ook {other}, de website van de toegestane app {approved}",
        "Schrijf een smaller domein, of aanvaard dat de website van de toegestane app ook dicht is.",
        "Een filter dat een domein blokkeert, blokkeert ook de subdomeinen. De lijst houdt het geblokkeerde domein: weigeren gaat voor.",
    ),
}
