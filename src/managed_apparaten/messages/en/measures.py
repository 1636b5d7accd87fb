"""Measures that an exception promises: what is compiled of them, and what is missing for it."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.explain.access": "asks access to {access}",
    "cli.explain.measures": "measures: {measures}",
    "access.contacts": "contacts",
    "access.calendar": "the calendar",
    "access.messages": "messages",
    "access.photos": "photos",
    "access.files": "files",
    "access.location": "the location",
    "access.camera": "the camera",
    "access.microphone": "the microphone",
    "access.keystrokes": "keystrokes",
    "access.device": "what the device is",
    "access.network": "the network around it",
    "measure.isolated-device": "a device without apps for work",
    "measure.no-work-account": "no work account on it",
    "measure.no-work-data": "no work data in the app",
    "measure.no-client-data": "no data of residents in the app",
    "measure.guest-network": "on the guest network only",
    "measure.own-sim": "a SIM of its own",
    "measure.archived": "what is sent is archived",
    "measure.wiped-at-end": "wiped at the end",
    "ground.measure": "kept off an isolated device",
    "cause.measure": "measure {measure}: apps for work do not stand beside the excepted app",
    "label.device-here": "this class of device",
    "RES210": Entry(
        'exception "{exception}" promises {measure} for the whole role "{role}"',
        "Add group: with the accounts of the isolated devices, or take the measure out.",
        "On an isolated device the excepted app stands without any app for work and without app protection of work data. For a whole role "
        "that would take Outlook, Teams and everything else away from all its people. Give the devices accounts of their own, put these "
        "in a group, and name that group here.",
    ),
    "RES211": Entry(
        'measure {measure} cannot be kept on {platform}: role "{role}" has devices there on which Intune cannot keep other apps off',
        "Use a device of the organisation; an iPhone or iPad must be supervised.",
        "The measure means that only the excepted apps, the apps that manage the device and the apps of the platform itself can be used. "
        "Intune can do that on devices of the organisation, on iOS only when they are supervised.",
    ),
    "RES212": Entry(
        'exception "{exception}" promises no-work-data for {app}, but on {platform} role "{role}" lets work data reach it',
        "Let protected apps send data to protected apps only (protection level enhanced or high), and leave the app out of the protected "
        "apps.",
        "The measure is kept by app protection: work data can then be sent to protected apps only, and the excepted app is none of them. "
        "With the setting allApps, or with the app among the protected ones, nothing keeps work data out of it.",
    ),
    "PLN075": Entry(
        'exception {exception} isolates the devices of group "{group}": {people} of its people use {devices} devices on these platforms',
        "Use accounts that belong to the isolated devices, one device each.",
        "Intune assigns to people. Whoever is in this group has the excepted app, and no app for work, on all their devices of these "
        "platforms, their ordinary work phone too.",
    ),
    "PLN076": Entry(
        'on the isolated Android devices of an exception of role "{role}" somebody else installs or offers: {apps}',
        "Leave the group of the exception out of these assignments in the portal.",
        "On Android every app can be used that somebody assigned to these people. The assignments are not ours and stay as they are.",
    ),
    "PLN077": Entry(
        'on Android, {people} people of role "{role}" get apps that it does not allow, through a lower role that they are in too: {apps}',
        "Take these people out of the groups of the lower role, or allow the apps for this role.",
        "A higher role gets these apps by the same assignment, so the groups of this role cannot be left out of it: whoever is in both is "
        "to have them. On Android an app that is assigned can be used.",
    ),
}
