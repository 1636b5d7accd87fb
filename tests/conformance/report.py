"""What became of documented examples: by outcome, by effect, by resource and by kind of fault.

python -m tests.conformance.report    # write the counts of the page anew
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.conformance.corpus import Example, examples
from tests.conformance.effects import Outcome, replay
from tests.conformance.replay import Replayer
from tests.unit.emulator.conftest import Answer

from managed_apparaten.emulator.odata.metadata import load

OVERLAY: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "overlay.json").read_text("utf-8")
)
COUNTS = Path(__file__).parent / "counts.json"
NOT_SERVED = 490
"""The status by which the embedded tenant says that it lacks what Graph has; Graph never answers it."""
KINDS = ("documented", "differs", "not served", "wrong")


def outcomes(corpus: Iterable[Example], replayer: Replayer) -> Iterator[Outcome]:
    """Every example, sent one after the other."""
    return (replay(replayer, replayer.prepare(example)) for example in corpus)


def excuse(found: Outcome) -> int | None:
    """The first row of the overlay that fits an answer with another status than the documented one."""
    if found.as_documented:
        return None
    rows = enumerate(OVERLAY["answers"])
    return next((number for number, row in rows if fits(row, found.ready.example, found.answer)), None)


def fits(row: dict[str, Any], example: Example, answer: Answer) -> bool:
    """Whether a row of the overlay is about this answer."""
    text = answer.message if answer.status >= 400 else ""
    wanted = bool(re.fullmatch(row["method"], example.method)) and bool(
        re.search(row.get("resource", ""), example.resource)
    )
    wanted = wanted and bool(re.search(row["path"], example.path))
    wanted = wanted and all(said(example.request) for name, said in OF_THE_BODY.items() if row.get(name))
    if answer.status == NOT_SERVED:
        return wanted and row["kind"] == "not served"
    return wanted and row["status"] == answer.status and bool(re.search(row["message"], text))


def broken_off(body: Any, above: tuple[str, ...] = ()) -> bool:
    """Whether a body holds null inside a value whose type stands above it too: an example of a type that holds itself, cut somewhere."""
    if isinstance(body, list):
        return any(broken_off(one, above) for one in body)
    if not isinstance(body, dict):
        return False
    kind = str(body.get("@odata.type", ""))
    again = kind != "" and kind in above
    return any((value is None and again) or broken_off(value, (*above, kind)) for value in body.values())


def names_abstract(body: Any) -> bool:
    """Whether a body says that a value is of an abstract type."""
    if isinstance(body, list):
        return any(names_abstract(one) for one in body)
    if not isinstance(body, dict):
        return False
    kind = load("beta").find(
        str(body.get("@odata.type", "")).removeprefix("#").removeprefix("microsoft.graph.")
    )
    return (kind is not None and kind.abstract) or any(names_abstract(value) for value in body.values())


OF_THE_BODY: Mapping[str, Callable[[Any], bool]] = {"broken_off": broken_off, "abstract": names_abstract}
"""What a row of the overlay can ask of the documented body."""


def excused_effect(found: Outcome, effect: str, text: str) -> int | None:
    """The first row of the overlay that explains an effect which is another than expected."""
    at = f"{found.ready.kind} {found.ready.example.path} {text}"
    rows = enumerate(OVERLAY["effects"])
    return next(
        (
            number
            for number, row in rows
            if re.fullmatch(row["effect"], effect) and re.search(row["text"], at)
        ),
        None,
    )


def faults(found: Outcome) -> list[str]:
    """What is wrong and excused by nothing: the status first, then effects."""
    texts = []
    if not found.as_documented and found.answer.status != NOT_SERVED and excuse(found) is None:
        said = (
            found.answer.message if found.answer.status >= 400 and isinstance(found.answer.body, dict) else ""
        )
        texts.append(f"status {found.ready.example.status}, {found.answer.status}: {plain(said)}")
    texts += [
        f"{note.effect}: {note.wrong}"
        for note in found.wrong
        if excused_effect(found, note.effect, note.wrong) is None
    ]
    return texts


def plain(message: str) -> str:
    """An error message without its ids."""
    message = re.sub(r" for request.*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", message)
    return re.sub(r'.*"Message":"([^"]*?)( - Operation ID.*)?".*', r"\1", message)


def kind_of(found: Outcome) -> str:
    """Documented, differs with a source, not served, or wrong."""
    if faults(found):
        return "wrong"
    if found.answer.status == NOT_SERVED:
        return "not served"
    row = excuse(found)
    if row is None:
        return "differs" if found.wrong else "documented"
    return str(OVERLAY["answers"][row]["kind"])


def counts(found: list[Outcome]) -> dict[str, dict[str, int]]:
    """How many answers are as documented, in how many examples each effect was compared, and in how many it could not be."""
    kinds = Counter(kind_of(one) for one in found if not one.as_documented)
    compared = [effect for one in found for effect in {note.effect for note in one.notes if not note.open}]
    left = [
        reason
        for one in found
        for reason in {f"{note.effect}: {note.open}" for note in one.notes if note.open}
    ]
    return {
        "answers": {
            "documented": sum(one.as_documented for one in found),
            **{kind: kinds[kind] for kind in ("differs", "not served")},
        },
        "effects": dict(sorted(Counter(compared).items())),
        "open": dict(sorted(Counter(left).items())),
    }


def missing_keys(documented: Any, given: Any, kind: str, at: str = "") -> Iterator[str]:
    """Keys that the documented answer has and the given one has not, as `type/key/...`."""
    if isinstance(documented, dict) and isinstance(given, dict):
        for key, value in documented.items():
            if key.startswith("@") or "@odata." in key:
                continue
            if key not in given:
                yield f"{kind}{at}/{key}"
            else:
                yield from missing_keys(value, given[key], kind, f"{at}/{key}")
    elif isinstance(documented, list) and isinstance(given, list) and documented and given:
        yield from min((list(missing_keys(documented[0], item, kind, at)) for item in given), key=len)


def by_resource(found: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """Resource -> how many examples of each kind."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        counted[one.ready.example.resource][kind_of(one)] += 1
    return counted


def table(found: list[Outcome]) -> str:
    """The counts by resource, and every fault, the most frequent first."""
    counted = by_resource(found)
    total = sum(counted.values(), Counter[str]())
    lines = ["| resource | " + " | ".join(KINDS) + " |", "|---|" + "---|" * len(KINDS)]
    rows = [("all", total), *sorted(counted.items())]
    lines += [
        f"| {name} | " + " | ".join(str(counts[kind]) for kind in KINDS) + " |" for name, counts in rows
    ]
    groups: dict[str, list[str]] = defaultdict(list)
    for one in found:
        for text in faults(one):
            groups[re.sub(r"'[^']*'", "'...'", re.sub(r"[0-9a-fA-F-]{36}", "...", text))[:160]].append(
                f"{one.ready.example.name}: {text[:200]}"
            )
    for text, found_in in sorted(groups.items(), key=lambda group: -len(group[1])):
        lines += ["", f"## {len(found_in)}: {text}", "", *(f"- {line}" for line in found_in)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write `counts.json`."""
    corpus = examples()
    found = list(outcomes(corpus, Replayer(corpus)))
    COUNTS.write_text(json.dumps(counts(found), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
