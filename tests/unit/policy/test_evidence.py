"""POL350, POL351 and POL354: control that nobody can look up, and a domain that covers the website of an approved app."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune.web_domains import overlapping, overlaps, sites
from managed_apparaten.messages import advice, render
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import Resolved, decide

Spoil = Callable[[str, str, str], None]
ORG, ROLE, APPS, KIT = "organisation.yaml", "roles/college.yaml", "catalogue/apps/all.yaml", "lists/kit.yaml"
TIKTOK = "country: CN, confidence: confirmed, basis: register"
WHATSAPP = "country: US, confidence: confirmed"
ADVISED, CLASS = (
    "  - block: {advisory: advies}\n    locked: true\n",
    "  - block: {country: CN}\n    because: {nl: omdat}\n",
)


def readable(diagnostic: Diagnostic) -> Diagnostic:
    for lang in ("nl", "en"):
        assert render(diagnostic.code, lang, diagnostic.args)
        assert advice(diagnostic.code, lang, diagnostic.args)
    return diagnostic


def told(
    policies: Path, code: str
) -> list[tuple[str, str, dict[str, str], list[tuple[str, dict[str, str]]]]]:
    loaded = load(policies)
    assert loaded.policy is not None
    found = [readable(d) for d in loaded.diagnostics if d.code == code]
    assert {d.severity for d in found} <= {"warning"}
    return [
        (d.code, str(d.span), dict(d.args), [(str(one.span), dict(one.args)) for one in d.related])
        for d in found
    ]


def test_pol350_names_apps_that_are_confirmed_by_memory_alone(policies: Path, spoil: Spoil) -> None:
    assert told(policies, "POL350") == []
    spoil(APPS, TIKTOK, "country: CN, confidence: confirmed, basis: ' recalled '")
    spoil(APPS, WHATSAPP, "country: US, confidence: confirmed, basis: recalled")
    places = [
        (f"{APPS}:6:43", {"app": "TikTok", "country": "CN"}),
        (f"{APPS}:15:38", {"app": "WhatsApp", "country": "US"}),
    ]
    assert told(policies, "POL350") == [
        ("POL350", f"{APPS}:6:43", {"count": "2", "apps": "TikTok, WhatsApp"}, places)
    ]


@pytest.mark.parametrize(
    "control",
    ["confidence: recalled, basis: recalled", "confidence: confirmed, basis: 'recalled by the register'"],
)
def test_pol350_leaves_out_who_says_so_and_who_has_a_source(
    policies: Path, spoil: Spoil, control: str
) -> None:
    spoil(APPS, TIKTOK, f"country: CN, {control}")
    assert told(policies, "POL350") == []


def unreached(policies: Path) -> list[tuple[str, str, str]]:
    return [(place, args["what"], args["apps"]) for _, place, args, _ in told(policies, "POL351")]


def test_pol351_is_told_for_a_block_over_a_country_that_nothing_else_makes_good(
    policies: Path, spoil: Spoil
) -> None:
    spoil(APPS, WHATSAPP, "country: CN, confidence: recalled")
    spoil(KIT, "apps: [whatsapp]", "apps: [portal]")
    [(_, place, args, related)] = told(policies, "POL351")[:1]
    assert (place, args) == (f"{ORG}:19:12", {"count": "1", "what": "advies", "apps": "WhatsApp"})
    assert related == [(f"{APPS}:15:38", {"app": "WhatsApp", "country": "CN"})]
    assert unreached(policies) == [
        (f"{ORG}:19:12", "advies", "WhatsApp"),
        (f"{ROLE}:19:12", "CN", "WhatsApp"),
    ]


@pytest.mark.parametrize(
    ("control", "reached"),
    [
        ("country: CN, confidence: recalled", False),
        ("country: CN, confidence: confirmed", True),
        ("country: CN, confidence: contested", True),
        ("country: US, confidence: recalled", True),
    ],
)
def test_pol351_is_about_recalled_control_in_a_country_of_the_class(
    policies: Path, spoil: Spoil, control: str, reached: bool
) -> None:
    spoil(APPS, WHATSAPP, control)
    assert (unreached(policies) == []) == reached


BY_NAME = [
    ("whatsapp", True),
    ("{list: kit}", True),
    ("{category: messaging}", True),
    ("{category: social-media}", False),
]


@pytest.mark.parametrize(("selector", "by_name"), BY_NAME)
def test_pol351_leaves_out_what_the_organisation_blocks_by_name(
    policies: Path, spoil: Spoil, selector: str, by_name: bool
) -> None:
    spoil(APPS, WHATSAPP, "country: CN, confidence: recalled")
    spoil(ORG, "caution: whatsapp", f"block: {selector}")
    assert [what for _, what, _ in unreached(policies)] == ([] if by_name else ["advies", "CN"])


@pytest.mark.parametrize(("selector", "by_name"), BY_NAME)
def test_pol351_leaves_out_what_the_same_rule_of_a_role_blocks_by_name(
    policies: Path, spoil: Spoil, selector: str, by_name: bool
) -> None:
    """For the class of another rule it is told as before."""
    spoil(APPS, WHATSAPP, "country: CN, confidence: recalled")
    spoil(ROLE, CLASS, f"  - block: [{{country: CN}}, {selector}]\n")
    assert [what for _, what, _ in unreached(policies)] == ["advies", *([] if by_name else ["CN"])]


def test_pol351_is_no_matter_of_a_rule_that_blocks_nothing(policies: Path, spoil: Spoil) -> None:
    spoil(APPS, WHATSAPP, "country: CN, confidence: recalled")
    spoil(ORG, ADVISED, "  - caution: {advisory: advies}\n")
    spoil(ROLE, CLASS, "  - allow: {country: CN}\n")
    assert unreached(policies) == []


def test_pol351_leaves_out_an_app_that_the_blocked_advisory_names(policies: Path, spoil: Spoil) -> None:
    spoil(APPS, TIKTOK, "country: CN, confidence: recalled")
    assert unreached(policies) == [], (
        "the advisory of the organisation names it, for the country of the role too"
    )


def test_pol351_is_told_once_a_class(policies: Path, spoil: Spoil) -> None:
    spoil(APPS, WHATSAPP, "country: CN, confidence: recalled")
    spoil(ROLE, CLASS, CLASS + CLASS + "  - block: {advisory: advies}\n")
    assert [what for _, what, _ in unreached(policies)] == ["advies", "CN"]


def on_the_web(
    policies: Path, spoil: Spoil, tiktok: str, whatsapp: str, *unseen: str
) -> tuple[PolicySet, Resolved]:
    """The small policy with websites of TikTok, which the college blocks, and of WhatsApp, which it approves on its phones."""
    known = [name for name in tiktok.split(", ") if name not in unseen]
    seen = "".join(f'\n      "web:{name}": {{source: site, date: 2026-01-01}}' for name in known)
    spoil(APPS, "[835599320]}\n", f"[835599320]}}\n      web: {{domains: [{tiktok}]}}\n")
    spoil(APPS, "weak: true}\n", f"weak: true}}{seen}\n")
    spoil(
        APPS,
        "[net.whatsapp.WhatsApp]}\n",
        f"[net.whatsapp.WhatsApp]}}\n      web: {{domains: [{whatsapp}]}}\n",
    )
    policy = load(policies).policy
    assert policy is not None
    return policy, decide(policy, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("blocked", "approved", "covered"),
    [
        ("qq.example", "qq.example", True),
        ("qq.example", "mail.qq.example", True),
        ("mail.qq.example", "qq.example", False),
        ("qq.example", "notqq.example", False),
    ],
)
def test_pol354_is_told_where_a_blocked_domain_covers_that_of_an_approved_app(
    policies: Path, spoil: Spoil, blocked: str, approved: str, covered: bool
) -> None:
    policy, resolved = on_the_web(policies, spoil, blocked, approved)
    found = [readable(overlapping(one)) for one in overlaps(policy, resolved, resolved.roles)]
    args = {"domain": blocked, "app": "TikTok", "other": approved, "approved": "WhatsApp"}
    expected = [("POL354", "warning", f"{APPS}:10:23", args)] if covered else []
    assert [(d.code, d.severity, str(d.span), dict(d.args)) for d in found] == expected


def test_pol354_is_not_told_of_a_domain_that_nobody_saw(policies: Path, spoil: Spoil) -> None:
    policy, resolved = on_the_web(policies, spoil, "qq.example", "mail.qq.example", "qq.example")
    assert (overlaps(policy, resolved, resolved.roles), sites(policy, resolved, resolved.roles)) == ((), ())


def test_pol354_is_not_told_of_an_app_that_no_role_approves(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "  - allow: [{list: kit}, whatsapp]\n    platforms: [android, ios]\n", "")
    spoil(ORG, "caution: whatsapp", "block: whatsapp")
    policy, resolved = on_the_web(policies, spoil, "qq.example", "mail.qq.example")
    assert overlaps(policy, resolved, resolved.roles) == ()


def test_a_domain_under_another_one_is_left_out_of_the_list(policies: Path, spoil: Spoil) -> None:
    policy, resolved = on_the_web(policies, spoil, "y.qq.example, qq.example, a.example", "b.example")
    listed = sites(policy, resolved, resolved.roles)
    assert [(site.domain, [app.id for app in site.apps]) for site in listed] == [
        ("a.example", ["tiktok"]),
        ("qq.example", ["tiktok"]),
    ]
