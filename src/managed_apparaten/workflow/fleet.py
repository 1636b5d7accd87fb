"""Many organisations in one run, each by itself: what goes wrong with one reaches no other.

Work is begun a few organisations ahead of the oldest that is not ready, so that answers come in the order of the names and what
waits to be told does not grow with their number.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
GRACE = 60.0
"""Seconds after the deadline in which a tenant that is being written to may finish the object in hand (a choice of ours)."""
_AHEAD = 3
"""Organisations begun for each that runs."""
GOOD = frozenset({0, 2})
PARTLY, WAITING = 3, 5


def each(
    names: Sequence[str], work: Callable[[str], T], workers: int, over: Callable[[], bool]
) -> Iterator[tuple[str, Future[T | None]]]:
    """Do the work for each name; the finished results in the order of the names. None for what was not begun before it was over."""
    waiting, begun = deque(names), deque[tuple[str, Future[T | None]]]()
    with ThreadPoolExecutor(workers, thread_name_prefix="organisation") as pool:
        while waiting or begun:
            while waiting and len(begun) < _AHEAD * workers:
                name = waiting.popleft()
                begun.append((name, pool.submit(_unless, over, work, name)))
            name, future = begun.popleft()
            wait([future])
            yield name, future


def exit_code(codes: Sequence[int]) -> int:
    """One code for all. All went well: the highest (0, or 2 for changes). None did: the one code they share, else 1.

    Some did and some did not: 3, as for one organisation that was applied partly; 5 when the others only wait for approval.
    """
    bad = {code for code in codes if code not in GOOD}
    if not bad:
        return max(codes, default=0)
    if bad == {WAITING}:
        return WAITING
    if PARTLY in bad or len(bad) < len(set(codes)):
        return PARTLY
    return bad.pop() if len(bad) == 1 else 1


def _unless(over: Callable[[], bool], work: Callable[[str], T], name: str) -> T | None:
    return None if over() else work(name)
