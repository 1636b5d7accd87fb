"""IntuneCD 2.6.0 as it comes from PyPI, run against the embedded tenant.

IntuneCD knows one host only, so `responses` catches its requests and hands them to the tenant; `-t` gives it a token and
skips its login. It prints failures instead of raising them: its output is read too.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import responses

from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant

HOST = re.compile(r"https://graph\.microsoft\.com/.*")
SERVED = {
    "Applications": "deviceAppManagement/mobileApps", "App Protection": "deviceAppManagement/managedAppPolicies",
    "Compliance Policies/Message Templates": "deviceManagement/notificationMessageTemplates",
    "Compliance Policies/Policies": "deviceManagement/deviceCompliancePolicies",
    "Device Configurations": "deviceManagement/deviceConfigurations", "Filters": "deviceManagement/assignmentFilters",
    "Scope Tags": "deviceManagement/roleScopeTags", "Settings Catalog": "deviceManagement/configurationPolicies",
}  # fmt: skip
"""Folder that IntuneCD writes -> collection."""


class IntuneCD:
    """The two programs, run against a tenant."""

    def __init__(self, tenant: Tenant, folder: Path, output: Callable[[], str]) -> None:
        self.tenant, self.folder, self.output = tenant, folder, output
        self.refused: list[str] = []

    def backup(self, folder: Path, form: str = "json") -> None:
        """IntuneCD-startbackup of everything that it knows of Intune: no part is excluded."""
        folder.mkdir(exist_ok=True)
        self._run("run_backup", ["-p", str(folder), "-o", form, "--append-id"])

    def update(self, *options: str) -> None:
        """IntuneCD-startupdate, assignments included."""
        self._run("run_update", ["-p", str(self.folder), "-u", *options])

    def _run(self, module: str, arguments: list[str]) -> None:
        program = importlib.import_module(f"IntuneCD.{module}")
        self.output()
        with self._caught():
            program.start(program.get_parser().parse_args(["-t", "token", "-m", "1", *arguments]))
        printed = self.output()
        assert self.refused == []
        assert "[ERROR]" not in printed, printed

    @contextmanager
    def _caught(self) -> Iterator[None]:
        door = InProcess(self.tenant, "IntuneCD")

        def answer(request: Any) -> Any:
            found = door.respond(request)
            if found[0] >= 400:
                self.refused.append(f"{request.method} {request.url}: {found[0]} {found[2].decode()}")
            return found

        with responses.RequestsMock(assert_all_requests_are_fired=False) as caught:
            for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
                caught.add_callback(method, HOST, callback=answer)
            yield

    def writes(self) -> list[tuple[str, str, int]]:
        """What IntuneCD wrote so far."""
        return [
            (entry.method, entry.url, entry.status)
            for entry in self.tenant.audit()
            if entry.actor == "IntuneCD"
        ]

    def change(self, folder: str, edit: Callable[[dict[str, Any]], None]) -> str:
        """Edit the first backed-up object of a folder; its id.

        Not one with several settings of the catalog: IntuneCD tells them apart by their place in the list, and the tenant gives them in
        another order after a write (`lists-reordered`), so that IntuneCD would write them again each time.
        """
        files = [
            (path, json.loads(path.read_text("utf-8")))
            for path in sorted((self.folder / folder).glob("*.json"))
        ]
        path, saved = next((path, saved) for path, saved in files if len(saved.get("settings") or ()) <= 1)
        edit(saved)
        path.write_text(json.dumps(saved), "utf-8")
        return path.stem.rsplit("__", 1)[1]


def backed_up(folder: Path) -> dict[str, Any]:
    """Every file of a backup, by its name."""
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }


def described(saved: dict[str, Any]) -> None:
    """Change the description of a saved object."""
    saved["description"] = "changed in the backup"
