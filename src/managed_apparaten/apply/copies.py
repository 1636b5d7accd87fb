"""Before a copy goes: reads have caught up, and the object that stays is there with everybody whom it is for.

Which of two is the copy was seen in one reading. When an earlier run changed them just before it, a reading can show what is no longer
so: an assignment that was taken away, an object that was deleted. Whoever believes that takes away the one that people have.
"""

from collections.abc import Sequence

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun
from managed_apparaten.apply.object_state import View, of_image
from managed_apparaten.apply.write import check


def settle(work: ChangeRun) -> None:
    """Wait until reads show all that was done before the run."""
    pause, told = FIRST_PAUSE, False
    while (left := work.settled - work.clock.monotonic()) > 0:
        work.stop_if_asked()
        if not told:
            work.tell("settling", "delete", left, None)
            told = True
        pause = work.pause(min(pause, left), "delete")


def see_what_stays(works: Sequence[ChangeRun]) -> None:
    """Halt unless the object that stays is there, is ours, and is as the plan wants it."""
    if not works:
        return
    wanted = [(work.kind, str(work.kept.object_id)) for work in works if work.kept]
    found = works[0].asked(lambda: works[0].reader.read_all(wanted))
    for work, now in zip(works, found, strict=True):
        if now is None:
            raise work.halt("APL012", stale=True, object=str(work.kept and work.kept.object_id))
        check(work, now, _wanted(work))


def _wanted(work: ChangeRun) -> View:
    """What it must show: what the plan saw, or what this run made of it."""
    image = work.kept and (work.kept.after or work.kept.before)
    assert image, f"{work.change.address} is a copy of nothing"
    return {key: value for key, value in of_image(image, work.kind).items() if key != "version"}
