"""Teksten voor wat van de organisatie als geheel is: filters, berichten, apps van de tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.kind.filter.corporate": "toestellen van de organisatie",
    "label.kind.filter.personal": "eigen toestellen",
    "label.kind.filter.about": (
        "Houdt wat aan mensen is toegewezen bij deze {platform}-toestellen, beheerd als code: wijzig het in de "
        "beleidsrepository, niet hier."
    ),
    "label.kind.message.title": "Toestel voldoet niet",
    "label.kind.message.about": (
        "Bericht aan wie een toestel heeft dat niet voldoet, beheerd als code: wijzig het in de beleidsrepository, niet hier."
    ),
    "label.kind.message.subject": "Uw toestel voldoet niet aan de regels van {organisation}",
    "label.kind.message.body": (
        "Uw toestel voldoet niet aan de regels die de gegevens van {organisation} beschermen. Open Bedrijfsportal: daar "
        "staat wat er mis is en wat u eraan kunt doen. Zolang het niet is opgelost, kunt u de toegang tot mail en bestanden "
        "verliezen. Vragen: {helpdesk}. Is het toestel kwijt of vertrouwt u het niet: {report}."
    ),
    "cause.kind.filter": "mensen kunnen ook een eigen apparaat aanmelden, en daarvoor is dit niet bedoeld",
    "cause.kind.mail": "mensen horen meteen wat er met hun apparaat mis is",
    "cause.kind.message": "de tekst die bij dit programma hoort",
    "cause.kind.message-own": "de eigen tekst van de organisatie",
    "cause.kind.contact": "vragen gaan naar {contact}",
    "cause.kind.language": "taal van de organisatie: {language}",
    "label.kind.app.about": (
        "De hier genoemde groepen zijn toegewezen als code: wijzig dat in de beleidsrepository, niet hier. Andere "
        "toewijzingen blijven staan."
    ),
    "cause.kind.app-any-device": "geen eigen grens: de winkel weert apparaten die de app niet aankunnen",
    "cli.intent.available": "beschikbaar",
    "cli.intent.required": "verplicht",
    "cli.intent.uninstall": "verwijderen",
    "cli.plan.filtered": "{group} (met {filter})",
}
