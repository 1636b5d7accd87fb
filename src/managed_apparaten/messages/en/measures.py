"""Measures of an exception, and the data that an app asks access to."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
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
}
