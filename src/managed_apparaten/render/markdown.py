"""A plan as the comment of a pull request: the numbers first, details folded, each field linked to the line that asks for it.

Whatever comes from the tenant or the policy files stands in a code span or a `<code>` tag, so that no name can become a
link, an image, a mention or a tag. The templates cannot forget it: every value that is not marked as ours is put in a
code span when it is printed. GitHub refuses comments over 65,536 characters, so the details stop at 60 kB and the
digest of what was left out is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages.catalogue import entries
from managed_apparaten.plan.change import Change, EffectCount, Plan
from managed_apparaten.render.effects import numbers
from managed_apparaten.render.escape import code, code_html
from managed_apparaten.render.terminal import folded
from managed_apparaten.render.view import (
    TAGS,
    Block,
    ViewRow,
    active,
    block,
    likeness,
    others_set,
    short_names,
    summary,
)
from managed_apparaten.render.words import Words, linked, place

LARGEST = 60_000
"""Bytes of UTF-8."""
_TABLE_ROWS = 150
_FIELD_ROWS = 60
_UNMANAGED = 50


class Safe(str):
    """Markdown of our own making, printed as it is."""

    __slots__ = ()


def plan_markdown(plan: Plan, words: Words, policies: str = "policies") -> str:
    """The whole comment, at most `LARGEST` bytes."""
    blocks = [block(change, words, full=False) for change in active(plan)]
    sections = [_section(found, words, policies) for found in blocks]
    frame = _frame(plan, blocks, words)
    room = LARGEST - len(_page(frame, sections=[], left=Safe(len(sections)), left_digest="0" * 64).encode())
    fitting = _fitting(sections, room)
    rest = sections[fitting:]
    digest = sha256("".join(rest).encode()).hexdigest()
    return _page(
        frame,
        sections=sections[:fitting],
        left=Safe(words.number(len(rest))) if rest else "",
        left_digest=digest,
    )


def _fitting(sections: list[Safe], room: int) -> int:
    """How many sections fit, from the first."""
    for index, section in enumerate(sections):
        room -= len(section.encode()) + 1
        if room < 0:
            return index
    return len(sections)


@cache
def environment() -> Environment:
    """The templates, set so that a value which is not `Safe` becomes a code span when it is printed."""

    def source(name: str) -> str:
        return (
            resources.files("managed_apparaten.templates").joinpath("plan", name).read_text(encoding="utf-8")
        )

    environment = Environment(
        loader=FunctionLoader(source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=select_autoescape((), default_for_string=False), finalize=_finalised,
    )  # fmt: skip
    environment.filters.update(code=_code, cell=_cell, tag=_tag)
    environment.globals["safe"] = Safe
    return environment


def _finalised(value: object) -> str:
    return value if isinstance(value, Safe) else code(str(value), table=True)


def _code(text: str) -> Safe:
    return Safe(code(text))


def _cell(text: str) -> Safe:
    return Safe(code(text, table=True))


def _tag(text: str) -> Safe:
    return Safe(code_html(text))


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Our sentences around their values."""

    words: Words

    def __call__(self, key: str, /, **args: object) -> Safe:
        told = {
            name: value if isinstance(value, Safe) else code(str(value), table=True)
            for name, value in args.items()
        }
        return Safe(entries(self.words.lang)[key].text.format_map(told))


def _page(frame: Mapping[str, object], **more: object) -> str:
    return environment().get_template("plan.md.j2").render(**frame, **more)


