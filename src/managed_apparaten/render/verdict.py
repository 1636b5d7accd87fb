"""An explanation for people: what happens on the devices, then the decision and what speaks for it, then where it landed in Intune."""

from collections.abc import Sequence
from dataclasses import asdict

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import parts
from managed_apparaten.policy.model import PLATFORM_NAMES
from managed_apparaten.render.json import FORMAT_VERSION, span
from managed_apparaten.render.pieces import Line, Piece, line, width_of, wrapped
from managed_apparaten.render.words import Words, place
from managed_apparaten.resolve.explain import ExplainedGround as GroundLine
from managed_apparaten.resolve.explain import Explanation

_REASON = " " * 6


def heading(explanation: Explanation, words: Words, width: int) -> list[Line]:
    """The app, who controls it, what it asks access to, and the role."""
    app, role = explanation.app, explanation.role
    title = words.say(
        "cli.explain.title",
        app=app.name,
        publisher=app.publisher,
        role=role.title.in_language(words.lang),
        id=role.id,
    )
    control = app.control
    text = words.say("cli.explain.control", entity=control.entity, country=control.country or "?",
                     confidence=words.say(f"confidence.{control.confidence}"), place=place(control.span))  # fmt: skip
    lines = [*wrapped(title, width, tone="strong"), *wrapped(text, width, "  ", "quiet")]
    if app.data_access:
        access = words.listed([words.say(f"access.{data}") for data in app.data_access])
        lines += wrapped(words.say("cli.explain.access", access=access), width, "  ", "quiet")
    return lines


def verdict_lines(alike: Sequence[Explanation], words: Words, width: int) -> list[Line]:
    """The decision on one platform, or on several that are decided alike; the ground that decided, and those that did not."""
    first = alike[0]
    names = words.listed([PLATFORM_NAMES[e.platform] for e in alike])
    lines = wrapped(
        words.say("cli.explain.decision", platforms=names, decision=words.say(first.verdict)),
        width,
        "  ",
        "strong",
        "",
    )
    for ground in first.lines:
        lines += _ground(ground, words, width)
    return lines


def alike(verdicts: Sequence[Explanation]) -> list[list[Explanation]]:
    """Platforms on which the same grounds decide the same."""
    groups: list[list[Explanation]] = []
    for found in verdicts:
        same = next(
            (
                g
                for g in groups
                if g[0].lines == found.lines and g[0].decision.effect == found.decision.effect
            ),
            None,
        )
        if same is None:
            groups.append([found])
        else:
            same.append(found)
    return groups


def _ground(found: GroundLine, words: Words, width: int) -> list[Line]:
    """`decides  organisation.yaml:49  blocked, locked` and its reasons; a loser says only what it would have done."""
    label = words.say("cli.explain.won" if found.won else "cli.explain.lost")
    head = f"{label}  {place(found.ground.span)}  {words.say(f'ground.{found.ground.kind}')}"
    if not found.won:
        because = f": {words.cause(found.causes[0])}" if found.causes else ""
        return wrapped(head + because, width, _REASON, "quiet", "  ")
    lines = wrapped(head, width, _REASON, first="  ")
    for cause in found.causes:
        where = (
            f"  {place(cause.span)}" if cause.span and place(cause.span) != place(found.ground.span) else ""
        )
        lines += wrapped(words.cause(cause) + where, width, _REASON)
    if found.advisory:
        source = words.say(
            "cli.explain.source", date=found.advisory.date.isoformat(), source=found.advisory.source
        )
        lines += wrapped(source, width, _REASON, "quiet")
        if documents := found.advisory.documents(found.named):
            based = words.say("cli.explain.based-on", documents="; ".join(documents))
            lines += wrapped(based, width, _REASON, "quiet")
    if found.exception:
        approvals = words.listed(
            [f"{a.by} ({a.reference}, {a.date.isoformat()})" for a in found.exception.approvals]
        )
        lines += wrapped(words.say("cli.explain.approved", approvals=approvals), width, _REASON, "quiet")
        measures = words.listed(
            [words.say(f"measure.{measure.value}") for measure in found.exception.measures]
        )
        lines += wrapped(words.say("cli.explain.measures", measures=measures), width, _REASON, "quiet")
    return lines


def landed_lines(
    platform: str, landed: Sequence[tuple[str, str, str, str]], words: Words, width: int
) -> list[Line]:
    """Where the decision landed: (address, pointer, value, presence) each; said too when Intune carries nothing for it."""
    if not landed:
        return wrapped(
            words.say("cli.explain.nowhere", platform=PLATFORM_NAMES[platform]), width, _REASON, "quiet", "  "
        )
    values: dict[tuple[str, str, str], list[str]] = {}
    for address, pointer, value, presence in landed:
        values.setdefault((address, field_of(pointer), presence), []).append(value)
    lines: list[Line] = []
    for (address, field, presence), texts in values.items():
        state = words.say(f"cli.presence.{presence}")
        whole = line("  → ", Piece(address, "strong"), "  ", Piece(state, "quiet"))
        lines += (
            [whole]
            if width_of(whole) <= width
            else [line(*whole[:2]), *wrapped(state, width, _REASON, "quiet")]
        )
        if presence != "left-out":
            lines += wrapped(f"{field}: {', '.join(texts)}", width, _REASON)
    return lines


def field_of(pointer: str) -> str:
    """The property that the value stands in; of a settings catalog tree just `settings`."""
    steps = [step for step in parts(pointer) if not step.isdigit()]
    return steps[0] if steps else pointer


def explanation_json(explanation: Explanation) -> JSON:
    """One verdict without sentences."""
    decision, app = explanation.decision, explanation.app
    return {
        "role": explanation.role.id,
        "app": app.id,
        "platform": explanation.platform,
        "decision": decision.effect,
        "control": {"entity": app.control.entity, "country": app.control.country, "confidence": app.control.confidence,
                    "place": span(app.control.span)},
        "grounds": [_ground_json(ground) for ground in explanation.lines],
    }  # fmt: skip


def _ground_json(found: GroundLine) -> JSON:
    ground = found.ground
    return {
        "won": found.won,
        "kind": ground.kind,
        "effect": ground.effect,
        "place": span(ground.span),
        "because": asdict(found.because),
        "causes": [
            {"kind": c.kind, "message": c.message, "args": dict(c.args), "place": span(c.span)}
            for c in found.causes
        ],
        "advisory": found.advisory.id if found.advisory else None,
        "exception": ground.exception,
    }


def verdicts_json(verdicts: Sequence[tuple[Explanation, JSON, JSON]]) -> JSON:
    """All verdicts with what happens on the devices, and where they landed."""
    found = [
        {**explanation_json(e), "effects": effects, "resources": landed} for e, effects, landed in verdicts
    ]
    return {"format_version": FORMAT_VERSION, "verdicts": found}
