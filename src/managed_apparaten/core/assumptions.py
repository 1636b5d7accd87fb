"""Assumptions about Intune: facts that no public source states, each with a switch.

An organisation that observes something else in its own tenant states so in organisation.yaml, under `assumptions: {id: value}`.
docs/reference/assumptions.md is made from this table (`make reference`). The embedded tenant has a table of its own, in
`emulator/core/behaviour.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

TECHNOLOGIES = "apple-app-settings-technologies"
NEUTRAL = "apple-app-settings-neutral"
SIGNING_ID = "macos-signing-id"
ALLOWED_BY = "macos-allowed-by"
CHUNKS = "ios-restricted-apps-add-up"
SETTLE = "settle-time"
READING = "largest-reading"
APPROVAL_TEXT = "approval-text"
APPROVAL_CODE = "approval-code"
APPROVERS = "approver-names"
PUBLISHER_NAME = "applocker-publisher-name"
INSTALLERS = "applocker-installers"
IDENTITY_SERVICE = "applocker-service"
HELLO = "windows-compliance-password"
PREINSTALLED = "android-private-preinstalled"
SYSTEM_APPS = "android-system-apps"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption, with the values that an organisation can state for it."""

    id: str
    """Its name in organisation.yaml."""
    assumed: str
    """The sentence that is taken to be true."""
    used_in: tuple[str, ...]
    """Modules that depend on it."""
    why: str
    """What is known, and why the first value is the default."""
    check: str
    """How to check it in a real tenant."""
    values: Mapping[str, str]
    """Value -> what is done when it holds. The first value is the default."""

    @property
    def default(self) -> str:
        """The value that holds when the organisation states none."""
        return next(iter(self.values))


