"""Versies van besturingssystemen en patchniveaus die geen apparaat kan hebben."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "POL320": Entry(
        "versie {value} van {system} bestaat niet",
        "Schrijf een versie die er is; de nieuwste die hier bekend is, is {latest}.",
        "Een minimum dat geen apparaat haalt, maakt elk apparaat niet-conform en sluit mensen buiten hun mail. Versies die nieuwer zijn "
        "dan dit programma kent, mogen met een waarschuwing, als de maker ze ooit kan uitbrengen.",
    ),
    "POL321": Entry(
        "versie {value} van {system} bestaat niet; {likely} is {name}",
        'Schrijf "{likely}" als dat bedoeld is.',
        "Namen en nummers van versies verschillen: Windows 11 heeft versie 10.0 en is te kennen aan de build, Android 14 heeft API-niveau "
        "34, en na iOS 18 en macOS 15 komt 26. Een minimum dat geen apparaat haalt, sluit iedereen buiten.",
    ),
    "POL322": Entry(
        "{system} {value} is nieuwer dan {latest}, de nieuwste versie die hier bekend is",
        "Kijk of zij bestaat: apparaten met een oudere versie worden niet-conform.",
        "De versies die dit programma kent, klopten toen het werd gemaakt. Een nieuwere wordt overgenomen zoals zij er staat.",
    ),
    "POL323": Entry(
        "{value} is geen patchniveau van Android",
        'Schrijf een datum zoals "2026-08-05", {first} of later.',
        "Een patchniveau is een datum. Android heeft ze elke maand sinds eind 2015.",
    ),
    "POL324": Entry(
        "geen apparaat heeft op {on} het patchniveau van {value}",
        "Schrijf een dag die al geweest is.",
        "Een patchniveau draagt de datum waarop het uitkwam. Met een datum in de toekomst wordt elk Android-apparaat niet-conform.",
    ),
    "POL325": Entry(
        "versie {value} van {system} is geschreven met nullen voor een getal",
        'Schrijf "{likely}".',
        "Geen maker schrijft een versie zo, en het is niet gedocumenteerd wat Intune ervan maakt.",
    ),
    "POL326": Entry(
        "versie {value} van {system} bestaat niet: geen van de getallen is hoger dan {limit}",
        "Verbeter het laatste getal, {name}, of laat het weg.",
        "Het laatste getal van een versie van Windows loopt op met elke update en heeft 16 bits. Met een getal dat niet haalbaar is, wordt "
        "elke pc niet-conform.",
    ),
    "POL327": Entry(
        "versie {value} van {system} bestaat niet; {likely} is {name}, en {other} is {other_name}",
        'Schrijf "{likely}" als beide systemen mogen, of anders "{other}".',
        "Windows 10 en Windows 11 hebben uitgaven met dezelfde naam. Hun versies verschillen in de build, en een minimum met de lagere "
        "build laat ook de hogere toe.",
    ),
}
