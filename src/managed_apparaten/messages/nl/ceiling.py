"""Antwoorden die meer zijn dan er gelezen wordt."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA009": Entry(
        "{request} levert meer op dan er gelezen wordt ({code} {message})",
        "Probeer het opnieuw. Is de tenant echt zo groot, zet dan `largest-reading: 2048-MiB` onder `assumptions` in organisation.yaml.",
        "Een dienst waarmee iets mis is, of iets dat in haar plaats antwoordt, kan pagina's zonder einde sturen, of een klein ingepakt "
        "antwoord dat uitgepakt meer is dan het geheugen van deze machine. Daarom mag één antwoord uitgepakt 64 MiB lang zijn en 512 MiB "
        "geheugen vragen (TooLarge), en mogen alle antwoorden van één lezing samen 512 MiB vragen (TooMuch). Een tenant die zo vol is als "
        "Entra uit zichzelf toestaat, vraagt minder. Wat niet tot het einde gelezen is, is onbekend en niet afwezig, dus komt er geen "
        "plan. TooMuch is te verhogen, TooLarge niet.",
    ),
}
