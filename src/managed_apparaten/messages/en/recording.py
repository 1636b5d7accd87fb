"""What recording the shapes of a tenant's answers says, and how far reading it has come."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.record.written": "Recording written to {file}: {kept} of {seen} exchanges, the others have the same shape.",
    "cli.record.shapes": "It holds shapes: which members an answer has, and of which kind. Names, texts, numbers and dates are not in it, "
    "ids are running numbers. It is text; read it before it goes anywhere.",
    "cli.record.unknown": "What is not known here is a number in it. If these are names of Graph's, and of nobody else, send them along:",
    "cli.progress.lists": "reading the tenant: {done} of {total} lists read",
}
