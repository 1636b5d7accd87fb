"""Effects for people: a class of device, what happens to an app there, and why or by which objects."""

from collections.abc import Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.effects.effect import Effect, OnApp, OnDevice, Source
from managed_apparaten.effects.remarks import named
from managed_apparaten.plan.change import ClassEffects, EffectCount
from managed_apparaten.render.json import span
from managed_apparaten.render.pieces import Line, Piece, Tone, fitted, line, width_of, wrapped
from managed_apparaten.render.words import Words, place

Found = tuple[OnDevice, OnApp]
TONES: dict[Effect, Tone] = {
    Effect.STOPPED: "add",
    Effect.REMOVED: "warning",
    Effect.REPORTED: "warning",
    Effect.ALLOWED: "plain",
    Effect.PROTECTED: "warning",
    Effect.NOT_CONTROLLED: "warning",
    Effect.UNKNOWN: "warning",
}
_BELOW = " " * 4


def effect_lines(found: Sequence[Found], words: Words, width: int) -> list[Line]:
    """Each class of device with what happens there; the reason, and the objects that do it, below."""
    return [row for one in found for row in _class(one, words, width)]


def _class(found: Found, words: Words, width: int) -> list[Line]:
    on, app = found
    head = Piece(class_on_step(named(on), on.step, on.written or "", words) + ": ", "strong")
    effect = Piece(words.say(f"effect.{app.effect.value}"), TONES[app.effect])
    whole = line(head, effect)
    lines = (
        [whole]
        if width_of(whole) <= width
        else [*fitted(line(head), width), *wrapped(effect.text, width, _BELOW, effect.tone, "  ")]
    )
    for text in (*_reason(found, words), *_besides(app, words)):
        lines += wrapped(text, width, _BELOW, "quiet", "  ")
    for address, where in dict.fromkeys((str(s.address), _where(s)) for s in app.sources):
        lines += _arrow(address, where, width)
    return lines


def class_on_step(devices: str, step: str, written: str, words: Words) -> str:
    """A class of device with the step that holds, and why that is not the one of the policy."""
    if written in ("", step):
        return words.say("cli.explain.on", devices=devices, step=step)
    return words.say("cli.explain.raised", devices=devices, step=step, written=written)


def _where(source: Source) -> str:
    return next((place(cause.span) for cause in source.causes if cause.span), "")


def _arrow(address: str, where: str, width: int) -> list[Line]:
    """The object and the line behind it, below each other where they do not fit beside each other."""
    head = line("  \u2192 ", Piece(address, "strong"))
    whole = (*head, Piece(f"  {where}", "quiet"))
    return [whole] if width_of(whole) <= width else [head, *wrapped(where, width, _BELOW + "  ", "quiet")]


def _reason(found: Found, words: Words) -> list[str]:
    on, app = found
    step = on.written or on.step if app.reason == "step" else on.step
    return (
        [words.say(f"effect.why.{app.reason}", platform=on.device.platform, step=step)] if app.reason else []
    )


def _besides(app: OnApp, words: Words) -> list[str]:
    said = [words.say(f"effect.also.{name}") for name in sorted(app.also)]
    return [words.listed(said)] if said else []


def plan_effects(found: Sequence[ClassEffects], words: Words, width: int, shown: int) -> list[Line]:
    """What happens to apps on each class of device of the roles of a plan, in numbers over the whole policy."""
    lines = [line(words.say("cli.plan.effects"))] if found else []
    for one in found[:shown]:
        head = f"{one.role}: {class_on_step(one.devices, one.step, one.written, words)}"
        lines += [
            *wrapped(head, width, _BELOW * 2, first=_BELOW),
            *wrapped(class_effect(one, words), width, _BELOW * 2, "quiet"),
        ]
    left = len(found) - shown
    return (
        [*lines, line(_BELOW, Piece(words.say("cli.plan.effects-left", n=words.number(left)), "quiet"))]
        if left > 0
        else lines
    )


def class_effect(one: ClassEffects, words: Words) -> str:
    """`of 117 forbidden apps 10 stopped, 107 unknown; of 33 approved apps 4 can be opened, 29 unknown`."""
    forbidden, approved = (sum(count.apps for count in some) for some in (one.forbidden, one.approved))
    how, opening = (numbers(some, words) for some in (one.forbidden, one.approved))
    args = {"forbidden": words.number(forbidden), "approved": words.number(approved)}
    return words.say(
        "cli.plan.effect", how=how or words.number(0), opening=opening or words.number(0), **args
    )


def numbers(counts: Sequence[EffectCount], words: Words) -> str:
    """`10 stopped, 107 unknown`."""
    return ", ".join(
        words.say(f"effect.short.{count.effect}", n=words.number(count.apps)) for count in counts
    )


def effects_json(found: Sequence[Found]) -> JSON:
    """The same without sentences."""
    return [
        {
            "devices": named(on),
            "side": on.side,
            "step": on.step,
            "written": on.written,
            "effect": app.effect.value,
            "reason": app.reason,
            "also": sorted(app.also),
            "objects": [
                {
                    "address": str(s.address),
                    "pointer": s.pointer,
                    "places": [span(c.span) for c in s.causes if c.span],
                }
                for s in app.sources
            ],
        }
        for on, app in found
    ]
