"""Problems that show only when rules, roles and exceptions come together."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.blocked-here": "blocked here for everyone",
    "label.blocked-here-locked": "blocked here for everyone, locked",
    "label.caught-here": "caught by this line",
    "label.management-app": "{app} manages or protects the device",
    "label.device-groups": "these devices are reached through a group of devices",
    "label.role-here": "the role stands here",
    "RES201": Entry(
        'role "{role}" allows {apps}, but the organisation blocks that',
        "A role cannot loosen a rule of the organisation. Take the app out of this rule, or write an exception.",
        "A block of the organisation holds for every role, locked or not, and always wins from an allow or a caution. A role's rule "
        "that says otherwise would read as permission and do nothing, so it is refused. When the app is needed for a primary task, write "
        "an exception: a file in exceptions/ with a purpose, measures, approvals and an end date. An exception does not make this rule "
        "right either: it ends, the rule would stay.",
    ),
    "RES202": Entry(
        "this rule blocks {apps}, which manages or protects the device and is never stopped",
        "Take the app out of the rule or out of the list.",
        "Company Portal, Intune, Authenticator, Defender and the agents of device management carry out everything else in this policy. "
        "Without them a device falls out of compliance and its user is locked out. They can therefore not be blocked, and no "
        "allowlist lacks them.",
    ),
    "RES203": Entry(
        "this rule also catches {apps}, which manages or protects the device: left out, not blocked",
        "Nothing has to be done. Check in the catalogue whether the app is rightly marked as management.",
        "A rule over an advisory, a country or a category can catch an app that manages the device. Such an app is never stopped: "
        "the rule holds for all other apps that it catches.",
    ),
    "RES204": Entry(
        'exception "{exception}" decides nothing on {platform}: role "{role}" has no device of that platform',
        "Take the platform out of the exception, or add the device to the role.",
        "An exception decides for the devices that its role uses. For a platform that the role does not have there is nothing to decide, "
        "so the exception promises something that nobody gets.",
    ),
    "RES205": Entry(
        'exception "{exception}" does not reach the {platform} devices of role "{role}" that are assigned through device group "{group}"',
        "Give the exception to the whole role, or assign these devices through their users.",
        "An exception for a group splits that group of users off from its role, and the role's own policies then leave those users out. "
        "Intune cannot leave users out of an assignment to devices, so on these devices the role's policies stay as they are and the app "
        "stays as it is decided for the role.",
    ),
    "RES206": Entry(
        'two roles would be called "{role}"',
        "Rename the role or the exception.",
        "An exception for a group makes a role of its own, called after the role and the exception. That name is already taken, and two "
        "roles with one name would share their objects in Intune.",
    ),
}
