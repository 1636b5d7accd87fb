"""Hoe mensen de waarde van een argument noemen: platforms en soorten apparaten."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "word.platform.ios": "iOS",
    "word.platform.android": "Android",
    "word.platform.windows": "Windows",
    "word.platform.macos": "macOS",
    "word.devices.corporate": "van de organisatie",
    "word.devices.personal": "van mensen zelf",
    "word.devices.ios, corporate": "iPhone of iPad van de organisatie, zonder supervisie",
    "word.devices.ios, corporate, supervised": "iPhone of iPad van de organisatie, onder supervisie",
    "word.devices.ios, personal": "eigen iPhone of iPad",
    "word.devices.android, corporate": "Android-apparaat van de organisatie",
    "word.devices.android, corporate, fully-managed": "Android-apparaat van de organisatie, volledig beheerd",
    "word.devices.android, corporate, dedicated": "Android-apparaat van de organisatie, gedeeld",
    "word.devices.android, corporate, corporate-work-profile": "Android-apparaat van de organisatie met werkprofiel",
    "word.devices.android, corporate, corporate-work-profile, work": "Android-apparaat van de organisatie met werkprofiel, werkkant",
    "word.devices.android, corporate, corporate-work-profile, private": "Android-apparaat van de organisatie met werkprofiel, privékant",
    "word.devices.android, personal": "eigen Android-apparaat",
    "word.devices.android, personal, work-profile": "eigen Android-apparaat met werkprofiel",
    "word.devices.android, personal, work-profile, work": "eigen Android-apparaat met werkprofiel, werkkant",
    "word.devices.android, personal, work-profile, private": "eigen Android-apparaat met werkprofiel, privékant",
    "word.devices.windows, corporate": "Windows-pc van de organisatie",
    "word.devices.windows, personal": "eigen Windows-pc",
    "word.devices.macos, corporate": "Mac van de organisatie, zonder supervisie",
    "word.devices.macos, corporate, supervised": "Mac van de organisatie, onder supervisie",
    "word.devices.macos, corporate, supervised, macos 27": "Mac van de organisatie, onder supervisie, macOS 27 en later",
    "word.devices.macos, corporate, supervised, before macos 27": "Mac van de organisatie, onder supervisie, vóór macOS 27",
    "word.devices.macos, personal": "eigen Mac",
}
