"""How much one reading may be: a service, or what answers in its place, can send pages for ever, and memory ends first.

Counted over all answers of a reading together, after each round, so every list in it is shorter than that. A reading over the ceiling
was not read. The switch is `largest-reading` in organisation.yaml.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from managed_apparaten.core import assumptions
from managed_apparaten.graph.errors import Oversized, ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse

HEAVIEST = 512
"""MiB that one answer may weigh; it is not parsed when it is more."""
_EACH = 64
"""Bytes that Python keeps for a value beside its text."""


def memory_weight(raw: bytes, status: int) -> int:
    """About how many bytes of memory a JSON document takes once it is parsed; raises `Oversized` when that is more than we have.

    Measured: what `users` of a group take is as much to the percent, what other documents take half of it to twice it. The text alone
    says little: a document of empty lists takes 24 times its length.
    """
    found = len(raw) + _EACH * (raw.count(b",") + raw.count(b"[") + raw.count(b"{"))
    if found > HEAVIEST * 2**20:
        raise Oversized(f"{HEAVIEST} MiB", status)
    return found


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """What the answers of one reading may weigh together."""

    mebibytes: int


def size_limit_of(stated: str | None) -> SizeLimit:
    """The ceiling that an organisation states (`2048-MiB`), or the usual one."""
    return SizeLimit(int((stated or assumptions.BY_ID[assumptions.READING].default).partition("-")[0]))


class SizeCounter:
    """What a reading has come to so far."""

    def __init__(self, ceiling: SizeLimit) -> None:
        self._ceiling, self._weight = ceiling, 0

    def count(self, requests: Sequence[GraphRequest], answers: Iterable[GraphResponse]) -> None:
        """Add the answers of a round. Raises `ReadFailed` at the one that is too much."""
        for request, answer in zip(requests, answers, strict=True):
            self._weight += answer.weight
            if self._weight > self._ceiling.mebibytes * 2**20:
                raise unusable_answer_error(
                    ReadFailed, request, "TooMuch", f"{self._ceiling.mebibytes} MiB", answer.status
                )
