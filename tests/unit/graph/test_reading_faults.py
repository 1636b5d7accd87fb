"""The fault table where it is about reading: the same survey, or none. Against the embedded tenant, through everything we wait with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.graph.counting import Counting

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.rate_limit import retrying_transport
from managed_apparaten.graph.read import collections
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.tenant import ReadScope, TenantState
from managed_apparaten.kinds import all_kinds

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


@pytest.fixture(scope="module")
def tenant() -> Iterator[Tenant]:
    found = Tenant.open(None, clock=lambda: NOW)
    seed(found)
    yield found
    found.close()


@pytest.fixture(scope="module")
def calm(tenant: Tenant) -> TenantState:
    """What is read when nothing goes wrong."""
    return surveyed(tenant)


@pytest.fixture
def in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that gives few objects a page, whatever we ask."""
    monkeypatch.setattr(collections, "PAGE", 3)


def surveyed(tenant: Tenant, *faults: Fault) -> TenantState:
    try:
        for fault in faults:
            tenant.faults.inject(fault)
        return Reader(retrying_transport(Counting(tenant), VirtualClock(NOW))).survey(SCOPE)
    finally:
        tenant.faults.clear()


def bare(survey: TenantState) -> TenantState:
    """Without what only a list can show of what is not ours: a list that may have been cut off is asked for less."""
    foreign = tuple(replace(one, targets=(), rivals=None) for one in survey.reading.foreign)
    return replace(survey, reading=replace(survey.reading, foreign=foreign))


MENDED: dict[str, Fault] = {
    **{
        f"F1 {form}": Fault("F1", form, path=r"/beta/\$batch$")
        for form in ("whole", "fraction", "date", "zero", "negative", "junk")
    },
    "F1 one part": Fault("F1", path="deviceConfigurations$"),
    "F2": Fault("F2", path=r"\$batch$", times=3),
    **{f"F3 {status}": Fault("F3", status, path=r"\$batch$") for status in ("500", "502", "503", "504")},
    "F3 one part": Fault("F3", path=r"/groups$"),
    "F3 500 in one part": Fault("F3", "500", path="configurationPolicies$"),
    "F4": Fault("F4", "reset", path=r"\$batch$"),
    "F18 twice": Fault("F18", "twice", path="configurationPolicies$", times=None),
    "F18 reordered": Fault("F18", "reordered", path="configurationPolicies$", times=None),
    "F20": Fault("F20", path="transitiveMembers", times=None),
    "F22 429": Fault("F22", "429", path=r"\$batch$"),
    "F22 reordered": Fault("F22", "reordered", path=r"\$batch$", times=None),
    "F22 outer 503": Fault("F22", "outer-503", path=r"\$batch$"),
    "F36 dns": Fault("F36", "dns", path=r"\$batch$"),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_fault_that_passes_leaves_the_same_survey(name: str, tenant: Tenant, calm: TenantState) -> None:
    assert surveyed(tenant, MENDED[name]) == calm


REFUSED: dict[str, tuple[Fault, str]] = {
    "F1 endless": (Fault("F1", "endless", path=r"\$batch$"), "TooManyRequests"),
    "F3 for ever": (Fault("F3", path=r"transitiveMembers", times=None), "UnknownError"),
    "F16": (Fault("F16", path="mobileApps$"), "Forbidden"),
    "F22 424": (Fault("F22", "424", path=r"\$batch$"), "FailedDependency"),
    "F22 missing": (Fault("F22", "missing", path=r"\$batch$"), "MissingPart"),
    "F22 duplicate": (Fault("F22", "duplicate", path=r"\$batch$"), "MissingPart"),
    "F22 outer 424": (Fault("F22", "outer-424", path=r"\$batch$"), "FailedDependency"),
    "F36 tls": (Fault("F36", "tls", times=None), "NoConnection"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_fault_that_stays_gives_no_survey(name: str, tenant: Tenant) -> None:
    fault, code = REFUSED[name]
    with pytest.raises(ReadFailed) as failed:
        surveyed(tenant, fault)
    assert failed.value.code == code


ASTRAY = {
    "loop": "LinkRepeats",
    "host": "LinkElsewhere",
    "http": "LinkElsewhere",
    "relative": "LinkElsewhere",
}


@pytest.mark.usefixtures("in_pages")
@pytest.mark.parametrize("form", ASTRAY)
def test_a_next_link_that_leads_astray_gives_no_survey(form: str, tenant: Tenant) -> None:
    """F19, inside a batch."""
    with pytest.raises(ReadFailed) as failed:
        surveyed(tenant, Fault("F19", form, path="configurationPolicies$", times=None))
    assert failed.value.code == ASTRAY[form]


@pytest.mark.usefixtures("in_pages")
def test_an_object_that_one_reading_missed_is_found_by_the_next(tenant: Tenant, calm: TenantState) -> None:
    """F18: on none of the pages the first time. Without a second look we would make it a second time."""
    assert bare(surveyed(tenant, Fault("F18", "none", path="mobileApps$", skip=1, times=1))) == bare(calm)


@pytest.mark.usefixtures("in_pages")
def test_lists_in_pages_are_the_same_lists(tenant: Tenant, calm: TenantState) -> None:
    assert bare(surveyed(tenant)) == bare(calm)


@pytest.mark.parametrize("form", ["property", "enum", "null"])
def test_what_we_do_not_know_is_kept_as_it_came(form: str, tenant: Tenant) -> None:
    """F21: it is in the body, unchanged."""
    found = surveyed(tenant, Fault("F21", form, path="mobileApps$", prop="publishingState", times=None))
    key, value = {"property": ("propertyOfTomorrow", {"a": [1]})}.get(
        form, ("publishingState", {"enum": "memberOfTomorrow"}.get(form))
    )
    assert found.reading.shared
    assert all(app.body[key] == value for app in found.reading.shared)
