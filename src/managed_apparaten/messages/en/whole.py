"""Texts for what belongs to the organisation as a whole: filters, mails, apps of the tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.kind.filter.corporate": "devices of the organisation",
    "label.kind.filter.personal": "people's own devices",
    "label.kind.filter.about": (
        "Keeps what is assigned to people to these {platform} devices, kept as code: change it in the policy repository, not here."
    ),
    "label.kind.message.title": "Device does not comply",
    "label.kind.message.about": (
        "Mail to somebody whose device does not comply, kept as code: change it in the policy repository, not here."
    ),
    "label.kind.message.subject": "Your device does not meet the rules of {organisation}",
    "label.kind.message.body": (
        "Your device does not meet the rules that keep the data of {organisation} safe. Open Company Portal: it says what is "
        "wrong and what you can do about it. As long as it is not mended you can lose access to mail and files. Questions: "
        "{helpdesk}. Is the device lost, or do you not trust it: {report}."
    ),
    "cause.kind.filter": "people can enrol a device of their own too, and this is not meant for it",
    "cause.kind.mail": "people are told at once what is wrong with their device",
    "cause.kind.message": "the text that comes with this tool",
    "cause.kind.message-own": "the organisation's own text",
    "cause.kind.contact": "questions go to {contact}",
    "cause.kind.language": "language of the organisation: {language}",
    "label.kind.app.about": (
        "Groups named here are assigned as code: change that in the policy repository, not here. Other assignments are left alone."
    ),
    "cause.kind.app-any-device": "no limit of our own: the store keeps out devices that cannot have the app",
    "cli.intent.available": "available",
    "cli.intent.required": "required",
    "cli.intent.uninstall": "uninstall",
    "cli.plan.filtered": "{group} (with {filter})",
}
