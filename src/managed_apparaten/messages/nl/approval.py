"""Wat apply zegt over wijzigingen waarmee een tweede persoon akkoord moet gaan."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "APL051": Entry(
        "{address}: het verzoek om akkoord {code} is afgewezen",
        "Vraag waarom; het antwoord staat bij het verzoek in Intune. De volgende apply vraagt opnieuw om wat het plan dan inhoudt.",
        "Er is akkoord gevraagd voor een wijziging van een object dat Multi Admin Approval beschermt, en het antwoord is nee. Er is niets "
        "voor verstuurd, en naar dit verzoek wordt niet meer gekeken.",
    ),
    "APL052": Entry(
        "{address}: verzoek om akkoord {code} staat open, maar vraagt niet meer om wat er nu zou gebeuren",
        "Laat dat verzoek in Intune afwijzen of intrekken (Tenantbeheer, Goedkeuring door meerdere beheerders) en maak dan een nieuw plan.",
        "Een akkoord geldt voor één wijziging, tot op de byte, van een object zoals het was toen het gevraagd werd. Het beleid of de "
        "tenant is sindsdien veranderd; daarom wordt niet verstuurd waar iemand mee akkoord ging of nog kan gaan. Pas als het oude "
        "verzoek van de baan is, wordt om het nieuwe gevraagd: niemand hoort er twee te vinden die elkaar tegenspreken.",
    ),
    "APL053": Entry(
        '{address}: er staat een ander verzoek om akkoord open voor dit object ({status} "{message}")',
        "Iemand vroeg in Intune om een andere wijziging. Laat daar eerst over beslissen en maak dan een nieuw plan.",
        "Intune neemt per object één open verzoek om akkoord aan. Dit is niet het onze.",
    ),
    "APL054": Entry(
        '{address} vraagt akkoord, en apply kon er niet om vragen: {status} {code} "{message}"',
        "Geef de toepassing leesrecht op verzoeken om akkoord (DeviceManagementRBAC.Read.All) en maak dan een nieuw plan.",
        "Voordat er iets gevraagd wordt, worden de verzoeken om akkoord van de tenant gelezen, zodat er geen twee keer wordt gevraagd. Dat "
        "lukte niet, dus is er niets gevraagd. Soms laat Intune een nieuw object achter als het weigert het zo te maken; het volgende plan "
        "vindt het aan het merkteken en neemt het over, en het is aan niemand toegewezen.",
    ),
    "APL055": Entry(
        "{address}: het verzoek om akkoord {code} is ingetrokken",
        "Voer opnieuw uit om opnieuw te vragen.",
        "Iemand trok het verzoek in voordat erover beslist was, of nam het akkoord terug. Er is niets voor verstuurd.",
    ),
    "APL056": Entry(
        "{address}: het verzoek om akkoord {code} is verlopen",
        "Voer opnieuw uit om opnieuw te vragen, en zeg het degenen die erover gaan.",
        "Intune bewaart een verzoek en een akkoord maar een beperkte tijd. Er is niets voor verstuurd.",
    ),
    "APL057": Entry(
        "{address}: Intune toont het verzoek om akkoord {code} niet meer",
        "Voer opnieuw uit om opnieuw te vragen.",
        "Volgens het journaal is er akkoord gevraagd, en de tenant weet daar niet meer van. Er is niets voor verstuurd.",
    ),
    "cli.apply.state.waiting": "wacht",
    "cli.approval.waits": "Wacht op akkoord: {waiting} wachtend, {done} gedaan en {left} niet begonnen, van {total} wijzigingen.",
    "cli.approval.code": "verzoek {code}",
    "cli.approval.who": "{policy}: een lid van {groups} moet akkoord gaan.",
    "cli.approval.somebody": "{policy}: iemand die daarover gaat moet akkoord gaan.",
    "cli.approval.where": "De verzoeken staan in Intune: Tenantbeheer, Goedkeuring door meerdere beheerders.",
    "cli.approval.then": "Voer daarna opnieuw uit; op een andere dag eerst een nieuw plan.",
}
