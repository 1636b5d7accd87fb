"""Wat in de tenant maakt dat objecten van een beleid geen effect hebben: in `doctor` en in een plan."""

from managed_apparaten.messages.entry import Entry
from managed_apparaten.messages.nl.doctor import DEFAULT_OFF

_TERMS = (
    "De redenen zijn eigenschappen van het beleid in Graph. state: het rapporteert alleen. grantControls: iets anders is ook "
    "genoeg, zoals mfa. clientAppTypes: niet elke client. includeApplications, excludeApplications: niet alle toepassingen. includeGroups, "
    "excludeGroups en dergelijke: niet iedereen in de rol; (5/180) is hoeveel van hoeveel, en (?) dat niemand kan zien wie in "
    "de groep zit. "
    "locations, deviceFilter en andere voorwaarden: niet altijd. Beschermde groepen mogen zijn uitgezonderd."
)
TEXTS: dict[str, Entry | str] = {
    "PLN090": Entry(
        "naleving heeft geen effect: niets eist een apparaat dat voldoet. {where}{why}",
        "Eis met voorwaardelijke toegang (Entra, Beveiliging) een apparaat dat voldoet, voor iedereen en voor alle toepassingen "
        "of Office 365.",
        "Een nalevingsbeleid zet alleen een merk op een apparaat. Zonder voorwaardelijke toegang houdt een apparaat dat niet "
        "voldoet toegang tot "
        "mail en bestanden. " + _TERMS,
    ),
    "PLN091": Entry(
        "een apparaat dat voldoet wordt niet altijd geëist. {where}{why}",
        "Ga na of deze gaten in de voorwaardelijke toegang bedoeld zijn.",
        "Voorwaardelijke toegang eist een apparaat dat voldoet van een deel van de mensen, of niet in elk geval. "
        + _TERMS,
    ),
    "PLN092": Entry(
        "app-beveiliging heeft geen effect: niets eist haar. {where}{why}",
        "Eis met voorwaardelijke toegang app-beveiliging (compliantApplication), voor iedereen en voor alle toepassingen of Office 365.",
        "Op een apparaat dat niemand inschrijft kunnen mensen voor dezelfde mail en bestanden een app zonder beveiliging gebruiken, tenzij "
        "voorwaardelijke toegang alleen beveiligde apps binnenlaat. " + _TERMS,
    ),
    "PLN093": Entry(
        "app-beveiliging wordt niet altijd geëist. {where}{why}",
        "Ga na of deze gaten in de voorwaardelijke toegang bedoeld zijn.",
        "Voorwaardelijke toegang eist app-beveiliging van een deel van de mensen, of niet in elk geval. "
        + _TERMS,
    ),
    "PLN094": Entry(
        DEFAULT_OFF.text,
        DEFAULT_OFF.help,
        "Het is de instelling secureByDefault van de tenant, en die staat in een nieuwe tenant uit. Voorwaardelijke toegang laat dan een "
        "apparaat binnen waarvoor geen beleid bedoeld is.",
    ),
    "PLN095": Entry(
        "mensen kunnen eigen apparaten inschrijven die geen nalevingsbeleid krijgen en toch tellen als compatibel. {where}",
        "Blokkeer daar persoonlijke apparaten (Intune, Apparaten, Inschrijvingsbeperkingen), of laat een apparaat zonder beleid "
        "tellen als niet-compatibel.",
        "Een telefoon die de eigenaar zelf inschrijft geldt als persoonlijk. Beleid voor apparaten van de organisatie is er niet voor. "
        "Beperkingen gelden alleen voor nieuwe inschrijvingen en zijn geen beveiligingsgrens.",
    ),
    "PLN096": Entry(
        "{name} werkt niet: {why}",
        "Vernieuw het in Intune, met hetzelfde account als eerder.",
        "Zonder het pushcertificaat hoort geen apparaat van Apple iets; zonder het token van het inschrijvingsprogramma komt er geen nieuw "
        "vanzelf bij; zonder VPP-token of beheerde Google Play wordt geen app uitgegeven. Een pushcertificaat moet met "
        "hetzelfde Apple-account "
        "worden vernieuwd, anders moet elk apparaat opnieuw worden ingeschreven.",
    ),
    "PLN097": Entry(
        "{name} eindigt op {date}, over {days} dagen",
        "Vernieuw het voor die dag, met hetzelfde account als eerder.",
        "Certificaten en tokens van Apple gelden een jaar. Dertig dagen voor het einde wordt dit gezegd.",
    ),
    "PLN098": Entry(
        "{count} van de {total} mensen in de tenant hebben geen rol, dus voor hen geldt niets",
        "Ga na wie dat zijn: leden van geen enkele groep van een rol. Accounts van diensten en gedeelde postvakken tellen mee.",
        "Geteld zijn ingeschakelde accounts die geen gast zijn, zonder leden van beschermde groepen. Niemand wordt genoemd.",
    ),
    "PLN099": Entry(
        "niet gelezen, dus onbekend: {paths}",
        "Zie apparaten doctor: wat ontbreekt is voor een plan niet verplicht.",
        "Voorwaardelijke toegang, inschrijvingsbeperkingen, de standaard voor naleving en de verbindingen met Apple en Google "
        "worden gelezen "
        "waar de aanmelding dat mag. Wat niet gelezen is, is onbekend: er wordt niets over gezegd, goed noch slecht. Voor voorwaardelijke "
        "toegang is Policy.Read.All nodig.",
    ),
    "doctor.status.warning": "let op",
    "doctor.check.access": "toegang",
    "doctor.check.enrolment": "inschrijven",
    "doctor.check.connections": "verbindingen",
    "doctor.check.people": "mensen",
    "doctor.around.access": "voorwaardelijke toegang geeft naleving en app-beveiliging effect",
    "doctor.around.enrolment": "geen eigen apparaat van mensen telt zonder beleid als compatibel",
    "doctor.around.connections": "de verbindingen met Apple en Google werken",
    "doctor.around.people": "iedereen heeft een rol",
    "doctor.around.roles": Entry(
        "naar de rollen kon niet worden gekeken: {said}", "Los eerst op wat hierboven ontbreekt."
    ),
    "doctor.permission.optional": Entry(
        "{permission} is niet verleend; het hoeft niet",
        "Hiermee zeggen doctor en plan waar voorwaardelijke toegang naleving en app-beveiliging geen effect geeft.",
    ),
    "doctor.script.optional": "Niet verplicht: met deze machtiging zien doctor en plan ook of voorwaardelijke toegang het beleid effect "
    "geeft. Ze leest al het beleid van Entra, dus ze blijft weg tot u het # weghaalt.",
    "doctor.warned.missing": "{missing} ontbreekt, {warnings}, {unknown} onbekend.",
    "doctor.warned.plan": "Voor een plan ontbreekt niets ({warnings}, {unknown} onbekend).",
    "doctor.warned.apply": "Voor een apply ontbreekt niets ({warnings}, {unknown} onbekend).",
}
