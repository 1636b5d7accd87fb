"""The gate that every text passes on its way out: names in a tenant are written by strangers.

A display name may hold terminal controls, direction overrides that make `exe.ecilop` read as `police.exe`, or Markdown
that pings people. Nothing is dropped: what cannot be shown safely is shown as `\\u{1b}`, so that the reader sees it is there.
"""

import html
import re
import unicodedata

_SAFE_FORMAT = frozenset(
    "\u00ad"
)  # the soft hyphen is harmless, and common in texts pasted from a word processor
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HIDDEN_LETTERS = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u034f"
)  # fillers: letters by category, blank on the screen
_BACKTICKS = re.compile("`+")
_PIPELINE_COMMAND = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)


def visible(text: str) -> str:
    """The text with every control, format, separator, surrogate and filler character as `\\u{hex}`; line breaks too."""
    if "##" in text:
        text = without_pipeline_commands(text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(c):x}}}" if _hidden(c) else c for c in text)


def without_pipeline_commands(text: str, mark: str = "\\u{23}") -> str:
    """Azure Pipelines obeys `##vso[` and GitHub `##[` wherever it stands in a line of output; the second `#` becomes `mark`."""
    return _PIPELINE_COMMAND.sub(lambda _: "#" + mark, text)


def _hidden(char: str) -> bool:
    if char in _SAFE_FORMAT:
        return False
    return unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _HIDDEN_LETTERS or _is_selector(char)


def _is_selector(char: str) -> bool:
    """Variation selectors carry hidden bytes; U+FE0F, which only asks for a coloured emoji, is let through."""
    return "\ufe00" <= char < "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def code(text: str, *, table: bool = False) -> str:
    """A Markdown code span that holds exactly this text: no link, mention, tag or image can come out of it.

    In a table cell GitHub splits on `|` before it looks for code spans, and takes the backslash off again afterwards.
    """
    shown = visible(text) or " "
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(shown)), default=0))
    pad = (
        " " if shown[0] == "`" or shown[-1] == "`" or (shown[0] == shown[-1] == " " and shown.strip()) else ""
    )
    if table:
        shown = shown.replace("|", "\\|")
    return f"{fence}{pad}{shown}{pad}{fence}"


def code_html(text: str) -> str:
    """The same inside a line of raw HTML, where Markdown is not read. GitHub looks for no mentions in `<code>`."""
    return f"<code>{html.escape(visible(text))}</code>"


def workflow_property(text: str) -> str:
    """A value for `key=value` in a GitHub workflow command; the documented five characters are percent-encoded."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def workflow_message(text: str) -> str:
    """The text of a GitHub workflow command: one line whatever is in it."""
    return visible(text).replace("%", "%25")