def _frame(plan: Plan, blocks: list[Block], words: Words) -> dict[str, object]:
    say = _Speaker(words)
    alike = likeness(plan)
    foreign = sorted(plan.unmanaged, key=lambda item: (item.id not in alike, item.name, item.id))
    counts = plan.counts
    head = say("cli.md.head", date=plan.evaluated_on, tenant=plan.tenant_name, roles=Safe(words.count("cli.count.role", counts.roles)),
               apps=Safe(words.count("cli.count.app", counts.apps)), objects=Safe(words.count("cli.count.object", counts.objects)),
               ours=Safe(words.number(counts.ours)), foreign=Safe(words.number(counts.foreign)))  # fmt: skip
    return {
        "plan": plan,
        "say": say,
        "head": head,
        "summary": summary(plan, words),
        "refusals": [_refusal(guard.code, say, measured=say.words.measured(guard.measured), limit=guard.limit, override=guard.override)
                     for guard in plan.guards if not guard.passed],
        "rows": [_summary_row(found, words) for found in blocks[:_TABLE_ROWS]],
        "rows_left": _number(len(blocks) - _TABLE_ROWS, words),
        "alarms": [Safe(f"**{say('cli.md.at', address=str(b.change.address))} {alarm}**")
                   for b in blocks[:_TABLE_ROWS] for alarm in b.alarms],
        "effects": [{"role": e.role, "devices": words.word("devices", e.devices), "step": e.step, "forbidden": _of(e.forbidden, words),
                     "approved": _of(e.approved, words)} for e in plan.effects[:_TABLE_ROWS]],
        "notices": [say(f"cli.exception.{n.status}", id=n.id, role=n.role, starts=n.starts, ends=n.ends,
                        apps=Safe(folded([code(app) for app in n.apps], 4, words))) for n in plan.exceptions],
        "preconditions": [_precondition(found, say) for found in plan.preconditions],
        "unmanaged": [{"name": u.name, "collection": u.collection, "id": u.id, "like": alike.get(u.id)} for u in foreign[:_UNMANAGED]],
        "unmanaged_left": _number(len(foreign) - _UNMANAGED, words),
        "unmanaged_title": say("cli.plan.unmanaged", objects=Safe(words.count("cli.count.object", len(foreign)))),
    }  # fmt: skip


def _of(counts: tuple[EffectCount, ...], words: Words) -> Safe:
    """`117: 10 stopped, 107 unknown`."""
    return Safe(
        f"{words.number(sum(count.apps for count in counts))}: {numbers(counts, words)}"
        if counts
        else words.number(0)
    )


def _precondition(found: Diagnostic, say: _Speaker) -> Safe:
    """What keeps objects from having effect, with its code; a part that there is none of is no empty code span."""
    text = say(found.code, **{name: value if value else Safe("") for name, value in found.args.items()})
    return Safe(f"{say(f'label.{found.severity}')} {found.code}: {text}")


def _number(left: int, words: Words) -> Safe:
    return Safe(words.number(left) if left > 0 else "")


def _refusal(guard: str, say: _Speaker, **args: str) -> Safe:
    text = say(guard, **args)
    flag = f" ({code(args['override'])})" if args["override"] and args["override"] not in text else ""
    return say("cli.plan.guard", code=Safe(guard), text=Safe(text + flag))


def _summary_row(found: Block, words: Words) -> dict[str, object]:
    reach, change = found.change.reach, found.change
    note = found.note or words.say(f"cli.reason.{change.reason}")
    return {"sign": Safe(found.sign), "address": str(change.address), "note": Safe(note), "people": Safe(words.number(reach.people)),
            "devices": Safe(words.number(reach.devices))}  # fmt: skip


def _section(found: Block, words: Words, policies: str) -> Safe:
    rows = [_row(row, words, policies) for row in found.rows[:_FIELD_ROWS]]
    text = environment().get_template("change.md.j2").render(
        say=_Speaker(words), sign=Safe(found.sign), change=found.change, rows=rows, reach=Safe(found.reach),
        alarm=Safe("; ".join(found.alarms)),
        rows_left=_number(len(found.rows) - _FIELD_ROWS, words), not_managed=_not_managed(found.change, words),
    )  # fmt: skip
    return Safe(text)


def _not_managed(change: Change, words: Words) -> Safe:
    say, names = _Speaker(words), [code(name) for name in others_set(change)]
    told = [say("cli.plan.not-managed", names=Safe(folded(names, 8, words)))] if names else []
    told += [say("cli.plan.tags-stay")] if TAGS & {*change.not_managed} else []
    return Safe("; ".join(told))


def _row(row: ViewRow, words: Words, policies: str) -> dict[str, object]:
    text = f"{row.text}: {folded(short_names(row.members), 40, words)}" if row.members else row.text
    return {"sign": Safe(row.sign), "what": row.what, "text": text, "why": _why(row, words, policies)}


def _why(row: ViewRow, words: Words, policies: str) -> Safe:
    """Each cause with a link to its line; the text of a cause is partly the author's, so it is a code span as well."""
    if not row.causes:
        return Safe(words.say(row.gone) if row.sign == "-" and row.gone else "")
    return Safe("<br>".join(_links(row.causes, words, policies)))


def _links(causes: Causes, words: Words, policies: str) -> Iterable[str]:
    for cause in causes:
        text = code(words.cause(cause), table=True)
        yield (
            f"[{code(place(cause.span), table=True)}]({linked(cause.span, policies)}) {text}"
            if cause.span
            else text
        )
