"""The conversation around an apply: the question, the progress, Ctrl-C, and how it ended."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from managed_apparaten.apply.events import Event
from managed_apparaten.apply.outcome import Outcome, State
from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_bare
from managed_apparaten.core.address import Address
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.stale import Difference
from managed_apparaten.render.pieces import BLANK, Line, Piece, columns, line, wrapped
from managed_apparaten.render.terminal import Page, change_lines
from managed_apparaten.render.words import Words

YES = {"nl": "ja", "en": "yes"}
_OBJECTS = 20
STALE = {
    "evaluated_on": "cli.stale.day",
    "organisation": "cli.stale.organisation",
    "policy_digest": "cli.stale.policy",
    "tenant_id": "cli.stale.tenant",
    "tool_version": "cli.stale.tool",
    "unmanaged": "cli.stale.unmanaged",
}
"""What may differ apart from objects. Guards are left out: they follow from the rest."""
_STATES: tuple[State, ...] = ("done", "begun", "failed", "unknown", "not-done")


def agreed(context: Context, clock: Clock) -> bool:
    """Ask somebody at a terminal for the whole word; where nobody is, and when the deadline passes first, the answer is no."""
    words = context.words
    if not output.interactive():
        output.tell(wrapped(words.say("cli.apply.not-asked"), output.width()))
        return False
    output.tell([line(words.say("cli.apply.ask"))])
    try:
        if not output.answered(context.end, clock):
            output.tell(wrapped(words.say("cli.apply.no-answer"), output.width()))
            return False
        answer = input()
    except (EOFError, OSError):  # Ctrl-D, or a terminal that is gone
        return False
    return answer.strip().lower() == YES[words.lang]


def heeded(context: Context) -> AbstractContextManager[None]:
    """While writing, a signal lets the request in hand be finished. Of several organisations, the run as a whole listens."""

    def tell() -> None:
        output.progress("")
        output.tell([line(context.words.say("cli.apply.stopping"))])

    return nullcontext() if context.member else context.interrupt.heeded(tell)


def narrator(words: Words) -> Callable[[Event], None]:
    """Events as one moving line on a terminal. Changes go side by side, so it counts those that are done."""
    done = 0

    def tell(event: Event) -> None:
        nonlocal done
        done += event.kind == "finished"
        if event.kind == "settling":
            output.progress("")
            output.tell(
                wrapped(words.say("cli.apply.settling", seconds=f"{event.seconds:.0f}"), output.width())
            )
        doing = words.say(f"cli.op.{event.op or 'look'}")
        output.progress(
            words.say(
                "cli.apply.progress",
                done=str(done),
                total=str(event.total),
                doing=doing,
                address=str(event.address),
            )
        )

    return tell


def tell_stale(reviewed: Plan, now: Plan, differences: Sequence[Difference], context: Context) -> None:
    """What is no longer as it was reviewed: the plan as a whole, then each object as the plan would show it now."""
    words, page = context.words, Page(context.words, output.width())
    parts = sorted(
        {difference.field.split("/")[1] for difference in differences if not difference.address}
        & STALE.keys()
    )
    addresses = sorted({difference.address for difference in differences if difference.address})
    tell_bare([Diagnostic("APL005", args={"count": str(len(parts) + len(addresses))})], context)
    for part in parts:
        text = words.say(STALE[part], then=str(getattr(reviewed, part)), now=str(getattr(now, part)))
        output.tell(wrapped(text, page.width, "    ", first="  "))
    for address in addresses[:_OBJECTS]:
        output.tell([*_now(address, now, page), BLANK])
    if len(addresses) > _OBJECTS:
        output.tell([line("  ", words.say("cli.apply.more", n=words.number(len(addresses) - _OBJECTS)))])
    output.tell([line(Piece(words.say("cli.nothing-changed"), "strong"))])


def _now(address: Address, plan: Plan, page: Page) -> list[Line]:
    """What the plan would now do to one object."""
    changes = [change for change in plan.changes if change.address == address]
    active = [change for change in changes if change.action != "none"]
    if active:
        return [row for change in active for row in change_lines(change, page)]
    return wrapped(
        page.words.say("cli.stale.settled" if changes else "cli.stale.gone", address=str(address)),
        page.width,
        "  ",
        first="",
    )


def tell_outcome(outcome: Outcome, context: Context) -> None:
    """How the run ended: a sentence when all went well, else what went wrong and how far it came."""
    words = context.words
    done, begun, failed, unknown, left = (words.number(outcome.count(state)) for state in _STATES)
    total = words.number(len(outcome.results))
    if outcome.exit_code == 0:
        tell_bare([d for d in outcome.diagnostics if d.severity == "warning"], context)
        text = words.say(
            "cli.apply.done", done=done, total=total, writes=words.count("cli.count.write", outcome.writes)
        )
        output.show([line(Piece(text, "strong")), line(words.say("cli.apply.verified"))])
        return
    tell_bare(outcome.diagnostics, context)
    if not outcome.writes:
        output.tell([line(Piece(words.say("cli.nothing-changed"), "strong"))])
    else:
        output.tell(
            wrapped(
                words.say(
                    "cli.apply.partly",
                    done=done,
                    total=total,
                    begun=begun,
                    failed=failed,
                    unknown=unknown,
                    left=left,
                ),
                output.width(),
            )
        )
    rows = [[words.say(f"cli.apply.state.{result.state}"), words.say(f"cli.action.{result.action}"), str(result.address)]
            for result in outcome.results if result.state in ("begun", "failed", "unknown")]  # fmt: skip
    output.tell(line("  ", text) for text in columns(rows))
    if outcome.count("begun"):
        output.tell(wrapped(words.say("cli.apply.begun"), output.width()))
