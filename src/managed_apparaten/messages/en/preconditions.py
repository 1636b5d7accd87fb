"""What of the tenant keeps objects of a policy from having effect: in `doctor` and in a plan."""

from managed_apparaten.messages.en.doctor import DEFAULT_OFF
from managed_apparaten.messages.entry import Entry

_TERMS = (
    "The reasons are properties of the policy in Graph. state: it only reports. grantControls: another control is enough, such "
    "as mfa. clientAppTypes: not every client. includeApplications, excludeApplications: not all applications. includeGroups, "
    "excludeGroups and the like: not everybody in the role; (5/180) is how many of how many, and (?) that nobody can see who is "
    "in the group. "
    "locations, deviceFilter and other conditions: not always. Protected groups may be left out."
)
TEXTS: dict[str, Entry | str] = {
    "PLN090": Entry(
        "compliance has no effect: nothing requires a compliant device. {where}{why}",
        "Require a compliant device with conditional access (Entra, Protection), for all people and all applications or Office 365.",
        "A compliance policy only marks a device. Without conditional access a device that does not comply keeps access to mail and files. "
        + _TERMS,
    ),
    "PLN091": Entry(
        "a compliant device is not always required. {where}{why}",
        "Look whether these gaps in conditional access are meant.",
        "Conditional access requires a compliant device of a part of the people, or not in every case. "
        + _TERMS,
    ),
    "PLN092": Entry(
        "app protection has no effect: nothing requires it. {where}{why}",
        "Require an app protection policy with conditional access (compliantApplication), for all people and all applications "
        "or Office 365.",
        "On a device that nobody enrols, people can use an app without protection for the same mail and files, unless conditional access "
        "lets in protected apps only. " + _TERMS,
    ),
    "PLN093": Entry(
        "app protection is not always required. {where}{why}",
        "Look whether these gaps in conditional access are meant.",
        "Conditional access requires app protection of a part of the people, or not in every case. " + _TERMS,
    ),
    "PLN094": Entry(
        DEFAULT_OFF.text,
        DEFAULT_OFF.help,
        "It is the setting secureByDefault of the tenant, and off in a new one. Conditional access then lets in a device for "
        "which no policy "
        "is meant.",
    ),
    "PLN095": Entry(
        "people can enrol devices of their own that get no compliance policy and count as compliant. {where}",
        "Block personal devices there (Intune, Devices, Enrollment restrictions), or let a device without a policy count as not compliant.",
        "A phone that its owner enrols counts as personal. Policies for devices of the organisation are not for it. Restrictions count for "
        "new enrolments only and are no security boundary.",
    ),
    "PLN096": Entry(
        "{name} does not work: {why}",
        "Renew it in Intune, with the same account as before.",
        "Without the push certificate no device of Apple hears anything; without the token of the enrollment program no new one "
        "is enrolled "
        "by itself; without a VPP token or Managed Google Play no app is given out. A push certificate must be renewed with the same Apple "
        "account, else every device is enrolled anew.",
    ),
    "PLN097": Entry(
        "{name} ends on {date}, in {days} days",
        "Renew it before that, with the same account as before.",
        "Certificates and tokens of Apple hold for a year. Thirty days before the end this is said.",
    ),
    "PLN098": Entry(
        "{count} of {total} people of the tenant are in no role, so nothing is for them",
        "Look who they are: members of no group of a role. Accounts of services and shared mailboxes are counted too.",
        "Counted are enabled accounts that are no guests, without members of protected groups. Nobody is named.",
    ),
    "PLN099": Entry(
        "not read, so unknown: {paths}",
        "See apparaten doctor: what is missing is optional for a plan.",
        "Conditional access, enrolment restrictions, the compliance default and connections to Apple and Google are read where the sign-in "
        "may. What was not read is unknown: nothing is said of it, good or bad. Conditional access needs Policy.Read.All.",
    ),
    "doctor.status.warning": "warning",
    "doctor.check.access": "access",
    "doctor.check.enrolment": "enrolment",
    "doctor.check.connections": "connections",
    "doctor.check.people": "people",
    "doctor.around.access": "conditional access gives effect to compliance and app protection",
    "doctor.around.enrolment": "no device of people's own counts as compliant without a policy",
    "doctor.around.connections": "the connections to Apple and Google work",
    "doctor.around.people": "everybody is in a role",
    "doctor.around.roles": Entry("roles could not be looked at: {said}", "Mend what is missing above first."),
    "doctor.permission.optional": Entry(
        "{permission} is not granted; it is optional",
        "With it doctor and plan say where conditional access does not give effect to compliance and app protection.",
    ),
    "doctor.script.optional": "Optional: with this permission doctor and plan also see whether conditional access gives effect to the "
    "policies. It reads all policies of Entra, so it is left out until you take away the #.",
    "doctor.warned.missing": "{missing} missing, {warnings}, {unknown} unknown.",
    "doctor.warned.plan": "Nothing is missing for a plan ({warnings}, {unknown} unknown).",
    "doctor.warned.apply": "Nothing is missing for an apply ({warnings}, {unknown} unknown).",
}
