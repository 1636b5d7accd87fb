"""Wat de gecompileerde objecten met een app doen op een soort apparaat, en waarom."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "effect.block": "geblokkeerd",
    "effect.allow": "toegestaan",
    "effect.report": "gemeld",
    "effect.short.stopped": "{n} tegengehouden",
    "effect.short.removed": "{n} verwijderd",
    "effect.short.reported": "{n} gemeld",
    "effect.short.allowed": "{n} {n:kan|kunnen} open",
    "effect.short.work-data-protected": "{n} alleen werkgegevens beschermd",
    "effect.short.not-controlled": "{n} niet beheerst",
    "effect.short.unknown": "{n} onbekend",
    "effect.stopped": "tegengehouden: kan niet worden geopend",
    "effect.removed": "verwijderd waar Intune de app installeerde; anders kan de app worden geopend",
    "effect.reported": "gemeld: kan worden geopend, en dat wordt gezien",
    "effect.allowed": "kan worden geopend",
    "effect.work-data-protected": "kan worden geopend; alleen werkgegevens erin zijn beschermd",
    "effect.not-controlled": "niet beheerst: niets houdt de app tegen",
    "effect.unknown": "onbekend",
    "effect.also.non-compliant": "maakt dat het apparaat niet voldoet",
    "effect.also.reported": "staat in een rapport",
    "effect.also.audited": "wordt opgeschreven als de app start (AppLocker)",
    "effect.also.protected": "werkgegevens erin zijn beschermd",
    "effect.also.removed": "wordt verwijderd waar Intune de app installeerde",
    "effect.also.installed": "wordt vanzelf geïnstalleerd",
    "effect.also.offered": "wordt aangeboden in de winkel of Bedrijfsportal",
    "effect.why.no-identifier": "de catalogus heeft op {platform} geen identificatie waarmee de app te weren is",
    "effect.why.no-identifier-there": (
        "de catalogus heeft op {platform} geen identificatie waarmee een lijst de app kan noemen"
    ),
    "effect.why.unverified": "de identificaties op {platform} hebben geen bron, dus ze blokkeren niet",
    "effect.why.audited": "AppLocker kijkt op deze apparaten alleen mee",
    "effect.why.personal": "Intune beheerst geen apps op een apparaat dat niet is ingeschreven",
    "effect.why.private-side": "Intune ziet de privékant van een eigen apparaat niet",
    "effect.why.unsupervised": "Apple laat apps alleen tegenhouden op apparaten onder supervisie",
    "effect.why.older-mac": "een Mac kent een lijst van programma's vanaf macOS 27, en deze rol vraagt niet om die versie",
    "effect.why.unsupervised-mac": "alleen een Mac onder supervisie kent een lijst van programma's",
    "effect.why.older-system": "deze apparaten hebben een ouder systeem, en dat kent geen lijst van programma's",
    "effect.why.step": 'stap "{step}" vraagt niets tegen te houden',
    "effect.why.if-held": "de app blijft alleen weg als de tenant hem heeft, om te verwijderen",
    "effect.why.shared": "een andere app, waarover anders is beslist, heeft dezelfde identificatie",
    "effect.why.partly": "een andere identificatie van de app wordt niet tegengehouden",
    "effect.why.own-device": (
        "daar zijn alleen toegewezen apps te installeren, en dit beleid wijst niets toe aan apparaten van "
        "mensen zelf; de app gaat alleen open waar iemand hem in Intune heeft toegewezen"
    ),
    "effect.why.not-assigned": "daar zijn alleen toegewezen apps te installeren, en geen toewijzing van deze app telt daar",
    "effect.why.not-offered": "daar zijn alleen toegewezen apps te installeren, en de tenant heeft deze niet",
    "effect.why.not-listed": "geen bruikbare identificatie van de app staat op de lijst van toegestane apps",
    "effect.why.not-named": "geen object noemt de app",
    "effect.why.place": "de app start uit Windows en Program Files, en niet van elders",
    "effect.why.no-team": "de lijst laat makers toe, en de catalogus weet niet wie de app ondertekent",
    "effect.why.maker-decides": "of de app is beschermd, volgt uit een lijst die Microsoft bijhoudt",
    "effect.why.preinstalled": (
        "de app is er niet te installeren; of hij opent als hij bij het apparaat hoort, is niet bekend"
    ),
    "effect.why.no-object": "voor deze apparaten wordt niets gemaakt",
}
