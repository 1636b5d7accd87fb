"""What is done or waited for at a tenant, as a line of progress."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from managed_apparaten.cli import output
from managed_apparaten.graph.http.wait import OnList, OnWait, Wait
from managed_apparaten.render.words import Words

_WORTH_TELLING = 1.0
"""Seconds; a shorter wait is over before the line is read."""


def waiter(words: Words) -> OnWait:
    """Say on a terminal what is waited for and how long; the next line of progress takes its place."""

    def tell(wait: Wait) -> None:
        if wait.seconds >= _WORTH_TELLING:
            output.progress(
                words.say(
                    f"cli.wait.{wait.why}",
                    seconds=words.number(math.ceil(wait.seconds)),
                    service=wait.service,
                )
            )

    return tell


def lister(words: Words) -> OnList:
    """Say how many of the lists have been read, where there are several."""

    def tell(done: int, total: int) -> None:
        if total > 1:
            output.progress(
                words.say("cli.progress.lists", done=words.number(done), total=words.number(total))
            )

    return tell


@contextmanager
def reading(words: Words) -> Iterator[None]:
    """Say that the tenant is read, until it is."""
    output.progress(words.say("cli.progress.reading"))
    try:
        yield
    finally:
        output.progress("")
