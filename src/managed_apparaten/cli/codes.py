"""What a code means: the longer explanation behind `error[POL104]`."""

import re
from dataclasses import asdict

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.messages.catalogue import entries
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import BLANK, Piece, line, wrapped

CODE = re.compile(r"[A-Za-z]{3}\d{3}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def explain_code(code: str, context: Context, form: str) -> int:
    """Print the message, its explanation and what to do now; placeholders as `<name>`."""
    entry = entries(context.words.lang).get(code)
    if entry is None:
        output.tell(wrapped(context.words.say("cli.explain.no-code", code=code), output.width()))
        return FAILED
    if form == "json":
        output.data(dumps({"format_version": FORMAT_VERSION, "code": code, **asdict(entry)}))
        return DONE
    text, *paragraphs = (
        wrapped(_PLACEHOLDER.sub(r"<\1>", told), output.width()) for told in (entry.text, entry.explain, entry.help) if told
    )
    output.show([line(Piece(code, "strong")), *text, *(row for paragraph in paragraphs for row in (BLANK, *paragraph))])
    return DONE
