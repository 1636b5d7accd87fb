"""Messages that need all rules, roles and exceptions together (RES)."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "RES201": Entry(
        'role "{role}" allows {apps}, but the organisation blocks that',
        "A role cannot loosen a rule of the organisation. Take the app out of this rule, or write an "
        "exception.",
        "A block of the organisation holds for every role, locked or not, and always wins from an allow or "
        "a caution. A role's rule that says otherwise would read as permission and do nothing, so it is "
        "refused. When the app is needed for a primary task, write an exception: a file in exceptions/ with "
        "a purpose, measures, approvals and an end date. An exception does not make this rule right either: "
        "it ends, the rule would stay.",
    ),
    "RES202": Entry(
        "this rule blocks {apps}, which manages or protects the device and is never stopped",
        "Take the app out of the rule or out of the list.",
        "Company Portal, Intune, Authenticator, Defender and the agents of device management carry out "
        "everything else in this policy. Without them a device falls out of compliance and its user is "
        "locked out. They can therefore not be blocked, and no allowlist lacks them.",
    ),
    "RES203": Entry(
        "this rule also catches {apps}, which manages or protects the device: left out, not blocked",
        "Nothing has to be done. Check in the catalogue whether the app is rightly marked as management.",
        "A rule over an advisory, a country or a category can catch an app that manages the device. Such an "
        "app is never stopped: the rule holds for all other apps that it catches.",
    ),
    "RES204": Entry(
        'exception "{exception}" decides nothing on {platform}: role "{role}" has no device of that platform',
        "Take the platform out of the exception, or add the device to the role.",
        "An exception decides for the devices that its role uses. For a platform that the role does not "
        "have there is nothing to decide, so the exception promises something that nobody gets.",
    ),
    "RES205": Entry(
        'exception "{exception}" does not reach the {platform} devices of role "{role}" that are assigned '
        'through device group "{group}"',
        "Give the exception to the whole role, or assign these devices through their users.",
        "An exception for a group splits that group of users off from its role, and the role's own policies "
        "then leave those users out. Intune cannot leave users out of an assignment to devices, so on these "
        "devices the role's policies stay as they are and the app stays as it is decided for the role.",
    ),
    "RES206": Entry(
        'two roles would be called "{role}"',
        "Rename the role or the exception.",
        "An exception for a group makes a role of its own, called after the role and the exception. That "
        "name is already taken, and two roles with one name would share their objects in Intune.",
    ),
    "RES207": Entry(
        "{app} is required here and blocked for the same people",
        "Take the app out of one of the two rules.",
        "A block always wins, so a rule that requires the app would do nothing, and in Intune a required "
        "app is installed even where it is also to be removed. An exception does not make both rules right: "
        "it ends, they would stay. When only some of the people need the app, require it in their role and "
        "block it in the others.",
    ),
    "RES210": Entry(
        'exception "{exception}" promises {measure} for the whole role "{role}"',
        "Add group: with the accounts of the isolated devices, or take the measure out.",
        "On an isolated device the excepted app stands without any app for work and without app protection "
        "of work data. For a whole role that would take Outlook, Teams and everything else away from all "
        "its people. Give the devices accounts of their own, put these in a group, and name that group "
        "here.",
    ),
    "RES211": Entry(
        'measure {measure} cannot be kept on {platform}: role "{role}" has devices there on which Intune '
        "cannot keep other apps off",
        "Use a device of the organisation; an iPhone or iPad must be supervised.",
        "The measure means that only the excepted apps, the apps that manage the device and the apps of the "
        "platform itself can be used. Intune can do that on devices of the organisation, on iOS only when "
        "they are supervised.",
    ),
    "RES212": Entry(
        'exception "{exception}" promises no-work-data for {app}, but on {platform} role "{role}" lets work '
        "data reach it",
        "Let protected apps send data to protected apps only (protection level enhanced or high), and leave "
        "the app out of the protected apps.",
        "The measure is kept by app protection: work data can then be sent to protected apps only, and the "
        "excepted app is none of them. With the setting allApps, or with the app among the protected ones, "
        "nothing keeps work data out of it.",
    ),
    "RES213": Entry(
        "the decision {reference} that this policy rests on is of {date}, after {on}",
        "Apply after the decision, or correct its date.",
        "approach.decision names the decision by which the organisation adopted this policy. On {on} it has "
        "not been taken yet.",
    ),
    "RES214": Entry(
        'role "{role}" works with data of very high risk and may use apps that read much of the device: '
        "{apps}",
        "Block these apps for the role, or write down in because: why they are needed.",
        "data-access in the catalogue says what an app asks access to. An app that reads contacts, files, "
        "messages, photos or keystrokes reads data of the work where these stand on the same device.",
    ),
}
