"""What an allowlist on Windows keeps, whatever a role approves: Windows itself, its sign-in, and what manages the device.

An AppLocker collection with allow rules blocks everything else, parts of Windows included: "when you create a list of
allowed apps, all inbox apps are also blocked" (Microsoft Learn, "AppLocker CSP", github MicrosoftDocs/windows-itpro-docs
@025c236). Settings, Start, the lock screen, the account broker and their helpers are packages signed as Microsoft
Windows, and each release of Windows has others of them: they are kept by that signature, not one by one. So are those that are
signed as Microsoft, such as the Store.
"""

from dataclasses import dataclass

from managed_apparaten.core import assumptions
from managed_apparaten.intune.applocker import ADMINISTRATORS, ANY, EVERYONE, Path, Publisher
from managed_apparaten.policy.model import PolicySet

MICROSOFT = "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
WINDOWS = "CN=Microsoft Windows, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
MICROSOFT_FILES = "O=MICROSOFT CORPORATION, L=REDMOND, S=WASHINGTON, C=US"
"""Microsoft as AppLocker names the signer of programs and installers (github microsoft/AaronLocker @9d3c943 TrustedSigners.ps1)."""
SUBJECTS = (
    MICROSOFT,
    WINDOWS,
    "CN=24803D75-212C-471A-BC57-9EF86AB91435",
    "CN=536BC709-8EE1-4478-AF22-F0F0F26FF64A",
)
"""Certificate subjects that are known; `applocker.publisher_id` proves which families are theirs. The last two: WhatsApp, Telegram."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an allowlist always allows."""

    name: str
    what: Publisher | Path
    sid: str = EVERYONE


PACKAGES = (
    Kept("Windows: Settings, Start, sign-in", Publisher(WINDOWS)),
    Kept("Microsoft: Company Portal, Store, frameworks", Publisher(MICROSOFT)),
)
"""Packaged apps, minus those that the role denies by name. What Windows and Microsoft sign is Windows itself, Company Portal, Windows
Security, Edge, Store, Terminal, Paint, Camera, Quick Assist, the codecs, Microsoft 365 Copilot, To Do and Whiteboard, and the frameworks
on which packaged apps of any maker are built (WindowsAppRuntime, VCLibs, UI.Xaml, .NET Native). A rule for each of them would be out
of date with every release; these two are in public policies (AaronLocker @9d3c943, and the packages of `Get-AppxPackage`). A few parts of
the Store that makers of devices sign are not among them.
"""

PROGRAMS = (
    Kept("Windows", Path("%WINDIR%\\*")),
    Kept("Program Files", Path("%PROGRAMFILES%\\*")),
    Kept("Defender platform", Path("%OSDRIVE%\\ProgramData\\Microsoft\\Windows Defender\\Platform\\*")),
    Kept(
        "Microsoft: OneDrive, Teams and what else runs from a user's own folder", Publisher(MICROSOFT_FILES)
    ),
    Kept("Administrators", Path(ANY), ADMINISTRATORS),
)
"""AppLocker's default rules ("Understanding AppLocker default rules", @16e8723), where Defender updates itself, and what Microsoft signs.

`%PROGRAMFILES%` is both folders of that name. What installs for all users, such as Edge and Office, is there; Intune's
agent installs as the system, which is an administrator. OneDrive installs for each user under `%localappdata%` unless an administrator
chose otherwise (Microsoft Learn, "Install the sync app per machine"), where any user may write: only its signature tells what it is.
The Windows folder has subfolders in which anybody may write: Microsoft says so of its own default rule, and App Control for Business is
the answer to that.
"""

INSTALLERS = (
    Kept("Windows Installer cache", Path("%WINDIR%\\Installer\\*")),
    Kept("Microsoft: meeting add-in of Teams and the like", Publisher(MICROSOFT_FILES)),
    Kept("Administrators", Path(ANY), ADMINISTRATORS),
)
"""Two of the three default rules ("Windows Installer rules in AppLocker", @1b2ac06), and what Microsoft signs. The third lets anybody
install whatever anybody signed. Whether Microsoft's alone is enough is an assumption: `applocker-installers`."""


def installers(policy: PolicySet) -> tuple[Kept, ...]:
    """What may be installed: the above, or all of it where the organisation found that to be too little."""
    everything = assumptions.effective_value(policy.organisation.assumptions, assumptions.INSTALLERS) == "all"
    return (Kept("Everything", Path(ANY)),) if everything else INSTALLERS


PROTECTED_PACKAGES = frozenset(
    {
        "microsoft.aad.brokerplugin",
        "microsoft.accountscontrol",
        "microsoft.companyportal",
        "microsoft.desktopappinstaller",
        "microsoft.lockapp",
        "microsoft.microsoftedge.stable",
        "microsoft.sechealthui",
        "microsoft.windows.cloudexperiencehost",
        "microsoft.windows.sechealthui",
        "microsoft.windows.shellexperiencehost",
        "microsoft.windows.startmenuexperiencehost",
        "microsoftwindows.client.cbs",
        "microsoftwindows.client.core",
        "windows.immersivecontrolpanel",
    }
)
PROTECTED_PROGRAMS = frozenset(
    {
        "cmd.exe",
        "companyportal.exe",
        "conhost.exe",
        "csrss.exe",
        "dllhost.exe",
        "dwm.exe",
        "explorer.exe",
        "logonui.exe",
        "lsass.exe",
        "microsoft.aad.brokerplugin.exe",
        "msedge.exe",
        "msedgewebview2.exe",
        "msiexec.exe",
        "msmpeng.exe",
        "rundll32.exe",
        "searchhost.exe",
        "services.exe",
        "sihost.exe",
        "startmenuexperiencehost.exe",
        "svchost.exe",
        "systemsettings.exe",
        "taskhostw.exe",
        "userinit.exe",
        "wininit.exe",
        "winlogon.exe",
    }
)
"""Names in lower case that no deny rule may hit: without them nobody signs in, or the device is no longer managed."""
