"""What people call a value of an argument: platforms and classes of device."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "word.platform.ios": "iOS",
    "word.platform.android": "Android",
    "word.platform.windows": "Windows",
    "word.platform.macos": "macOS",
    "word.devices.corporate": "of the organisation",
    "word.devices.personal": "people's own",
    "word.devices.ios, corporate": "iPhone or iPad of the organisation, not supervised",
    "word.devices.ios, corporate, supervised": "iPhone or iPad of the organisation, supervised",
    "word.devices.ios, personal": "personal iPhone or iPad",
    "word.devices.android, corporate": "Android device of the organisation",
    "word.devices.android, corporate, fully-managed": "Android device of the organisation, fully managed",
    "word.devices.android, corporate, dedicated": "Android device of the organisation, shared",
    "word.devices.android, corporate, corporate-work-profile": "Android device of the organisation with a work profile",
    "word.devices.android, corporate, corporate-work-profile, work": "Android device of the organisation with a work profile, work side",
    "word.devices.android, corporate, corporate-work-profile, private": "Android device of the organisation with a work profile, private side",  # noqa: E501
    "word.devices.android, personal": "personal Android device",
    "word.devices.android, personal, work-profile": "personal Android device with a work profile",
    "word.devices.android, personal, work-profile, work": "personal Android device with a work profile, work side",
    "word.devices.android, personal, work-profile, private": "personal Android device with a work profile, private side",
    "word.devices.windows, corporate": "Windows PC of the organisation",
    "word.devices.windows, personal": "personal Windows PC",
    "word.devices.macos, corporate": "Mac of the organisation, not supervised",
    "word.devices.macos, corporate, supervised": "Mac of the organisation, supervised",
    "word.devices.macos, corporate, supervised, macos 27": "Mac of the organisation, supervised, macOS 27 and later",
    "word.devices.macos, corporate, supervised, before macos 27": "Mac of the organisation, supervised, before macOS 27",
    "word.devices.macos, personal": "personal Mac",
}
