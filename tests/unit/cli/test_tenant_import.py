"""`apparaten tenant import` as somebody runs it: a line for each file that did not come in whole, and totals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from managed_apparaten.cli.main import run

RULE = {"actionType": "block", "gracePeriodHours": 0}
POLICY = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "displayName": "iOS", "roleScopeTagIds": ["Weg"],
          "scheduledActionsForRule": [{"scheduledActionConfigurations": [RULE]}]}  # fmt: skip


def test_it_says_what_came_in_and_why_the_rest_did_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    group = {"target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupName": "Nieuw"}}
    files = {"good": {**POLICY, "assignments": [group]}, "bad": {**POLICY, "scheduledActionsForRule": []}, "list": [1], "what": {"a": 1},
             "\u202ename": {"@odata.type": "#microsoft.graph.informationProtectionPolicy"}}  # fmt: skip
    for name, body in files.items():
        (folder / f"{name}.json").write_text(json.dumps(body), "utf-8")
    options = ["--lang", "en", "--state", str(tmp_path), "tenant", "import", str(folder)]
    assert run(options) == 3, "some came in"
    assert capsys.readouterr().out.splitlines() == [
        "bad.json: refused: Compliance policy must have one and only one block scheduled action",
        "good.json: without scope tag Weg: there is none",
        "good.json: not assigned to Nieuw: there is no such group",
        "list.json: not read: no object in it",
        "what.json: not served: the file does not say what it is",
        "\\u{202e}name.json: not served: informationProtectionPolicy",
        "1 imported, 1 refused, 2 not served, 1 not read; 0 need no import.",
    ]
    assert run([*options, "--make-groups"]) == 3
    assert "Made group Nieuw." in capsys.readouterr().out
    for name in ("bad", "list"):
        (folder / f"{name}.json").unlink()
    assert run([*options, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["path"]: one["result"] for one in found["files"]}["good.json"] == "imported"


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--lang", "en", "--state", str(tmp_path), "tenant", "import"]
    assert run([*options, str(tmp_path / "nowhere")]) == 1
    assert "nowhere cannot be read: No such file or directory." in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert run([*options, str(tmp_path / "empty")]) == 0
    assert "There is nothing to import in" in capsys.readouterr().out
