"""Make sure that a copy may be deleted: reads must have settled, and the object that is kept must be there
with all its assignments.

Which of two objects is the copy was decided from one read. When an earlier run changed them shortly before,
that read can show an old state: an assignment that was removed since, or an object that was deleted. Deleting
on that basis could delete the object that people have.
"""

from collections.abc import Sequence

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun
from managed_apparaten.apply.object_state import View, of_image
from managed_apparaten.apply.write import check


def settle(work: ChangeRun) -> None:
    """Wait until reads show everything that was done before the run."""
    pause, is_announced = FIRST_PAUSE, False
    while (seconds_left := work.settled_at - work.clock.monotonic()) > 0:
        work.stop_if_asked()
        if not is_announced:
            work.tell("settling", "delete", seconds_left, None)
            is_announced = True
        pause = work.pause(min(pause, seconds_left), "delete")


def check_kept_objects(works: Sequence[ChangeRun]) -> None:
    """Halt unless the object that is kept is there, is ours, and is as the plan wants it."""
    if not works:
        return
    wanted = [(work.kind, str(work.kept.object_id)) for work in works if work.kept]
    kept_objects = works[0].asked(lambda: works[0].reader.read_all(wanted))
    for work, now in zip(works, kept_objects, strict=True):
        if now is None:
            raise work.halt("APL012", stale=True, object=str(work.kept and work.kept.object_id))
        check(work, now, _wanted(work))


def _wanted(work: ChangeRun) -> View:
    """Return what the object that is kept must show: what the plan saw, or what this run made of it."""
    image = work.kept and (work.kept.after or work.kept.before)
    assert image, f"{work.change.address} is a copy of nothing"
    return {key: value for key, value in of_image(image, work.kind).items() if key != "version"}
