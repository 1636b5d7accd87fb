"""The list of prohibited apps in a device configuration of Apple: Intune reports who has one of them, and does no more.

Source: Microsoft Learn, device restrictions for Apple devices, "Restricted apps".
"""

from collections.abc import Mapping

from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import app_list_effects, app_lists, ladder
from managed_apparaten.policy.model import STEPS, Step

REPORTS: Mapping[Step, bool] = {step: app_lists.at_least(step, "monitor") for step in STEPS}
RIVALS = frozenset({"compliantAppListType", "compliantAppsList"})
MODES = {"compliantAppsList": "compliantAppListType"}
UNORDERED = frozenset({"/compliantAppsList", "/roleScopeTagIds"})


def prohibited(scope: Scope) -> tuple[dict[str, Traced], tuple[Diagnostic, ...]]:
    """The two properties of the list, and what there is to say about it."""
    reports, line, warnings = ladder.behaviour(scope, REPORTS)
    listed = app_lists.reported(scope) if reports else []
    body = {
        "compliantAppListType": because("appsNotInListCompliant" if listed else "none", line),
        "compliantAppsList": because(app_lists.app_list_items(listed), line),
    }
    return body, (*warnings, *app_lists.too_many(scope, len(listed)))


def effects(desired: Desired) -> Answer:
    """A report names whom has a listed app, while the list is one of prohibited apps. The app can be opened."""
    on = desired.body.get("compliantAppListType") == "appsNotInListCompliant"
    return (
        app_list_effects.marks("reported", app_list_effects.app_ids(desired.body, "compliantAppsList"))
        if on
        else _silent
    )


def _silent(_: AppQuestion) -> Said:
    return SILENT
