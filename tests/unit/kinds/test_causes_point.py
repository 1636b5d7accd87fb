"""Blame is only worth something when the place it names says what it claims."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.cases import DAY

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.core.cause import Cause
from managed_apparaten.core.span import Span
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.policy.load import load
from managed_apparaten.resolve.decide import decide

ROOT = Path(__file__).resolve().parents[3]
SAYS = {
    "cause.kind.group": None,
    "cause.kind.protected-group": "group",
    "cause.kind.higher-role": "priority",
    "cause.kind.step": "step",
    "cause.kind.function": "value",
    "cause.kind.rule": "value",
    "cause.kind.app": "app",
    "cause.kind.identifier": "identifier",
    "cause.kind.identifier-unverified": "identifier",
    "cause.kind.level": "level",
    "cause.kind.setting": None,
    "cause.kind.name": "role",
    "cause.kind.never-missing": "app",
    "cause.kind.protected-apps": None,
}
"""The argument that has to stand at the place; None where the place only has to exist."""


def text_at(sources: Mapping[str, str], span: Span) -> str:
    """What a span covers; several lines where it runs on."""
    lines = sources[span.file].splitlines()[span.line - 1 : span.end_line or span.line]
    if span.end_line in (0, span.line):
        return lines[0][span.col - 1 : span.end_col - 1 if span.end_col else None]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def sources() -> Mapping[str, str]:
    return load(ROOT / "policies").sources


@pytest.fixture(scope="module")
def causes() -> list[Cause]:
    policy = load(ROOT / "policies").policy
    assert policy
    found: dict[Cause, None] = {}
    for resource in compile_policies(policy, decide(policy, DAY), all_kinds()).resources:
        for some in (
            *resource.blame.values(),
            *(resource.apps_blame or {}).values(),
            *(a.causes for a in resource.assignments),
        ):
            found.update(dict.fromkeys(some))
    return list(found)


def test_policy_and_catalogue_causes_have_a_place_and_the_others_have_none(causes: list[Cause]) -> None:
    assert all((cause.span is not None) == (cause.kind in ("policy", "catalogue")) for cause in causes)


def test_the_place_says_what_the_cause_claims(causes: list[Cause], sources: Mapping[str, str]) -> None:
    wrong = []
    for cause in causes:
        argument = SAYS.get(cause.message)
        if cause.span and argument:
            claimed, found = dict(cause.args)[argument], text_at(sources, cause.span)
            if claimed.removesuffix(".0") not in found:
                wrong.append(f"{cause.span}: {claimed!r} is not in {found!r}")
    assert not wrong


def test_every_cause_is_a_sentence_in_both_languages(causes: list[Cause]) -> None:
    for cause in causes:
        assert render(cause.message, "en", dict(cause.args))
        assert render(cause.message, "nl", dict(cause.args))
