"""Teksten van `apparaten doctor`: controles, uitkomsten, advies en het script dat rechten geeft."""

from managed_apparaten.messages.entry import Entry

DEFAULT_OFF = Entry(
    "een apparaat zonder nalevingsbeleid telt als compatibel",
    "Intune, Apparaten, Naleving, Instellingen: markeer apparaten zonder beleid als Niet compatibel. "
    "Kijk eerst welke dat zijn.",
)
"""Ook de tekst van PLN094."""

TEXTS: dict[str, Entry | str] = {
    "doctor.status.ok": "goed",
    "doctor.status.missing": "ONTBREEKT",
    "doctor.status.unknown": "onbekend",
    "doctor.status.warning": "let op",
    "doctor.check.sign-in": "aanmelding",
    "doctor.check.tenant": "tenant",
    "doctor.check.licence": "licentie",
    "doctor.check.permission": "machtiging",
    "doctor.check.reading": "lezen",
    "doctor.check.default": "standaard",
    "doctor.check.approval": "akkoord",
    "doctor.check.clock": "klok",
    "doctor.check.proxy": "proxy",
    "doctor.check.access": "toegang",
    "doctor.check.enrolment": "inschrijven",
    "doctor.check.connections": "verbindingen",
    "doctor.check.people": "mensen",
    "doctor.progress": "de tenant wordt bekeken",
    "doctor.no-policies": (
        "In de beleidsbestanden staan fouten: alles wordt bekeken alsof elke soort gebruikt wordt. Zie "
        "apparaten validate."
    ),
    "doctor.which-tenant": (
        "Welke tenant van jullie is staat in organisation.yaml, en in de beleidsbestanden staan fouten: "
        "apparaten validate."
    ),
    "doctor.sign-in.in-process": "de ingebouwde tenant in dit proces: niemand meldt zich aan",
    "doctor.sign-in.application": "applicatie {who} van tenant {tenant}, tot {until}",
    "doctor.sign-in.delegated": "namens {who} van tenant {tenant}, tot {until}",
    "doctor.sign-in.opaque": Entry(
        "aangemeld, maar het token zegt niet wie en wat",
        "Tokens van Graph mogen onleesbaar zijn. Wat geschreven mag worden is vooraf niet te zien.",
    ),
    "doctor.sign-in.expired": Entry(
        "het token van {who} liep af op {until}", "Meld opnieuw aan. Loopt de klok van deze machine goed?"
    ),
    "doctor.sign-in.refused": Entry(
        "Graph aanvaardt de aanmelding niet: {said}", "Meld opnieuw aan, bij de juiste cloud en tenant."
    ),
    "doctor.tenant.found": "{name} ({id})",
    "doctor.tenant.no-policies": "{name} ({id}); geen organisation.yaml om mee te vergelijken",
    "doctor.tenant.other": Entry(
        "dit is {name} ({id}), niet {wanted}",
        "Meld aan bij de tenant die organisation.yaml noemt, of herstel daar tenant.id. Tot dan weigeren "
        "plan en apply.",
    ),
    "doctor.tenant.unread": "welke tenant dit is kon niet worden gelezen",
    "doctor.licence.found": "Intune is actief in deze tenant",
    "doctor.licence.none": Entry(
        "geen actieve Intune-licentie in deze tenant",
        "Koop of activeer een abonnement met Intune Plan 1. Dat van Office 365 (INTUNE_O365) kent geen "
        "app-beveiliging.",
    ),
    "doctor.licence.refused": Entry(
        "Intune kent deze tenant niet: {said}",
        "Zo antwoordt het als geen Intune-licentie actief is. Kijk naar de abonnementen en open daarna "
        "eenmaal de Intune-portal.",
    ),
    "doctor.licence.unread": Entry(
        "kon niet worden gelezen", "Het staat bij de organisatie, die met Organization.Read.All te lezen is."
    ),
    "doctor.permission.in-process": "in dit proces niet gevraagd; apparaten tenant serve vraagt ze wel",
    "doctor.permission.ok": "{permission}",
    "doctor.permission.missing": "{permission} is niet verleend",
    "doctor.permission.unknown": Entry(
        "{permission}: niet te zien zonder hem te gebruiken",
        "Een leesbaar token zou het zeggen. Er wordt niets geschreven om het uit te vinden.",
    ),
    "doctor.permission.optional": Entry(
        "{permission} is niet verleend; het hoeft niet",
        "Hiermee zeggen doctor en plan waar voorwaardelijke toegang naleving en app-beveiliging geen effect "
        "geeft.",
    ),
    "doctor.reading.all": "{n} verzamelingen antwoorden in de vorm die hier bekend is",
    "doctor.reading.role": Entry(
        "{path} wordt geweigerd hoewel de machtiging er is: {said}",
        "Namens een persoon is ook een Intune-rol nodig: Alleen-lezen-operator om te plannen, Beleids- en "
        "profielbeheerder en Toepassingsbeheerder om toe te passen, met een bereik waar dit in valt.",
    ),
    "doctor.reading.consent": Entry(
        "{path} wordt geweigerd hoewel de machtiging er is: {said}",
        "Een nieuwe toestemming werkt na enkele minuten. Blijft het zo: antwoordt iets anders in de plaats "
        "van Graph?",
    ),
    "doctor.reading.absent": Entry(
        "{path} bestaat hier niet: {said}",
        "Deze cloud of deze versie van Graph heeft het niet. Klopt --cloud?",
    ),
    "doctor.reading.shape": Entry(
        "{path} antwoordt niet zoals hier bekend is: geen bruikbare {said}",
        "Graph kan veranderd zijn. Gebruik een nieuwere versie van apparaten; tot dan wordt er niets "
        "gepland.",
    ),
    "doctor.reading.property": Entry(
        "{path}: {type} toont geen {property} meer",
        "Graph is veranderd. Gebruik een nieuwere versie van apparaten voor de volgende apply.",
    ),
    "doctor.reading.failed": Entry(
        "{path} kon niet worden gelezen: {said}",
        "Probeer het later. Een mislukte lezing houdt elk plan tegen.",
    ),
    "doctor.reading.no-answer": Entry(
        "geen antwoord op {path}: {said}",
        "Kijk naar het netwerk, de proxy en de certificaten die die nodig heeft.",
    ),
    "doctor.default.on": "een apparaat zonder nalevingsbeleid telt als niet-compatibel",
    "doctor.default.off": DEFAULT_OFF,
    "doctor.default.unread": Entry(
        "hoe apparaten zonder nalevingsbeleid tellen kon niet worden gelezen: {said}",
        "Kijk in Intune, Apparaten, Naleving, Instellingen. Er moet Niet compatibel staan.",
    ),
    "doctor.approval.none": "geen wijziging van ons wacht op een tweede persoon",
    "doctor.approval.later": "Multi Admin Approval staat aan ({names}): lezen mag, apply zal moeten wachten",
    "doctor.approval.on": (
        "Multi Admin Approval staat aan ({names}): apply vraagt om akkoord, eindigt met code 5, en gaat "
        "verder als het daarna opnieuw wordt uitgevoerd"
    ),
    "doctor.approval.unread": Entry(
        "of wijzigingen op een tweede persoon wachten kon niet worden gelezen: {said}",
        "Kijk in Intune, Tenantbeheer, Goedkeuring door meerdere beheerders.",
    ),
    "doctor.clock.right": "{seconds} s verschil met de dienst",
    "doctor.clock.ahead": Entry(
        "deze machine loopt {seconds} seconden voor op de dienst",
        "Zet de klok goed (NTP). Boven vijf minuten weigert de aanmelding.",
    ),
    "doctor.clock.behind": Entry(
        "deze machine loopt {seconds} seconden achter op de dienst",
        "Zet de klok goed (NTP). Boven vijf minuten weigert de aanmelding.",
    ),
    "doctor.clock.unread": "de dienst zei niet hoe laat het is",
    "doctor.proxy.in-process": "er wordt geen netwerk gebruikt",
    "doctor.proxy.none": "geen: verzoeken gaan rechtstreeks naar Graph",
    "doctor.proxy.used": "verzoeken gaan via {proxy}",
    "doctor.well.plan": "Voor een plan ontbreekt niets ({unknown} onbekend).",
    "doctor.well.apply": "Voor een apply ontbreekt niets ({unknown} onbekend).",
    "doctor.verdict": "{missing} ontbreekt, {unknown} onbekend.",
    "doctor.grant.plan": "Verleen om te plannen deze machtigingen van Microsoft Graph, met beheerderstoestemming:",
    "doctor.grant.apply": "Verleen om toe te passen deze machtigingen van Microsoft Graph, met beheerderstoestemming:",
    "doctor.script": (
        "apparaten doctor --script az (of powershell) schrijft de opdrachten voor twee applicaties, een die "
        "plant en een die toepast."
    ),
    "doctor.script.title": "Registreert twee applicaties voor een pijplijn: apparaten-plan leest, apparaten-apply schrijft.",
    "doctor.script.who": (
        "Doe eerst az login, als iemand die applicaties mag maken en toestemming mag geven voor "
        "applicatiemachtigingen van Microsoft Graph (beheerder van bevoorrechte rollen). Er komt geen "
        "geheim: GitHub bewijst per run met een token wie het is."
    ),
    "doctor.script.prefix": (
        "Het ene argument is het begin van het onderwerp in die tokens: repo:EIGENAAR/NAAM. Voor een "
        "repository die sinds de zomer van 2026 is gemaakt, hernoemd of verhuisd staan er ook nummers in; "
        "GitHub toont het bij de instellingen van de repository, onder Actions, OIDC. Het moet op de letter "
        "kloppen."
    ),
    "doctor.script.again": (
        "Nog eens draaien kan geen kwaad: wat er is blijft, wat ontbreekt komt erbij. Een nieuwe applicatie "
        "is niet meteen overal bekend; mislukt een opdracht daarop, draai het dan nog eens."
    ),
    "doctor.script.ids": "Machtigingen worden in deze tenant op naam opgezocht, dus hier staat geen id ervan.",
    "doctor.script.plan-writes": (
        "apparaten-plan krijgt ook een machtiging om te schrijven: Intune toont de waarden van een "
        "aangepast Windows-profiel aan niemand anders. Plan zelf heeft geen code die schrijft; houd de "
        "omgeving dicht voor alles behalve de hoofdtak."
    ),
    "doctor.script.usage": "gebruik: grant.sh repo:EIGENAAR/NAAM",
    "doctor.script.several": "meer dan een applicatie heeft deze naam",
    "doctor.script.no-role": "Microsoft Graph heeft geen applicatiemachtiging met deze naam",
    "doctor.script.apparaten-plan": "leest: voor doctor en plan",
    "doctor.script.apparaten-apply": "schrijft: voor apply",
    "doctor.script.optional": (
        "Niet verplicht: met deze machtiging zien doctor en plan ook of voorwaardelijke toegang het beleid "
        "effect geeft. Ze leest al het beleid van Entra, dus ze blijft weg tot u het # weghaalt."
    ),
    "doctor.spare": "Verleend en niet nodig; neem het weg waar dat kan: {names}.",
    "doctor.for.group-devices": "de apparaten in groepen",
    "doctor.for.settings-catalog": "welke instellingen er zijn",
    "doctor.for.devices": "hoeveel apparaten een wijziging raakt",
    "doctor.for.groups": "groepen en wie erin zit",
    "doctor.for.tenant": "welke tenant dit is, en zijn licentie",
    "doctor.for.people": "hoeveel mensen een wijziging raakt",
    "doctor.powershell.who": (
        "Meldt zelf aan, in de browser: als iemand die applicaties mag maken en toestemming mag geven voor "
        "applicatiemachtigingen van Microsoft Graph (beheerder van bevoorrechte rollen). Er komt geen "
        "geheim: GitHub bewijst per run met een token wie het is. Twee modules zijn nodig: Install-Module "
        "Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser."
    ),
    "doctor.powershell.usage": "gebruik: grant.ps1 repo:EIGENAAR/NAAM",
    "doctor.around.access": "voorwaardelijke toegang geeft naleving en app-beveiliging effect",
    "doctor.around.enrolment": "geen eigen apparaat van mensen telt zonder beleid als compatibel",
    "doctor.around.connections": "de verbindingen met Apple en Google werken",
    "doctor.around.people": "iedereen heeft een rol",
    "doctor.around.roles": Entry(
        "naar de rollen kon niet worden gekeken: {said}", "Los eerst op wat hierboven ontbreekt."
    ),
    "doctor.warned.missing": "{missing} ontbreekt, {warnings}, {unknown} onbekend.",
    "doctor.warned.plan": "Voor een plan ontbreekt niets ({warnings}, {unknown} onbekend).",
    "doctor.warned.apply": "Voor een apply ontbreekt niets ({warnings}, {unknown} onbekend).",
}
