import pytest

from managed_apparaten.policy.scalar import plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("NULL", None), ("nULL", "nULL"),
        ("true", True), ("FALSE", False), ("tRue", "tRue"),
        ("0", 0), ("12", 12), ("-3", -3), ("+4", 4), ("0o17", 15), ("0x1F", 31), ("999999999999999999", 10**18 - 1),
        ("1.20", 1.2), (".5", 0.5), ("1e3", 1000.0), ("-2.", -2.0), ("0.5", 0.5),
        ("2026-05-01", "2026-05-01"), ("1.2.3", "1.2.3"), ("NL", "NL"), ("nope", "nope"), ("Online", "Online"), ("x", "x"), ("=", "="),
        ("25%", "25%"), ("2026-B&W-0417", "2026-B&W-0417"), ("a_b", "a_b"), ("12 maanden", "12 maanden"),
    ],
)  # fmt: skip
def test_core_schema_decides_what_a_plain_scalar_is(text: str, value: object) -> None:
    read, fault = plain(text)
    assert (read, type(read), fault) == (value, type(value), None)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No",
        "NO",
        "yes",
        "on",
        "Off",
        "y",
        "N",
        "010",
        "-007",
        "08",
        "0b11",
        "12:30:00",
        "190:20:30",
        "1:20.5",
        "1_000",
        "0x_FF",
        "1_0.5",
        "1_",
    ],
)
def test_what_yaml_1_1_reads_differently_stays_a_text_and_is_refused(text: str) -> None:
    assert plain(text) == (text, "POL117")


@pytest.mark.parametrize(
    "text", [".nan", ".NaN", ".inf", "-.INF", "1e999", "9" * 19, "9" * 5000, "0x" + "F" * 30]
)
def test_what_no_json_number_holds_is_refused(text: str) -> None:
    assert plain(text) == (text, "POL118")
