"""What stands in the script for PowerShell, besides what the other one says too."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "doctor.powershell.who": "Signs in by itself, in the browser: as somebody who may create applications and consent to application "
    "permissions of Microsoft Graph (Privileged Role Administrator). No secret is made: GitHub proves who it is with a token for each "
    "run. Needs two modules: Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser.",
    "doctor.powershell.usage": "usage: grant.ps1 repo:OWNER/NAME",
}
