"""Waits for a tenant as a line of progress."""

import math

from managed_apparaten.cli import output
from managed_apparaten.graph.waiting import OnWait, Wait
from managed_apparaten.render.words import Words

_WORTH_TELLING = 1.0
"""Seconds; a shorter wait is over before the line is read."""


def waiter(words: Words) -> OnWait:
    """Say on a terminal what is waited for and how long; the next line of progress takes its place."""

    def tell(wait: Wait) -> None:
        if wait.seconds >= _WORTH_TELLING:
            output.progress(words.say(f"cli.wait.{wait.why}", seconds=words.number(math.ceil(wait.seconds)), service=wait.service))

    return tell
