"""`apparaten tenant approve`: agree, decide against, or take back what waits, as somebody runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.clock import now
from tests.unit.emulator.conftest import Client, valid
from tests.unit.emulator.test_approvals import WHY

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.tenant import Tenant


@pytest.mark.parametrize(("option", "status", "said"), [
    ((), "approved", "is approved"), (("--reject",), "rejected", "is rejected"), (("--cancel",), "cancelled", "is cancelled"),
])  # fmt: skip
def test_what_waits_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...], status: str, said: str
) -> None:  # fmt: skip
    tenant = Tenant.open(tmp_path / "tenant.sqlite", clock=now)
    tenant.approvals.require("compliance")
    url, body = valid("ios_compliance")
    code = Client(tenant)("POST", url, body, x_msft_approval_justification=WHY).headers[
        "x-msft-approval-code"
    ]
    tenant.close()
    command = ["--lang", "en", "--state", str(tmp_path), "tenant", "approve"]
    assert (run(command), capsys.readouterr().out) == (0, f"{code}\n")
    assert run([*command, code, *option]) == 0
    assert f"{code} {said}" in " ".join(capsys.readouterr().out.split())
    assert run([*command, code, *option]) == 1
    assert "does not wait" in " ".join(capsys.readouterr().err.split())
    tenant = Tenant.open(tmp_path / "tenant.sqlite", clock=now)
    [found] = Client(tenant)("GET", "/beta/deviceManagement/operationApprovalRequests").body["value"]
    assert found["status"] == status
    tenant.close()
