"""Read everything that a run wrote once more at its end: an object that was verified earlier may have been
edited since."""

from collections.abc import Sequence

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun, Halted, read
from managed_apparaten.apply.object_state import View, differs, explain, of_desired, of_image, of_observed
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import Observed


def report_later_edits(works: Sequence[ChangeRun]) -> tuple[Diagnostic, ...]:
    """Report objects that are no longer as they were written.

    All of them were read back before. When nothing differs this takes one round of reads. An old value may
    come from a late replica, so it gets the settle time. A read that fails here is reported and does not
    change the result.
    """
    waiting, diagnostics = [work for work in works if work.now is not None], list[Diagnostic]()
    if not waiting:
        return ()
    clock, pause = waiting[0].clock, FIRST_PAUSE
    started_at = clock.monotonic()
    try:
        while waiting:
            has_settled = clock.monotonic() - started_at >= waiting[0].options.settle
            late = list[ChangeRun]()
            for work, now in zip(waiting, read(waiting), strict=True):
                fields = _gone(work, now)
                if fields and not has_settled and _late(work, now, fields):
                    late.append(work)
                elif fields:
                    field_names = (
                        fields
                        if now is None
                        else tuple(
                            d.field for d in explain(work.change.address, _seen(work, now), _left(work))
                        )
                    )
                    diagnostics.append(work.diagnostic("APL061", fields=", ".join(field_names)))
            if waiting := late:
                pause = waiting[0].pause(pause, None)
    except Halted as halted:
        diagnostics.append(
            waiting[0].diagnostic(
                "APL062", message=halted.diagnostic.args.get("message") or halted.diagnostic.code
            )
        )
    return tuple(diagnostics)


def _left(work: ChangeRun) -> View:
    """Return what is ours of the object as it was last seen."""
    assert work.now is not None, f"{work.change.address} was never read"
    change, seen = work.change, of_observed(work.now, work.kind)
    if work.desired is None or change.after is None:
        return seen
    return {key: seen.get(key) for key in of_desired(work.desired, change.after.targets, work.kind)}


def _seen(work: ChangeRun, now: Observed) -> View:
    return of_observed(now, work.kind)


def _gone(work: ChangeRun, now: Observed | None) -> tuple[str, ...]:
    return ("-",) if now is None else differs(_seen(work, now), _left(work))


def _late(work: ChangeRun, now: Observed | None, fields: Sequence[str]) -> bool:
    """Return whether everything that differs is as it was before the run, so that it may only be shown
    late."""
    if work.change.before is None:
        return now is None or set(fields) <= {"assignments", "apps"}
    if now is None:
        return False
    seen, old = _seen(work, now), of_image(work.change.before, work.kind)
    return not differs(seen, {key: old[key] for key in fields if key in old})
