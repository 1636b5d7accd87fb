"""Versions of operating systems and patch levels that no device can have."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "POL320": Entry(
        "no {system} has version {value}",
        "Write a version that exists; the newest one known here is {latest}.",
        "A minimum that no device reaches makes every device non-compliant, and locks people out of their mail. Versions that are newer "
        "than this program knows are accepted with a warning, as long as the maker can bring them out some day.",
    ),
    "POL321": Entry(
        "no {system} has version {value}; {likely} is {name}",
        'Write "{likely}" if that was meant.',
        "Names and numbers of versions differ: Windows 11 has version 10.0 and is known by its build, Android 14 has API level 34, and "
        "after iOS 18 and macOS 15 comes 26. A minimum that no device reaches locks everybody out.",
    ),
    "POL322": Entry(
        "{system} {value} is newer than {latest}, the newest version known here",
        "Look whether it exists: devices with an older version become non-compliant.",
        "The versions that this program knows were right when it was made. A newer one is taken as it is written.",
    ),
    "POL323": Entry(
        "{value} is no patch level of Android",
        'Write a date such as "2026-08-05", {first} or later.',
        "A security patch level is a date. Android has had them every month since the end of 2015.",
    ),
    "POL324": Entry(
        "no device has the patch level of {value} on {on}",
        "Write a day that has been.",
        "A patch level carries the date on which it was published. With one in the future every Android device becomes non-compliant.",
    ),
    "POL325": Entry(
        "version {value} of {system} is written with zeros in front of a number",
        'Write "{likely}".',
        "No maker writes a version in that way, and it is not documented what Intune makes of it.",
    ),
    "POL326": Entry(
        "no {system} has version {value}: none of the numbers is above {limit}",
        "Correct the last number, {name}, or leave it out.",
        "The last number of a version of Windows goes up with each update, and has 16 bits. With a number that is out of reach every PC "
        "becomes non-compliant.",
    ),
    "POL327": Entry(
        "no {system} has version {value}; {likely} is {name}, and {other} is {other_name}",
        'Write "{likely}" if both systems may be used, or "{other}".',
        "Windows 10 and Windows 11 have releases with the same name. Their versions differ in the build, and a minimum of the lower build "
        "lets in the higher one as well.",
    ),
}
