"""The script for PowerShell, read as PowerShell reads it: quotes, brackets, cmdlets with their parameters, variables.

Nobody runs it here. Where a machine has `pwsh`, PowerShell's own parser reads it as well.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.limits import HANG

from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.script import quoted, script
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.doctor import grants

TENANT = "7f3c1111-1111-4111-8111-111111111111"
COMMON = {"All"}
CMDLETS = {
    "Connect-MgGraph": {"Scopes", "Environment", "TenantId", "NoWelcome"},
    "Get-MgContext": set(),
    "Get-MgServicePrincipal": {"Filter"} | COMMON,
    "New-MgServicePrincipal": {"AppId"},
    "Get-MgApplication": {"Filter"} | COMMON,
    "New-MgApplication": {"DisplayName", "SignInAudience"},
    "Get-MgApplicationFederatedIdentityCredential": {"ApplicationId"} | COMMON,
    "New-MgApplicationFederatedIdentityCredential": {"ApplicationId", "Name", "Issuer", "Subject", "Audiences"},
    "Get-MgServicePrincipalAppRoleAssignment": {"ServicePrincipalId"} | COMMON,
    "New-MgServicePrincipalAppRoleAssignment": {"ServicePrincipalId", "PrincipalId", "ResourceId", "AppRoleId"},
    "Register-Application": {"Name", "Permission"},
    "Set-StrictMode": {"Version"},
    "Where-Object": set(), "Out-Null": set(), "Write-Output": set(),
}  # fmt: skip
"""Cmdlets and the parameters of theirs that are used, after https://learn.microsoft.com/powershell/module/microsoft.graph.applications
and microsoft.graph.authentication; all of them are of v1.0."""
PIECES = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<literal>'(?:[^'‘’‚‛]|['‘’‚‛]{2})*')|(?P<text>"(?:[^"`$]|\$\((?:[^()"]|\([^()"]*\))*\)|\$)*")"""
    r"""|(?P<open>[@$]?[({\[]|@\{)|(?P<close>[)}\]])|(?P<rest>[^'"#(){}\[\]‘’‚‛]+?(?=[@$]?[({\[]|[)}\]'"#]|\Z))""",
)
GIVEN = re.compile(r"\] \$(\w+)|foreach \(\$(\w+) in|^\s*\$(\w+) = ")
"""A parameter, the variable of a loop, an assignment."""
PAIRS = {"(": ")", "{": "}", "[": "]"}


@pytest.fixture(params=["en", "nl"])
def text(request: pytest.FixtureRequest, example: Ready) -> str:
    lang: Lang = request.param
    return script(
        "powershell",
        grants(example),
        Words(lang),
        replace(example.policy.organisation, tenant_id=TENANT, cloud="usgov"),
    )


def code(text: str) -> str:
    """The script without comments and without what is in quotes."""
    return PIECES.sub(
        lambda found: (
            "" if found.lastgroup == "comment" else "''" if found.lastgroup == "literal" else found[0]
        ),
        text,
    )


def test_every_quote_and_bracket_is_closed_and_all_of_it_is_ascii(text: str) -> None:
    assert "".join(found[0] for found in PIECES.finditer(text)) == text
    waiting: list[str] = []
    for found in PIECES.finditer(text):
        if found.lastgroup == "open":
            waiting.append(PAIRS[found[0][-1]])
        elif found.lastgroup == "close":
            assert waiting.pop() == found[0]
    assert waiting == []
    assert text.isascii()
    assert max(len(line) for line in text.splitlines()) <= 140


def test_only_cmdlets_and_parameters_that_exist_are_used(text: str) -> None:
    used: dict[str, set[str]] = {}
    splats = {
        name: set(re.findall(r"(\w+) = ", body)) for name, body in re.findall(r"\$(\w+) = @\{(.*)\}", text)
    }
    splats["connection"] |= set(re.findall(r"\$connection\.(\w+) = ", text))
    for row in code(text).splitlines():
        for call in re.split(r"[|(){};]", row):
            if found := re.search(r"(?<![\w'$-])([A-Z][a-z]+-[A-Z]\w+)(.*)", call):
                names = used.setdefault(found[1], set())
                names |= set(re.findall(r"(?<![\w'])-([A-Z]\w+)", found[2]))
                names |= {key for name in re.findall(r"@(\w+)", found[2]) for key in splats[name]}
    assert used == CMDLETS


def test_every_variable_has_a_value_before_it_is_used(text: str) -> None:
    known = {"_", "ErrorActionPreference"}
    for row in code(text).splitlines():
        known |= (
            set(re.findall(r"\] \$(\w+)", row))
            | set(re.findall(r"foreach \(\$(\w+) in", row))
            | set(re.findall(r"^\s*\$(\w+) = ", row))
        )
        assert set(re.findall(r"\$\{?(\w+)", row)) <= known, row


def test_each_application_gets_exactly_its_permissions_and_no_secret(text: str, example: Ready) -> None:
    calls = re.findall(r"Register-Application -Name '([^']+)' -Permission @\(\n((?:    '[^']+'\n)+)\)", text)
    wanted = {
        f"apparaten-{purpose}": [need.permission for need in needs]
        for purpose, needs in grants(example).items()
    }
    assert {name: re.findall(r"'([^']+)'", body) for name, body in calls} == wanted
    assert not re.search(r"Password|KeyCredential|Certificate|Secret", code(text))
    assert f"$Tenant = '{TENANT}'" in text
    assert "$Environment = 'USGov'" in text


def test_without_policies_the_tenant_is_asked_in_the_browser() -> None:
    assert "$Tenant = ''" in script("powershell", grants(None), Words("en"))


@pytest.mark.parametrize(("name", "literal"), [
    ("plain", "'plain'"), ("'s-Hertogenbosch", "'''s-Hertogenbosch'"), ("a'); Remove-Item /; ('", "'a''); Remove-Item /; ('''"),
    ("\u2019s-Gravenhage", "'\u2019\u2019s-Gravenhage'"), ("$(whoami) `n $env:PATH \"x\"", "'$(whoami) `n $env:PATH \"x\"'"),
    ("\u2018\u201a\u201b", "'\u2018\u2018\u201a\u201a\u201b\u201b'"), ("# no comment", "'# no comment'"), ("", "''"),
])  # fmt: skip
def test_a_name_is_a_literal_whatever_quotes_are_in_it(name: str, literal: str) -> None:
    assert quoted(name) == literal
    [found] = PIECES.finditer(literal)
    assert found.lastgroup == "literal"
    assert re.sub("(['‘’‚‛])\\1", "\\1", found[0][1:-1]) == name


def test_a_name_in_a_filter_is_doubled_there_too(text: str) -> None:
    assert """$literal = $Name.Replace("'", "''")""" in text
    assert "-Filter \"displayName eq '$literal'\"" in text


def test_powershell_itself_can_read_it_where_there_is_one(text: str, tmp_path: Path) -> None:
    file = tmp_path / "grant.ps1"
    file.write_text(text, encoding="ascii")
    if pwsh := shutil.which("pwsh"):
        parse = f"$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('{file}', [ref]$null, [ref]$e); $e.Count"
        done = subprocess.run(
            [pwsh, "-NoProfile", "-Command", parse], capture_output=True, text=True, check=False, timeout=HANG
        )
        assert done.stdout.strip() == "0", done.stderr
