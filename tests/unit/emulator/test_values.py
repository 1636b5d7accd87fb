"""Edm values: what is accepted, and how durations are written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.emulator.odata.values import CHECKS, NotThisType, duration

DURATIONS = {
    "PT12H": "PT12H", "P90D": "P90D", "PT0S": "PT0S", "P0D": "PT0S", "PT90M": "PT1H30M", "PT300S": "PT5M", "PT24H": "P1D", "P1DT24H": "P2D",
    "PT1.50S": "PT1.5S", "-PT5M": "-PT5M",
}  # fmt: skip
REFUSED: dict[str, tuple[object, ...]] = {
    "Edm.Duration": ("", "P", "PT", "P1M", "P1W", "P1Y", "1D", "PT1", "pt1h", 5, None), "Edm.Guid": ("", "x",
    "6f9619ff8b86d011b42d00c04fc964ff"),
    "Edm.DateTimeOffset": ("2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00.12345678Z"),
    "Edm.Date": ("2026-1-1", "2026-13-01"), "Edm.Binary": ("a", "%%%", "é", 5), "Edm.Int64": (2**63, "1", 1.0), "Edm.Double": ("1", True),
    "Edm.TimeOfDay": ("24:00", "1:00"), "Edm.Byte": (-1, 256, "1"), "Edm.Int16": (2**15, -(2**15) - 1), "Edm.Untyped": (0, "", [], {}),
}  # fmt: skip


@pytest.mark.parametrize("text", DURATIONS)
def test_duration_is_written_canonically(text: str) -> None:
    assert duration(text) == DURATIONS[text]


@given(st.integers(0, 10**9))
def test_canonical_duration_is_stable_and_keeps_its_length(seconds: int) -> None:
    written = duration(f"PT{seconds}S")
    assert duration(written) == written
    assert duration(f"PT{seconds // 60}M{seconds % 60}S") == written


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in REFUSED.items() for value in values]
)
def test_value_of_another_form_is_refused(kind: str, value: object) -> None:
    with pytest.raises(NotThisType):
        CHECKS[kind](value)
