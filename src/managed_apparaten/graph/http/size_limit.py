"""Limits how much one reading of a tenant may return.

A service, or something that answers in its place, can send pages for ever, and memory would run out. The
limit counts all answers of a reading together, after each round, so every list in it is shorter than that. A
reading over the limit fails. An organisation sets the limit with the switch `largest-reading` in
organisation.yaml.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from managed_apparaten.core import assumptions
from managed_apparaten.graph.errors import Oversized, ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse

HEAVIEST = 512
"""Largest weight of one answer, in MiB; a heavier one is not parsed."""
_EACH = 64
"""Bytes of memory that Python needs for each value besides its text."""


def memory_weight(raw: bytes, status: int) -> int:
    """Return about how many bytes of memory a JSON document takes once it is parsed; raise `Oversized` when
    that is too much.

    Measured: exact to the percent for the `users` of a group, and between half and twice the real figure for
    other documents. The length of the text alone says little: a document of empty lists takes 24 times its
    length.
    """
    estimate = len(raw) + _EACH * (raw.count(b",") + raw.count(b"[") + raw.count(b"{"))
    if estimate > HEAVIEST * 2**20:
        raise Oversized(f"{HEAVIEST} MiB", status)
    return estimate


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How many MiB the answers of one reading may weigh together."""

    mebibytes: int


def size_limit_of(stated: str | None) -> SizeLimit:
    """Return the limit that an organisation states, such as `2048-MiB`, or else the default."""
    return SizeLimit(int((stated or assumptions.BY_ID[assumptions.READING].default).partition("-")[0]))


class SizeCounter:
    """Adds up the weight of the answers of one reading."""

    def __init__(self, limit: SizeLimit) -> None:
        self._limit, self._weight = limit, 0

    def count(self, requests: Sequence[GraphRequest], answers: Iterable[GraphResponse]) -> None:
        """Add the answers of a round; raise `ReadFailed` for the request whose answer exceeds the limit."""
        for request, answer in zip(requests, answers, strict=True):
            self._weight += answer.weight
            if self._weight > self._limit.mebibytes * 2**20:
                raise unusable_answer_error(
                    ReadFailed, request, "TooMuch", f"{self._limit.mebibytes} MiB", answer.status
                )
