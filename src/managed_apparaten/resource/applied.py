"""What an object of ours remembers of the last apply that wrote to it: a line of its description, before the marker.

A runner's disk dies with it, so what the guards must know of earlier applies stands in the tenant: when it was, how many people and
devices the object then reached, the limits that held, which groups were protected. The line is no content: it is never compared, never
drift, and writing it is no change of its own but where limits alone change. Numbers only, and the beginnings of ids of groups.
How many people noticed each apply goes from line to line, so that the line with the highest number knows all of the last days.
A version that does not know the line takes it for text and writes the description without it; words that we do not know are left out.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from managed_apparaten.resource.text_views import seen

LINE = re.compile(r"\s*\[apparaten-applied\s(?P<words>[^\[\]]*)\]")
LIMITS = 5
SHORT = 8
"""How much of a group's id is kept."""
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{1,9})/(\d{1,9})/(\d{1,9})(?:/\d+)*")


class Day(NamedTuple):
    """What the guards counted of the applies of one day."""

    on: date
    people: int = 0
    devices: int = 0
    loosened: int = 0
    """People who were left less protected."""

    def __str__(self) -> str:
        return f"{self.on.isoformat()}/{self.people}/{self.devices}/{self.loosened}"


@dataclass(frozen=True, slots=True)
class Applied:
    """One object, as the last apply that people notice left it."""

    number: int
    """Of the apply: one more than any before it."""
    on: date
    people: int
    devices: int
    limits: tuple[int, ...]
    """max-people, max-devices, max-deletes, max-loosened and window-days, as they held."""
    protected: tuple[str, ...] = ()
    """How the ids of the protected groups begin, sorted."""
    policy: str = ""
    """How the digest of the policy files begins."""
    loosened: bool = False
    """Whether that change left people less protected."""
    lifted: bool = False
    """Whether the shares were over a limit, so that somebody lifted it with a flag."""
    seen: tuple[Day, ...] = ()
    """What was counted of the applies before this one, as far as they were within the window; without what a flag lifted."""
    own: Day | None = None
    """What was counted of this apply as a whole. Versions that did not count have none."""

    def __str__(self) -> str:
        words = [
            f"n={self.number}",
            f"on={self.on.isoformat()}",
            f"people={self.people}",
            f"devices={self.devices}",
        ]
        words += [f"limits={','.join(map(str, self.limits))}"]
        words += [f"protected={','.join(self.protected)}"] if self.protected else []
        words += [f"policy={self.policy}"] if self.policy else []
        words += [word for word, holds in (("loosened", self.loosened), ("lifted", self.lifted)) if holds]
        words += [f"seen={','.join(map(str, self.seen))}"] if self.seen else []
        words += [f"own={self.own}"] if self.own else []
        return f"[apparaten-applied {' '.join(words)}]"


def read(text: str | None) -> Applied | None:
    """What a description remembers; None when it says nothing that can be understood."""
    match = next((found for view in seen(text or "") if (found := LINE.search(view.text))), None)
    if not match:
        return None
    words = dict(word.partition("=")[::2] for word in match["words"].split())
    try:
        numbers = [int(words[name]) for name in ("n", "people", "devices")]
        limits = tuple(int(limit) for limit in words["limits"].split(","))
        on = date.fromisoformat(words["on"])
    except (KeyError, ValueError):
        return None
    if len(limits) < LIMITS or min(*numbers, *limits) < 0:
        return None
    protected = tuple(
        word for word in words.get("protected", "").split(",") if re.fullmatch("[0-9a-f]{8}", word)
    )
    earlier, own = _days(words.get("seen", "")), _days(words.get("own", ""))
    counted = (earlier, own[0]) if earlier is not None and own else ((), None)
    return Applied(
        numbers[0], on, numbers[1], numbers[2], limits[:LIMITS], protected, words.get("policy", ""), "loosened" in words, "lifted" in words,
        *counted,
    )  # fmt: skip


def _days(text: str) -> tuple[Day, ...] | None:
    """The days in a word; None when one of them cannot be understood."""
    found = [_DAY.fullmatch(day) for day in text.split(",")] if text else []
    try:
        return (
            tuple(
                Day(date.fromisoformat(day[1]), int(day[2]), int(day[3]), int(day[4])) for day in found if day
            )
            if all(found)
            else None
        )
    except ValueError:
        return None


def without(text: str) -> str:
    """The text without such a line, wherever it stands."""
    return LINE.sub("", text)


def with_line(text: str, applied: "Applied") -> str:
    """A description, marker and all, with the line before the marker, which stays last."""
    bare, at = without(text).removeprefix("\n"), "\n[apparaten "
    head, found, tail = bare.rpartition(at)
    if found:
        return f"{head}\n{applied}{at}{tail}"
    return f"{applied}\n{bare}"
