"""AppLocker XML: what goes in comes out, no name becomes markup, and the grammar of the CSP holds, by a judge of our own."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.compile.applocker_judge import elements, judge

from managed_apparaten.intune import windows_builtin
from managed_apparaten.intune.applocker import (
    AppLockerRule,
    Path,
    Publisher,
    RuleCollection,
    build,
    package_name,
    parse,
    publisher_id,
    publisher_of,
)

HOSTILE = (
    "\"<&]]>'",
    '" Action="Allow',
    "</RuleCollection><RuleCollection Type='Exe'>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "<![CDATA[x]]>",
    "&lt;&#60;&amp;",
    "'s-Hertogenbosch",
    "tab\tnew\nline\rreturn",
    "腾讯科技(深圳)有限公司",
    "\U0001f512 *?%WINDIR%",
)
XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<>&\"'")
)
CONDITIONS = st.builds(Publisher, XML_TEXT, XML_TEXT) | st.builds(Path, XML_TEXT)
RULES = st.builds(
    AppLockerRule,
    st.uuids().map(str),
    XML_TEXT,
    st.sampled_from(("Allow", "Deny")),
    CONDITIONS,
    st.just("S-1-1-0"),
    XML_TEXT,
)
COLLECTIONS = st.builds(
    RuleCollection,
    st.sampled_from(("Exe", "Msi", "Appx")),
    st.sampled_from(("Enabled", "AuditOnly")),
    st.lists(RULES, max_size=4).map(tuple),
)
ONE = AppLockerRule("d26da4e7-0b01-484d-a8d3-d5b5341b2d55", "One", "Deny", Path("*\\one.exe"))


def only(*rules: AppLockerRule) -> RuleCollection:
    return RuleCollection("Exe", "Enabled", rules)


@given(COLLECTIONS)
@settings(max_examples=300, deadline=None)
def test_what_is_built_reads_back_as_what_it_was(collection: RuleCollection) -> None:
    assert parse(build(collection)) == collection


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_a_name(text: str) -> None:
    rule = replace(ONE, name=text, description=text)
    other = replace(ONE, id=str(uuid.uuid4()), condition=Publisher(text, text), name=text)
    built = build(only(rule, other))
    assert judge(built) == []
    assert [element.tag for element in elements(built)].count("FilePathRule") == 1
    assert {element.get("Name") for element in elements(built) if element.get("Name")} == {text}


@pytest.mark.parametrize("text", ["\x00", "\x08", "\x1b[2J", "\ufffe", "\ud800"])
def test_a_character_that_xml_cannot_hold_is_never_written(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in XML"):
        build(only(replace(ONE, name=text)))


@pytest.mark.parametrize(
    "text",
    [
        "****",
        "",
        "<RuleCollection",
        "<AppLockerPolicy/>",
        "<RuleCollection Type='Exe' EnforcementMode='NotConfigured'/>",
        "<RuleCollection Type='Dll' EnforcementMode='Enabled'/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><RuleCollection Type='Exe' EnforcementMode='Enabled'/>",
        "<RuleCollection Type='Exe' EnforcementMode='Enabled'>text</RuleCollection>",
        "<RuleCollection Type='Exe' EnforcementMode='Enabled'><FileHashRule/></RuleCollection>",
        build(only(ONE)).replace("</FilePathRule>", "<Exceptions/></FilePathRule>"),
        build(only(ONE)).replace('Action="Deny"', 'Action="Audit"'),
        build(only(ONE)).replace('Description=""', 'Description="" Extra="1"'),
    ],
)
def test_what_we_cannot_have_built_is_left_as_text(text: str) -> None:
    assert parse(text) is None


def test_layout_and_comments_mean_nothing() -> None:
    text = build(only(ONE)).replace("><", ">\n  <").replace("<Conditions>", "<!-- by hand --><Conditions>")
    assert parse(text) == only(ONE)


def test_entities_that_grow_are_not_read() -> None:
    bomb = (
        "<!DOCTYPE a [<!ENTITY a '"
        + "x" * 1000
        + "'>"
        + "".join(f"<!ENTITY a{n} '{'&a;' * 100}'>" for n in range(9))
        + "]>"
    )
    assert parse(bomb + "<RuleCollection Type='&a8;' EnforcementMode='Enabled'/>") is None


@pytest.mark.parametrize(
    ("subject", "family"),
    [
        (windows_builtin.MICROSOFT, "Microsoft.CompanyPortal_8wekyb3d8bbwe"),
        (windows_builtin.WINDOWS, "windows.immersivecontrolpanel_cw5n1h2txyewy"),
        ("CN=24803D75-212C-471A-BC57-9EF86AB91435", "5319275A.WhatsAppDesktop_cv1g1gvanyjgm"),
        ("CN=536BC709-8EE1-4478-AF22-F0F0F26FF64A", "TelegramMessengerLLP.TelegramDesktop_t4vj0pshhgkwm"),
        ("CN=B408A06D-44F7-4860-A12E-644DD44FA743", "MyCompany.MyGreatApp_f08ys7xx9zb3y"),
        (
            "CN=Skype Software Sarl, O=Microsoft Corporation, L=Luxembourg, S=Luxembourg, C=LU",
            "Microsoft.SkypeApp_kzf8qxf38zg5c",
        ),
    ],
)
def test_a_family_name_proves_its_publisher(subject: str, family: str) -> None:
    assert publisher_id(subject) == family.rpartition("_")[2]
    assert publisher_of(family, ["CN=Somebody else", subject]) == subject
    assert publisher_of(family, [subject.lower(), subject + " "]) is None


def test_the_package_name_is_what_stands_before_the_last_underscore() -> None:
    assert package_name("Microsoft.CompanyPortal_8wekyb3d8bbwe") == "Microsoft.CompanyPortal"


def broken() -> Iterator[tuple[str, str]]:
    good = build(only(ONE))
    yield good.replace("Exe", "exe"), "Type"
    yield good.replace("Enabled", "On"), "EnforcementMode"
    yield good.replace(ONE.id, "1"), "Id"
    yield good.replace('Name="One"', 'Name=""'), "Name"
    yield good.replace('Name="One"', f'Name="{"x" * 1025}"'), "Name"
    yield good.replace('Action="Deny"', 'Action="Block"'), "Action"
    yield good.replace("S-1-1-0", "Everyone"), "UserOrGroupSid"
    yield good.replace(' Description=""', ""), "Description"
    yield good.replace(' Path="*\\one.exe"', ""), "Path"
    yield good.replace("FilePathCondition", "FileNameCondition"), "FileNameCondition"
    yield build(only(ONE, replace(ONE, condition=Path("*")))), "twice"
    yield build(only(ONE, replace(ONE, id=str(uuid.uuid4())))), "same condition"
    yield good.replace('Type="Exe"', 'Type="Appx"'), "Appx"


@pytest.mark.parametrize(("text", "word"), list(broken()))
def test_the_judge_finds_what_windows_would_refuse(text: str, word: str) -> None:
    assert any(word in fault for fault in judge(text)), judge(text)


def test_the_judge_has_nothing_against_what_is_right() -> None:
    assert judge(build(only(ONE))) == []
