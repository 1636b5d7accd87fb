"""Every guard that may be lifted has its flag, and no flag lifts another guard."""

from datetime import date

from managed_apparaten.cli.guard_flags import GUARDS
from managed_apparaten.core.span import Span
from managed_apparaten.plan.guards.guards import Facts, guards
from managed_apparaten.plan.guards.past_applies import read_past_applies
from managed_apparaten.plan.reach import NOBODY
from managed_apparaten.policy.model import Guards, Located


def test_each_guard_is_lifted_by_the_flag_that_the_plan_names() -> None:
    limit = Located(25, Span("organisation.yaml", 1, 1))
    nothing = Facts(
        past=read_past_applies({}, (), Guards(limit, limit, limit), (), date(2026, 11, 21)),
        shrunk=(),
        loosening={},
        unmet=NOBODY,
        impacts=(),
        pairs=(),
        targets=(),
        protected=frozenset(),
        protected_people=frozenset(),
        outside=frozenset(),
        doubtful=frozenset(),
        roles=frozenset(),
        observed=(),
    )
    named = {guard.override: guard.code for guard in guards(nothing) if guard.override}
    assert named == {flag: code for flag, (code, _) in GUARDS.items()}
