"""The conversation around an apply: the question, the progress, Ctrl-C, and how it ended."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from managed_apparaten.apply.events import Event
from managed_apparaten.apply.outcome import Outcome, State
from managed_apparaten.apply.stale import Difference
from managed_apparaten.cli import output
from managed_apparaten.cli.checking import tell_bare
from managed_apparaten.cli.context import Context
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.plan.change import Plan
from managed_apparaten.render.pieces import Line, Piece, columns, line, wrapped
from managed_apparaten.render.view import value_text
from managed_apparaten.render.words import Words

YES = {"nl": "ja", "en": "yes"}
_DIFFERENCES = 20
_STATES: tuple[State, ...] = ("done", "failed", "unknown", "not-done")


@dataclass(slots=True)
class Interruption:
    """Whether somebody pressed Ctrl-C."""

    asked: bool = False


@contextmanager
def interruptible(context: Context) -> Iterator[Interruption]:
    """Let Ctrl-C finish the request in hand instead of tearing it."""
    interruption = Interruption()

    def stop(_number: int, _frame: FrameType | None) -> None:
        interruption.asked = True
        output.progress("")
        output.tell([line(context.words.say("cli.apply.stopping"))])

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before)


def agreed(context: Context) -> bool:
    """Ask somebody at a terminal for the whole word; where nobody is, the answer is no."""
    words = context.words
    if not output.interactive():
        output.tell(wrapped(words.say("cli.apply.not-asked"), output.width()))
        return False
    output.tell([line(words.say("cli.apply.ask"))])
    return input().strip().lower() == YES[words.lang]


def narrator(words: Words) -> Callable[[Event], None]:
    """Events as one moving line on a terminal."""

    def tell(event: Event) -> None:
        action = words.say(f"cli.action.{event.action}")
        output.progress(words.say("cli.apply.progress", position=str(event.position), total=str(event.total), action=action,
                                  address=str(event.address)))  # fmt: skip

    return tell


def tell_stale(reviewed: Plan, now: Plan, differences: Sequence[Difference], context: Context) -> None:
    """What is no longer as it was reviewed, object by object, and what to do about it."""
    words, width = context.words, output.width()
    tell_bare([Diagnostic("APL005", args={"count": str(len(differences))})], None, context)
    output.tell(row for difference in differences[:_DIFFERENCES] for row in _difference(difference, words, width))
    if len(differences) > _DIFFERENCES:
        output.tell([line("  ", words.say("cli.apply.more", n=words.number(len(differences) - _DIFFERENCES)))])
    if reviewed.evaluated_on != now.evaluated_on:
        output.tell(wrapped(words.say("cli.apply.other-day", then=reviewed.evaluated_on, now=now.evaluated_on), width))


def _difference(found: Difference, words: Words, width: int) -> list[Line]:
    address = str(found.address) if found.address else words.say("cli.apply.stale-whole")
    text = words.say("APL006", address=address, field=found.field, before=_shown(found.before, words), after=_shown(found.after, words))
    return wrapped(text, width, "      ", first="  ")


def _shown(value: JSON, words: Words) -> str:
    return words.say("cli.apply.absent") if value is None else value_text(value)


def tell_outcome(outcome: Outcome, context: Context) -> None:
    """How the run ended: a sentence when all went well, else what went wrong and how far it came."""
    words = context.words
    done, failed, unknown, left = (words.number(outcome.count(state)) for state in _STATES)
    total = words.number(len(outcome.results))
    if outcome.exit_code == 0:
        text = words.say("cli.apply.done", done=done, total=total, writes=words.count("cli.count.write", outcome.writes))
        output.show([line(Piece(text, "strong")), line(words.say("cli.apply.verified"))])
        return
    tell_bare(outcome.diagnostics, None, context)
    if not outcome.writes:
        output.tell([line(Piece(words.say("cli.nothing-changed"), "strong"))])
    else:
        output.tell(
            wrapped(words.say("cli.apply.partly", done=done, total=total, failed=failed, unknown=unknown, left=left), output.width())
        )
    rows = [[words.say(f"cli.apply.state.{result.state}"), words.say(f"cli.action.{result.action}"), str(result.address)]
            for result in outcome.results if result.state in ("failed", "unknown")]  # fmt: skip
    output.tell(line("  ", text) for text in columns(rows))
