"""Maatregelen bij een uitzondering, en de gegevens waartoe een app toegang vraagt."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "access.contacts": "contacten",
    "access.calendar": "de agenda",
    "access.messages": "berichten",
    "access.photos": "foto's",
    "access.files": "bestanden",
    "access.location": "de locatie",
    "access.camera": "de camera",
    "access.microphone": "de microfoon",
    "access.keystrokes": "toetsaanslagen",
    "access.device": "wat voor apparaat het is",
    "access.network": "het netwerk eromheen",
    "measure.isolated-device": "een apparaat zonder apps voor het werk",
    "measure.no-work-account": "geen werkaccount erop",
    "measure.no-work-data": "geen werkgegevens in de app",
    "measure.no-client-data": "geen gegevens van inwoners in de app",
    "measure.guest-network": "alleen op het gastnetwerk",
    "measure.own-sim": "een eigen simkaart",
    "measure.archived": "wat wordt verstuurd, wordt gearchiveerd",
    "measure.wiped-at-end": "aan het eind gewist",
}
