"""`apparaten doctor` as somebody runs it: what it prints, how wide, and with which exit code."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from tests.clock import now
from tests.unit.doctor.examination_fixtures import NOW, Looking, claims, examined

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.service.intune import tenant_settings
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.messages.catalogue import Lang, entries
from managed_apparaten.render.doctor import examination_json, examination_lines
from managed_apparaten.render.pieces import paint
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready

ROOT = Path(__file__).resolve().parents[3]


def doctored(state: Path, *arguments: str, lang: str = "en") -> int:
    return run(
        ["--lang", lang, "--policies", str(ROOT / "policies"), "--state", str(state), "doctor", *arguments]
    )


def test_a_fresh_embedded_tenant_is_well_and_another_setting_is_told_with_what_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctored(tmp_path, "--for", "apply") == 0
    assert "Nothing is missing for an apply (1 warning, 0 unknown)." in capsys.readouterr().out
    tenant = Tenant.open(tmp_path / "tenant.sqlite", clock=now)
    tenant_settings.set_settings(tenant.world.store, secureByDefault=False)
    tenant.close()
    assert doctored(tmp_path, lang="nl") == 1
    told = capsys.readouterr().out
    assert "ONTBREEKT  standaard     een apparaat zonder nalevingsbeleid telt als compatibel" in told
    assert "Niet compatibel" in told
    assert doctored(tmp_path, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["format_version"], found["for"], found["well"], found["grants"]) == (1, "plan", False, [])
    assert [row["finding"] for row in found["checks"] if row["status"] == "missing"] == [
        "doctor.default.off",
        "PLN095",
    ]


def test_f4_certificates_are_judged_by_the_day_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctored(tmp_path, "--format", "json") == 0
    capsys.readouterr()
    later = ["--date", (now() + timedelta(days=400)).date().isoformat()]
    assert (
        run(
            [
                *later,
                "--policies",
                str(ROOT / "policies"),
                "--state",
                str(tmp_path),
                "doctor",
                "--format",
                "json",
            ]
        )
        == 1
    )
    found = json.loads(capsys.readouterr().out)
    assert [row["finding"] for row in found["checks"] if row["status"] == "missing"] == ["PLN096"] * 3


@pytest.mark.parametrize(
    ("form", "first"), [("az", "#!/usr/bin/env bash\n"), ("powershell", "#Requires -Version 5.1\n")]
)
def test_the_script_is_printed_without_a_tenant(
    form: str, first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctored(tmp_path, "--script", form) == 0
    assert capsys.readouterr().out.startswith(first)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_everything_wrong_at_once_fits_in_eighty_columns_and_names_each_grant(
    lang: Lang, tenant: Tenant, ready: Ready
) -> None:
    tenant.approvals.require("apps", "compliance")
    tenant_settings.set_settings(tenant.world.store, secureByDefault=False)
    held = frozenset(
        {
            "Organization.Read.All",
            "DeviceManagementConfiguration.Read.All",
            "Mail.Read",
            "Member.Read.Hidden",
            "openid",
        }
    )
    seen = claims(tenant, held, expires=NOW - timedelta(hours=2))
    found = examined(ready, Looking(tenant, held), "apply", seen, now=lambda: NOW + timedelta(hours=1))
    text = paint(examination_lines(found, Words(lang), 80), colour=False)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert all(f"\n  {need.permission}\n" in text for need in found.grants)
    assert len(found.grants) == 7
    assert "Mail.Read" in text.splitlines()[-1]
    assert "openid" not in text
    assert examination_json(found)["spare"] == ["Mail.Read"]


def test_every_finding_that_is_missing_says_what_now() -> None:
    missing = {
        "doctor.sign-in.expired", "doctor.sign-in.refused", "doctor.tenant.other", "doctor.licence.none",
        "doctor.licence.refused", "doctor.reading.role", "doctor.reading.consent", "doctor.reading.absent", "doctor.reading.shape",
        "doctor.reading.property", "doctor.reading.failed", "doctor.reading.no-answer", "doctor.default.off",
        "doctor.clock.ahead", "doctor.clock.behind",
    }  # fmt: skip
    assert all(entries(lang)[key].help for lang in get_args(Lang) for key in missing)
