"""F17: what an explanation says of the app's access and of the measures of an exception, in both languages."""

from dataclasses import replace
from typing import get_args

import pytest
from tests.oracle.office import example, ready

from managed_apparaten.messages import render
from managed_apparaten.policy.model import Language, Measure
from managed_apparaten.render.verdict import heading, verdict_lines
from managed_apparaten.render.words import Words
from managed_apparaten.resolve.explain import explain

WANTED = {
    "en": (
        "asks access to contacts and keystrokes",
        "measures: a device without apps for work, no work account on it,",
    ),
    "nl": (
        "vraagt toegang tot contacten en toetsaanslagen",
        "maatregelen: een apparaat zonder apps voor het werk, geen werkaccount erop,",
    ),
}


@pytest.mark.parametrize("language", sorted(WANTED))
def test_an_explanation_says_access_and_measures(language: Language) -> None:
    policy = example()
    app = replace(policy.apps["tiktok"], data_access=("contacts", "keystrokes"))
    policy = replace(policy, apps={**policy.apps, app.id: app})
    (ios,) = (
        e
        for e in explain(policy, ready(policy).resolved, "bestuursadvies-comm-2026-014", "tiktok")
        if e.platform == "ios"
    )
    lines = [*heading(ios, Words(language), 200), *verdict_lines([ios], Words(language), 200)]
    printed = "\n".join("".join(piece.text for piece in line) for line in lines)
    assert all(text in printed for text in WANTED[language])


@pytest.mark.parametrize("measure", get_args(Measure))
def test_every_measure_has_its_words(measure: Measure) -> None:
    assert render(f"measure.{measure}", "en", {}) != render(f"measure.{measure}", "nl", {})