TABLE: tuple[Assumption, ...] = (
    Assumption(
        TECHNOLOGIES,
        "A settings catalog policy with Apple's declarative App Settings is taken with `technologies` of `mdm,appleRemoteManagement`.",
        ("intune/apple",),
        "The definitions themselves say `appleRemoteManagement` only, and no export of such a policy is public. Policies with other "
        "declarative settings, such as software updates, have both (public exports with `ddm-latestsoftwareupdate`).",
        "Make a policy with Allowed Apps in the portal and read it: "
        "`GET /beta/deviceManagement/configurationPolicies?$select=name,technologies`.",
        {
            "mdm,appleRemoteManagement": "both names are sent",
            "appleRemoteManagement": "only this one is sent, in an object of its own: the property cannot change once the object is there",
        },
    ),
    Assumption(
        NEUTRAL,
        "A policy with App Settings in which the group of allowed and denied apps is empty is taken, and lets every app be.",
        ("kinds/ios_app_settings",),
        "Every key in Apple's declaration is optional. Whether Intune takes a group without settings in it is not written anywhere.",
        "Apply a role on a step below block with os-minimum 27, and open an app on a device that gets it.",
        {
            "empty-group": "a role that lists no apps gets an object with an empty group",
            "no-object": "it gets none; Apple devices drop the settings of a profile that goes away",
        },
    ),
    Assumption(
        SIGNING_ID,
        "The signing id of a Mac app is its bundle id.",
        ("intune/apple",),
        "So Apple's tools sign an app unless told otherwise. Exceptions exist, and the catalogue records bundle ids only.",
        "`codesign -dvvv /Applications/App.app` prints `Identifier` and `TeamIdentifier`; compare them with the catalogue.",
        {
            "bundle-id": "apps are denied by their bundle id as signing id, with the team id where it is known",
            "unknown": "no app is listed: Macs on macOS 27 are treated as older ones",
        },
    ),
    Assumption(
        ALLOWED_BY,
        "Programs inside a Mac app have signing ids of their own, so that an app on a list of allowed binaries needs its whole team.",
        ("kinds/macos_app_settings",),
        "Browsers and chat apps start helpers that are signed under another identifier. Apple's documents do not say whether "
        "they count as the app.",
        "Allow one browser by team id and signing id on a test Mac with macOS 27 and see whether it opens a page.",
        {
            "team-id": "everything of a maker with an approved app may run, except the apps in the catalogue that are not approved",
            "signing-id": "only the approved app itself may run",
        },
    ),
    Assumption(
        CHUNKS,
        "The restricted apps of several compliance policies on one device add up.",
        ("kinds/ios_compliance",),
        "Each policy is judged apart and a device must meet all of them (Microsoft Learn). That lists add up follows, and stands nowhere.",
        "Give one person two policies with one app each, install the app of the second, and see whether the device becomes non-compliant.",
        {
            "several-objects": "more than a hundred apps go into further objects",
            "one-object": "more than a hundred apps is an error",
        },
    ),
    Assumption(
        PUBLISHER_NAME,
        "AppLocker names the publisher of a program by O, L, S and C of the subject of its certificate, in capitals, and a rule for a "
        "publisher and a file name holds whatever the product is called.",
        ("intune/windows_publishers",),
        "So publishers stand in AppLocker policies that others publish (microsoft/AaronLocker). That the subject on a signature always "
        "gives that form, and that `*` as a product goes with a file name, stands on no page. A deny rule with a wrong publisher stops "
        "nothing; the rule by file name stands beside it.",
        "`Get-AppLockerFileInformation C:\\path\\program.exe | Format-List Publisher` on a device that has the program.",
        {
            "from-subject": "the catalogue may state the subject of a certificate; the name is made of it",
            "as-written": "only publishers that the catalogue states in AppLocker's own form make rules",
        },
    ),
    Assumption(
        INSTALLERS,
        "With an enforced allowlist the installers that Microsoft signs are enough for what people install themselves, such as the meeting "
        "add-in of Teams.",
        ("intune/windows_builtin",),
        "AppLocker's own third default rule lets anybody install whatever anybody signed, which is left out. What the add-in needs under "
        "a custom profile is not written anywhere, and users report that rules for installers behave otherwise there than with "
        "Group Policy (MicrosoftDocs/windows-itpro-docs issues 6813 and 10027).",
        "Enforce an allowlist on a trial device with a new account, start Teams and see whether Outlook has its add-in; event 8007 in the "
        "AppLocker log (MSI and Script) names an installer that was stopped.",
        {
            "microsoft": "installers of Microsoft and of administrators may run",
            "all": "every installer may run; what it installs in a folder of the user's own still does not start",
        },
    ),
    Assumption(
        IDENTITY_SERVICE,
        "Windows starts the Application Identity service by itself when AppLocker rules come through Intune.",
        ("intune/applocker_gaps",),
        "While that service is stopped no rule holds (Microsoft Learn, Configure the Application Identity service). With Group Policy its "
        "start has to be set. What the MDM client does is not written anywhere; users report rules for programs that work without.",
        "`Get-Service AppIDSvc` on a device that has the rules, after a restart: Running, or not.",
        {
            "by-itself": "rules are taken to hold as soon as a device has them",
            "by-hand": "validate says for each role that the service has to be started in another way",
        },
    ),
    Assumption(
        HELLO,
        "The password of a Windows compliance policy can be met by people who sign in with Windows Hello.",
        ("kinds/windows_compliance",),
        "Microsoft's page speaks of the password to unlock a device and names no PIN of Windows Hello.",
        "Give a trial device with a PIN of six digits a role with an alphanumeric passcode and see whether it stays compliant.",
        {
            "asked": "the passcode of the role is part of compliance",
            "not-asked": "compliance of Windows devices asks no password; set what Hello takes in a policy of its own",
        },
    ),
    Assumption(
        PREINSTALLED,
        "On the private side of an Android device of the organisation, a list of allowed apps says what may be installed, and not what "
        "happens to an app that came with the device.",
        ("kinds/android_device_owner_restrictions",),
        "Google's Android Management API: with ALLOWLIST only listed apps are allowed to be installed in the personal profile. It names no "
        "system apps, such as Chrome and Maps. Which apps come with a device differs by maker and provider, and no catalogue knows. A list "
        "of blocked apps is clearer: a blocked app is removed when it is there.",
        "Give a trial device with a work profile a list of allowed apps without Chrome, and look for Chrome outside the work profile.",
        {
            "unknown": "of an app that is not on the list nobody can say whether it opens, as it may have come with the device",
            "kept-out": "an app that is not on the list does not open, also when it came with the device",
        },
    ),
    Assumption(
        SYSTEM_APPS,
        "A fully managed or dedicated Android device, and the work side of one with a work profile, leaves out the apps of its maker that "
        "nobody assigned.",
        ("effects/defaults",),
        "Enrolment removes most of them by design (Bayton, Understanding system app availability on managed devices), and a managed store "
        "of assigned apps takes off what is not in the policy (enum page of androidDeviceOwnerPlayStoreMode). Which apps a maker calls "
        "vital, such as a camera, differs by device, and enrolment can be told to leave all "
        "(android.app.extra.PROVISIONING_LEAVE_ALL_SYSTEM_APPS_ENABLED).",
        "Enrol a trial device and look which apps it shows that nobody assigned.",
        {
            "off": "an app that nobody assigned is not there",
            "unknown": "of an app that nobody assigned nobody can say whether it is there",
        },
    ),
    Assumption(
        SETTLE,
        "Within two minutes a new object or request for approval is in its list, and a read shows what was written.",
        ("workflow/apply",),
        "Intune says nothing of how far its lists and reads run behind. Other tools ask thirty times, every two seconds, and that has "
        "been enough for them (Terraform's provider for Microsoft 365). Twice that is waited for.",
        "Apply says APL025 when a list took more than half of this time. After an answer that was lost, a list that is slower than all "
        "of it would make a second object, which is found and taken away later.",
        {
            "2-minutes": "a write that is not seen in that time stops the run, and after a lost answer a create is repeated no sooner",
            "1-minute": "the same after one minute",
            "5-minutes": "the same after five minutes",
            "10-minutes": "the same after ten minutes",
        },
    ),
    Assumption(
        APPROVAL_TEXT,
        "An application sees its own requests for approval, with the end of their justification as it was sent, white space aside.",
        ("workflow/apply",),
        "The justification ends with a line that says what was asked. By it a machine that lost its journal knows its own requests again. "
        "Microsoft's page asks for one request by its code and does not say what a list shows to an application.",
        "After an apply that waits for approval, with the same sign-in: "
        "`GET /beta/deviceManagement/operationApprovalRequests?$select=status,requestJustification`.",
        {
            "shown": "what the tenant shows counts as much as the journal",
            "not-shown": "only the journal counts: keep it, for without it what is open is asked again and refused",
        },
    ),
    Assumption(
        APPROVAL_CODE,
        "The code of a request for approval is its `requestId`, or its `id`.",
        ("workflow/apply",),
        "Microsoft's page asks by `requestId`, a property that the type in its metadata does not have. Tools in the field find the code as "
        "`id` (CIPP-API).",
        "Compare the header `x-msft-approval-code` of a refused write with the request in that list.",
        {
            "requestId-or-id": "a request is ours when one of the two is the code; the first of them goes with the write",
            "requestId": "only this one is looked at",
            "id": "only this one is looked at",
        },
    ),
    Assumption(
        APPROVERS,
        "The groups of an access policy are groups of Entra that may be read by name.",
        ("workflow/apply",),
        "`approverGroupIds` is not explained. The names are only for people: who may agree is decided by Intune.",
        "`GET /beta/deviceManagement/operationApprovalPolicies`, and one of its `approverGroupIds` under `/v1.0/groups`.",
        {
            "by-name": "apply names the groups whose members can agree",
            "by-id": "it shows their ids and asks Entra nothing",
        },
    ),
    Assumption(
        READING,
        "All answers of one reading of a tenant together take at most 512 MiB of memory.",
        ("cli/target", "graph/http/size_limit"),
        "Entra keeps 300,000 objects in a tenant unless Microsoft raises that (Microsoft Learn, Microsoft Entra service limits and "
        "restrictions). A tenant so full, half of it people in three groups each and half devices in one, would come to some 320 MiB; one "
        "of 12,000 people and as many devices comes to 25 MiB, measured on the embedded tenant.",
        "`apparaten plan` says GRA009 in a tenant that is larger, and makes no plan.",
        {
            "512-MiB": "a reading that takes more fails: there is no plan",
            "2048-MiB": "the same at 2 GiB",
            "8192-MiB": "the same at 8 GiB",
        },
    ),
)
BY_ID: Mapping[str, Assumption] = {assumption.id: assumption for assumption in TABLE}


class StatedValue(Protocol):
    """The value that an organisation states for an assumption; `policy.model.Located` is one."""

    @property
    def value(self) -> str:
        """One of the values of the assumption."""
        ...


def effective_value(stated: Mapping[str, StatedValue], name: str) -> str:
    """Return the value of an assumption: the one that the organisation states, or else the default.

    `stated` holds what the organisation states, by id; `name` is the id of the assumption.
    """
    own = stated.get(name)
    return own.value if own else BY_ID[name].default
