"""What a policy says of its own decisions, and must keep."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.type-here": "the kind of organisation",
    "label.not-primary": "no primary task",
    "label.allowed-here": "allowed here",
    "POL330": Entry(
        '"{body}" does not decide for an organisation of type {type}',
        "Correct the body, or the type of the organisation.",
        "College and raad are bodies of a gemeente, dagelijks and algemeen bestuur of a gemeenschappelijke regeling or a waterschap, "
        "gedeputeerde and provinciale staten of a provincie. A decision of a body that the organisation does not have is no decision.",
    ),
    "POL331": Entry(
        "the approach is all-staff, but roles stand on different steps ({devices}): {steps}",
        "Give these roles one step, or choose risk-based.",
        "The VNG offers a choice: the same line for all staff, or a line that follows a risk analysis. Different steps on the same sort of "
        "device are the second, and then the decision must say so.",
    ),
    "POL332": Entry(
        'role "{role}" has private-use none, but its Android devices have a private side with an open store',
        "Choose fully-managed, the step allowlist, or private-use limited.",
        "A device with a corporate work profile (COPE) has a private side of its own. Below allowlist people can install there what they "
        "like, but for the apps that are blocked.",
    ),
    "POL333": Entry(
        'role "{role}" has private-use own, but all its devices are of the organisation',
        "Add the devices of the people themselves, or choose none or limited.",
        "Own is for people who work on a device of their own. Terms and notices for them differ from those for a device on loan.",
    ),
    "POL334": Entry(
        "exception {exception} serves no primary task and lasts longer than three months",
        "End it by {latest}, or show the primary task that it serves.",
        "The advice leaves room for an exception where an app is needed for a primary task. Without one, this tool takes three months as "
        "the longest time after which the need is weighed again.",
    ),
    "POL335": Entry(
        "exceptions {other} and {exception} give the same text for the alternatives",
        "Write which alternatives were looked at for this exception.",
        "Alternatives are weighed for each case. A copied text shows that they were not.",
    ),
    "RES213": Entry(
        "the decision {reference} that this policy rests on is of {date}, after {on}",
        "Apply after the decision, or correct its date.",
        "approach.decision names the decision by which the organisation adopted this policy. On {on} it has not been taken yet.",
    ),
    "RES214": Entry(
        'role "{role}" works with data of very high risk and may use apps that read much of the device: {apps}',
        "Block these apps for the role, or write down in because: why they are needed.",
        "data-access in the catalogue says what an app asks access to. An app that reads contacts, files, messages, photos or keystrokes "
        "reads data of the work where these stand on the same device.",
    ),
}
