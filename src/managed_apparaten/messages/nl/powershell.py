"""Wat er in het script voor PowerShell staat, naast wat het andere ook zegt."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "doctor.powershell.who": "Meldt zelf aan, in de browser: als iemand die applicaties mag maken en toestemming mag geven voor "
    "applicatiemachtigingen van Microsoft Graph (beheerder van bevoorrechte rollen). Er komt geen geheim: GitHub bewijst per run met een "
    "token wie het is. Twee modules zijn nodig: Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope "
    "CurrentUser.",
    "doctor.powershell.usage": "gebruik: grant.ps1 repo:EIGENAAR/NAAM",
}
