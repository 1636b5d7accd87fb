"""Wachten op de tenant: wat de voortgangsregel zegt, en wanneer het te lang duurt."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA006": Entry(
        "geen tijd meer voor {request}",
        "Voer het opnieuw uit: wat al gedaan is wordt gezien, en het gaat daar verder.",
        "Eén tenant mag een uur aan verzenden en wachten kosten. Op een dienst die zo lang traag of druk is, wordt niet langer gewacht, "
        "zodat andere tenants in dezelfde opdracht aan de beurt komen. Dit verzoek is niet verzonden. Wat niet gelezen kon worden is "
        "onbekend, dus komt er geen plan; wat apply had geschreven staat in het journaal.",
    ),
    "cli.wait.asked": "wacht {seconds} s: {service} vraagt om geduld",
    "cli.wait.down": "wacht {seconds} s: {service} kan even niet antwoorden",
    "cli.wait.unreachable": "wacht {seconds} s: geen antwoord van {service}",
    "cli.wait.budget": "wacht {seconds} s: {service} neemt niet meer tegelijk aan",
}
