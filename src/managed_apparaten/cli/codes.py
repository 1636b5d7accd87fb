"""What a code means: the longer explanation behind `error[POL104]`."""

import re
from dataclasses import asdict

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.messages.catalogue import entries, unfilled
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import BLANK, Piece, line, wrapped

CODE = re.compile(r"[A-Za-z]{3}\d{3}")


def explain_code(code: str, context: Context, form: str) -> int:
    """Print the message, its explanation and what to do now; placeholders as `<number>`."""
    entry = entries(context.words.lang).get(code)
    if entry is None:
        output.tell(wrapped(context.words.say("cli.explain.no-code", code=code), output.width()))
        return FAILED
    told = {part: unfilled(text, context.words.lang) for part, text in asdict(entry).items()}
    if form == "json":
        output.data(dumps({"format_version": FORMAT_VERSION, "code": code, **told}))
        return DONE
    text, *paragraphs = (
        wrapped(told[part], output.width()) for part in ("text", "explain", "help") if told[part]
    )
    output.show(
        [
            line(Piece(code, "strong")),
            *text,
            *(row for paragraph in paragraphs for row in (BLANK, *paragraph)),
        ]
    )
    return DONE
