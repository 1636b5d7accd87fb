"""The whole fault table under a survey: the same survey as without it, or none and a message that says why. Never a traceback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

import pytest
from tests.unit.graph.counting import Counting
from tests.unit.graph.test_reading_faults import bare

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.faults.fault_table import TABLE, Fault
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.read import collections
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.tenant import ReadScope, TenantState
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages.catalogue import Lang, advice, render

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BREAK_GLASS = "c6663500-6a20-5121-a082-0aedcba0eb8d"
SCOPE = ReadScope(
    all_kinds(),
    "zilverdam",
    ["sg-rol-college"],
    [BREAK_GLASS],
    ["com.apple.applicationaccess_allowairdrop"],
    lambda found: list(found),
)
BATCH, PART = r"\$batch$", r"^(?!.*\$(batch|count))"
WHERE: dict[str, tuple[str, int | None]] = {
    "all that comes": ("", None), "every part": (PART, None), "one part": (PART, 1), "one batch": (BATCH, 1),
}  # fmt: skip
NO_REQUEST = frozenset(
    {
        "F6",
        "F7",
        "F8",
        "F10",
        "F12",
        "F13",
        "F15 short",
        "F25",
        "F26",
        "F27",
        "F28",
        "F29",
        "F38",
        "F41",
        "F42",
        "F43",
    }
)
"""Nothing that happens to an answer: tested with the writes that they are about."""
LIES = frozenset({"F18 none", "F21 property", "F21 enum", "F21 null", "F21 type", "F37 truncated", "F37 trimmed", "F37 case", "F37 added",
                  "F39 gone", "F49 page"})  # fmt: skip
"""The service tells something else than it knows, everywhere and always: nobody can see that from an answer."""
FORMS = [
    f"{name} {form}"
    for name, row in TABLE.items()
    for form in row.forms
    if not {name, f"{name} {form}"} & NO_REQUEST
]


@pytest.fixture(scope="module")
def tenant() -> Iterator[Tenant]:
    """Most devices go: three hundred surveys read those that stay."""
    found = Tenant.open(None, clock=lambda: NOW)
    seed(found)
    for device in list(found.world.store.objects(("deviceManagement/managedDevices",)))[40:]:
        found.world.store.delete("deviceManagement/managedDevices", device.id)
    yield found
    found.close()


@pytest.fixture(scope="module")
def calm(tenant: Tenant) -> TenantState:
    return surveyed(tenant)


def surveyed(tenant: Tenant) -> TenantState:
    return Reader(RetryingTransport(Counting(tenant), VirtualClock(NOW))).survey(SCOPE)


def under(tenant: Tenant, form: str, path: str, times: int | None) -> TenantState | str:
    """The survey, or the code of the message; which exists, in each language, with all that it needs."""
    name, _, form = form.partition(" ")
    tenant.faults.inject(Fault(name, form, path=path, times=times, prop="description"))
    try:
        return surveyed(tenant)
    except ReadFailed as failed:
        told = diagnostic(failed)
        for lang in get_args(Lang):
            assert "{" not in render(told.code, lang, told.args) + advice(told.code, lang, told.args)
        return told.code
    finally:
        tenant.faults.clear()


@pytest.mark.parametrize("form", FORMS)
def test_a_survey_is_right_or_is_none_under_every_fault(form: str, tenant: Tenant, calm: TenantState) -> None:
    for where, (path, times) in WHERE.items():
        found = under(tenant, form, path, times)
        assert isinstance(found, str) or found == calm or form in LIES, where


@pytest.mark.parametrize("form", [form for form in FORMS if form[:3] in ("F5 ", "F18", "F19", "F20")])
def test_the_same_when_lists_come_in_pages(
    form: str, tenant: Tenant, calm: TenantState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "PAGE", 3)
    for times in (None, 1):
        found = under(tenant, form, "configurationPolicies$", times)
        assert isinstance(found, str) or bare(found) == bare(calm) or form in LIES


MADE = {
    "F5 bomb": "GRA002", "F5 html": "GRA002", "F5 empty": "GRA004", "F16 403": "GRA403", "F19 loop": "GRA003", "F19 endless": "GRA003",
    "F19 host": "GRA003", "F22 missing": "GRA004", "F3 503": "GRA500", "F36 captive-portal": "GRA002", "F36 tls": "GRA001",
    "F1 endless": "GRA429", "F40 413": "GRA413",
}  # fmt: skip


@pytest.mark.parametrize("form", MADE)
def test_what_stays_wrong_is_told_by_its_own_name(form: str, tenant: Tenant) -> None:
    assert under(tenant, form, "", None) == MADE[form]
