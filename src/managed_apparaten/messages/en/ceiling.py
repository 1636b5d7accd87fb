"""Answers that are more than is read."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA009": Entry(
        "{request} brings more than is read ({code} {message})",
        "Try again. In a tenant that really is so large, state `largest-reading: 2048-MiB` under `assumptions` in organisation.yaml.",
        "A service that goes wrong, or something that answers in its place, can send pages without end, or a small packed answer that "
        "unpacks to more than this machine has memory. So one answer may be 64 MiB long, unpacked, and take 512 MiB of memory "
        "(TooLarge), and all answers of one reading together may take 512 MiB (TooMuch). A tenant that is as full as Entra allows by "
        "itself takes less. What was not read to its end is unknown, not absent, so there is no plan. TooMuch can be raised, TooLarge "
        "cannot.",
    ),
}
