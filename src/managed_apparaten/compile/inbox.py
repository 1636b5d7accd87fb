"""What an allowlist on Windows keeps, whatever a role approves: Windows itself, its sign-in, and what manages the device.

An AppLocker collection with allow rules blocks everything else, parts of Windows included: "when you create a list of
allowed apps, all inbox apps are also blocked" (Microsoft Learn, "AppLocker CSP", github MicrosoftDocs/windows-itpro-docs
@025c236). Settings, Start, the lock screen, the account broker and their helpers are packages signed as Microsoft
Windows, and each release of Windows has others of them: they are kept by that signature, not one by one.
"""

from dataclasses import dataclass

from managed_apparaten.compile.applocker import ADMINISTRATORS, ANY, EVERYONE, Path, Publisher

MICROSOFT = "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
WINDOWS = "CN=Microsoft Windows, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
SUBJECTS = (MICROSOFT, WINDOWS, "CN=24803D75-212C-471A-BC57-9EF86AB91435", "CN=536BC709-8EE1-4478-AF22-F0F0F26FF64A")
"""Certificate subjects that are known; `applocker.publisher_id` proves which families are theirs. The last two: WhatsApp, Telegram."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an allowlist always allows."""

    name: str
    what: Publisher | Path
    sid: str = EVERYONE


PACKAGES = (
    Kept("Windows: Settings, Start, sign-in", Publisher(WINDOWS, ANY)),
    Kept("Company Portal", Publisher(MICROSOFT, "Microsoft.CompanyPortal")),
    Kept("Windows Security (Defender)", Publisher(MICROSOFT, "Microsoft.SecHealthUI")),
    Kept("Microsoft Edge", Publisher(MICROSOFT, "Microsoft.MicrosoftEdge.Stable")),
    Kept("App Installer", Publisher(MICROSOFT, "Microsoft.DesktopAppInstaller")),
    Kept("Calculator", Publisher(MICROSOFT, "Microsoft.WindowsCalculator")),
    Kept("Notepad", Publisher(MICROSOFT, "Microsoft.WindowsNotepad")),
    Kept("Photos", Publisher(MICROSOFT, "Microsoft.Windows.Photos")),
    Kept("Snipping Tool", Publisher(MICROSOFT, "Microsoft.ScreenSketch")),
    Kept("Visual C++ runtime", Publisher(MICROSOFT, "Microsoft.VCLibs.140.00")),
    Kept("Visual C++ runtime for desktop apps", Publisher(MICROSOFT, "Microsoft.VCLibs.140.00.UWPDesktop")),
    Kept("Windows UI library", Publisher(MICROSOFT, "Microsoft.UI.Xaml.2.8")),
    Kept(".NET Native framework", Publisher(MICROSOFT, "Microsoft.NET.Native.Framework.2.2")),
    Kept(".NET Native runtime", Publisher(MICROSOFT, "Microsoft.NET.Native.Runtime.2.2")),
)
"""Packaged apps. With App Installer, Intune installs apps from the store; the last five are what packaged apps are built on.

Windows 10 signs Windows Security as Microsoft Windows, Windows 11 as Microsoft. Names as in family names in public code;
that frameworks need a rule of their own, as they do in the list of the AppLocker CSP, is an assumption.
"""

PROGRAMS = (
    Kept("Windows", Path("%WINDIR%\\*")),
    Kept("Program Files", Path("%PROGRAMFILES%\\*")),
    Kept("Defender platform", Path("%OSDRIVE%\\ProgramData\\Microsoft\\Windows Defender\\Platform\\*")),
    Kept("Administrators", Path(ANY), ADMINISTRATORS),
)
"""AppLocker's default rules ("Understanding AppLocker default rules", @16e8723), and where Defender updates itself.

`%PROGRAMFILES%` is both folders of that name. What installs for all users, such as Edge and Office, is there; Intune's
agent installs as the system, which is an administrator. The Windows folder has subfolders in which anybody may write:
Microsoft says so of its own default rule, and App Control for Business is the answer to that.
"""

INSTALLERS = (Kept("Windows Installer cache", Path("%WINDIR%\\Installer\\*")), Kept("Administrators", Path(ANY), ADMINISTRATORS))
"""Two of the three default rules ("Windows Installer rules in AppLocker", @1b2ac06); the third lets anybody install what is signed."""

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
