"""Several organisations in one run: what each prints and leaves, and that none of them reaches another."""

import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.campaigns.small import small_fleet
from tests.limits import HANG

from managed_apparaten.cli import fleet, output
from managed_apparaten.cli.context import Context, narrowed
from managed_apparaten.cli.diagnostics import NotReached
from managed_apparaten.cli.main import run
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.clock import SystemClock, VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds import zilverdam
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import Organisation
from managed_apparaten.render.pieces import line
from managed_apparaten.render.words import Words

NAMES = ("dorpje", "ommeren", "zilverdam")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_fleet(tmp_path_factory.mktemp("files"), NAMES)


@pytest.fixture
def place(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three organisations that share a catalogue, and nothing in their tenants yet."""
    shutil.copytree(files, tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("APPARATEN_STATE", raising=False)
    monkeypatch.delenv("APPARATEN_DEBUG", raising=False)
    return tmp_path


def apparaten(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["--lang", "en", "--date", "2026-11-21", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def spoiled(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def context(place: Path, named: str = "all", workers: int = 1, minutes: float | None = None) -> Context:
    whole = Context(Words("en"), place / "policies", "embedded", place / ".apparaten", date(2026, 11, 21))
    return narrowed(whole, named, workers, minutes, "plan")


def test_plans_are_kept_apart_and_applied_from_their_folder(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "plans").mkdir()
    (place / "plans" / "ommeren.json").write_text("an old plan")
    spoiled(
        place / "policies" / "ommeren" / "roles" / "buitendienst.yaml", "enforcement: ", "enforcement: no-"
    )
    code, out, err = apparaten(capsys, "--organisation", "all", "plan", "-o", "plans")
    assert code == 3
    assert [line for line in out.splitlines() if line.startswith("== ")] == [
        "== dorpje",
        "== ommeren",
        "== zilverdam",
    ]
    assert "ommeren/roles/buitendienst.yaml:" in err
    assert "2 of 3 organisations went well.\nNot: ommeren\n" in out
    assert err.endswith("\n  apparaten --organisation all apply plans\n")
    assert sorted(path.name for path in (place / "plans").iterdir()) == ["dorpje.json", "zilverdam.json"]
    flags = ("--allow-people", "--allow-devices")
    code, out, err = apparaten(capsys, "--organisation", "all", "apply", "plans", *flags)
    assert code == 3
    assert "GRA583" in err
    assert "POL" not in out
    states = {name: (place / ".apparaten" / name / "embedded" / "journal.jsonl").exists() for name in NAMES}
    assert states == {"dorpje": True, "ommeren": False, "zilverdam": True}
    code, out, _ = apparaten(
        capsys, "--organisation", "zilverdam,dorpje", "plan", "--detailed-exitcode", "--format", "json"
    )
    rows = json.loads(out)["organisations"]
    assert code == 0
    assert [(row["organisation"], row["result"]) for row in rows] == [
        ("zilverdam", "no-changes"),
        ("dorpje", "no-changes"),
    ]


def test_one_organisation_is_as_if_it_were_the_only_one(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = apparaten(capsys, "--organisation", "zilverdam", "validate")
    assert code == 0
    assert "organisation" not in out
    code, out, err = apparaten(capsys, "validate")
    assert code == 1
    assert "POL391" in err
    assert "POL392" in apparaten(capsys, "--organisation", "elders", "validate")[2]
    assert "no organisation elders" in apparaten(capsys, "--organisation", "elders,ommeren", "validate")[2]
    assert "for one organisation" in apparaten(capsys, "--organisation", "all", "compile")[2]
    assert "folder of reviewed plans" in apparaten(capsys, "--organisation", "all", "apply")[2]


def test_14e_doctor_looks_at_each_organisation_in_its_turn(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = apparaten(capsys, "--organisation", "all", "doctor")
    alone = [apparaten(capsys, "--organisation", name, "doctor")[1] for name in NAMES]
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("== ")] == [f"== {name}" for name in NAMES]
    assert [each in out for each in alone] == [True, True, True]
    assert "All 3 organisations went well." in out
    spoiled(
        place / "policies" / "ommeren" / "roles" / "buitendienst.yaml", "enforcement: ", "enforcement: no-"
    )
    code, out, _ = apparaten(capsys, "--organisation", "all", "doctor", "--format", "json")
    rows = json.loads(out)["organisations"]
    assert code == 3
    assert [(row["organisation"], row["result"]) for row in rows] == list(
        zip(NAMES, ("in-place", "failed", "in-place"), strict=True)
    )
    assert rows[1]["why"]["code"].startswith("POL")
    assert "for one organisation" in apparaten(capsys, "--organisation", "all", "doctor", "--script", "az")[2]


def test_problems_name_the_file_they_are_in_shared_or_not(place: Path) -> None:
    policies = place / "policies"
    found = load(policies, "zilverdam")
    assert found.policy is not None
    assert {name.partition("/")[0] for name in found.sources} == {"shared", "zilverdam"}
    assert not [d for d in found.diagnostics if d.code in ("POL312", "POL313")]
    (policies / "zilverdam" / "lists").mkdir()
    shutil.copy(
        next((policies / "shared" / "lists").iterdir()), policies / "zilverdam" / "lists" / "mine.yaml"
    )
    (twice,) = (d for d in load(policies, "zilverdam").diagnostics if d.code == "POL207")
    assert twice.span is not None
    assert {twice.span.file.partition("/")[0], twice.related[0].span.file.partition("/")[0]} == {
        "shared",
        "zilverdam",
    }
    assert load(policies, "dorpje").policy is not None


def test_a_folder_and_its_organisation_have_one_name(place: Path) -> None:
    spoiled(place / "policies" / "ommeren" / "organisation.yaml", "\nid: ommeren\n", "\nid: omeren\n")
    assert [d.code for d in load(place / "policies", "ommeren").diagnostics if d.severity == "error"] == [
        "POL393"
    ]


def test_two_organisations_never_share_a_tenant(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tenant = "tenant: {id: 11111111-1111-4111-8111-111111111111, domain: x.example, cloud: global}"
    for name in ("dorpje", "zilverdam"):
        spoiled(place / "policies" / name / "organisation.yaml", "tenant:\n  embedded: true", tenant)
    code, out, err = apparaten(capsys, "--organisation", "all", "plan", "--format", "json")
    assert code == 3
    assert [row["result"] for row in json.loads(out)["organisations"]] == ["refused", "planned", "refused"]
    assert err.count("GRA582") == 2


def test_a_broken_tenant_and_a_mistake_of_ours_stay_with_their_organisation(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str | None] = []

    def work(one: Context) -> int:
        begun.append(one.organisation)
        if one.organisation == "dorpje":
            raise ValueError("secret \x1b[31m")
        if one.organisation == "ommeren":
            raise NotReached(Diagnostic("GRA080"), one)
        output.show([line("fine")])
        return 0

    assert fleet.run(context(place), "planned", "text", work) == 3
    printed = capsys.readouterr()
    assert begun == list(NAMES)
    assert "GRA584" in printed.err
    assert "ValueError in test_fleet.py:" in " ".join(printed.err.split())
    assert "secret" not in printed.out + printed.err
    assert "GRA080" in printed.err
    assert "1 of 3 organisations went well.\nNot: dorpje, ommeren\n" in printed.out
    monkeypatch.setenv("APPARATEN_DEBUG", "1")
    fleet.run(context(place), "planned", "text", work)
    assert "Traceback" in capsys.readouterr().err


def slow_first(place: Path) -> Callable[[Context], int]:
    """The first organisation ends after the last one has."""
    last = threading.Event()

    def work(one: Context) -> int:
        if one.organisation == NAMES[0]:
            assert last.wait(HANG)
        for number in range(50):
            output.show([line(f"{one.organisation} {number}")])
            output.tell([line(f"{one.organisation} {number}")])
        if one.organisation == NAMES[-1]:
            last.set()
        return 0

    return work


def test_what_they_print_is_never_mixed_and_stands_in_the_order_of_the_names(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fleet.run(context(place, workers=3), "valid", "text", slow_first(place)) == 0
    printed = capsys.readouterr()
    for text in (printed.out, printed.err):
        told = [row for row in text.splitlines() if row.partition(" ")[0] in NAMES and row[-1].isdigit()]
        assert told == [f"{name} {number}" for name in NAMES for number in range(50)]


def test_after_the_deadline_nothing_is_begun(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    begun: list[str | None] = []
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=UTC))
    monkeypatch.setattr(SystemClock, "monotonic", lambda _self: clock.monotonic())

    def work(one: Context) -> int:
        begun.append(one.organisation)
        assert one.member is not None
        assert not one.member.over()
        clock.sleep(0.06)
        assert one.member.over()
        return 0

    assert fleet.run(context(place, minutes=0.001), "valid", "text", work) == 3
    assert begun == ["dorpje"]
    printed = " ".join(capsys.readouterr().out.split())
    assert "GRA581 ommeren was not begun: the time given (0.001 minutes) was over" in printed


def test_ctrl_c_lets_the_one_in_hand_finish_and_begins_no_other(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[str | None] = []

    def work(one: Context) -> int:
        begun.append(one.organisation)
        os.kill(os.getpid(), signal.SIGINT)
        assert one.member is not None
        while not one.member.over():
            os.sched_yield()
        return 0

    assert fleet.run(context(place), "valid", "text", work) == 3
    assert begun == ["dorpje"]
    assert "GRA585" in capsys.readouterr().out


def test_a_snapshot_an_organisation_is_planned_against_and_never_applied_to(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert apparaten(capsys, "--organisation", "ommeren,dorpje", "snapshot", "-o", "snapshots")[0] == 0
    shutil.rmtree(place / ".apparaten")
    code, out, _ = apparaten(
        capsys, "--organisation", "ommeren,dorpje", "--tenant", "snapshots", "plan", "-o", "offline"
    )
    assert code == 0
    assert not (place / ".apparaten").exists()
    assert "snapshot    taken 20" in out
    assert apparaten(capsys, "--organisation", "ommeren,dorpje", "plan", "-o", "live")[0] == 0
    for name in ("ommeren", "dorpje"):
        assert (place / "live" / f"{name}.json").read_bytes() == (
            place / "offline" / f"{name}.json"
        ).read_bytes()
    code, _, err = apparaten(
        capsys, "--organisation", "ommeren", "--tenant", "snapshots/ommeren.json", "apply", "--auto-approve"
    )
    assert code == 4
    assert "GRA579" in err
    code, _, err = apparaten(capsys, "--organisation", "dorpje", "--tenant", "snapshots/ommeren.json", "plan")
    assert (code, "GRA574" in err) == (1, True)
    assert (place / "snapshots" / "ommeren.json").stat().st_mode & 0o077 == 0


TENANTS = {name: f"{number}1111111-1111-4111-8111-111111111111" for number, name in enumerate(NAMES, 1)}


@contextmanager
def signed_in(one: Context, organisation: Organisation) -> Iterator[EmbeddedTransport]:
    """In the place of a sign-in: the tenant with the id that the organisation names. That of ommeren refuses who comes."""
    if organisation.id == "ommeren":
        raise NotReached(Diagnostic("GRA080"), one)
    objects, edges = zilverdam.world()
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    tenant.insert(
        [
            replace(o, id=str(organisation.tenant_id)) if o.collection == "organization" else o
            for o in objects
        ],
        edges,
    )
    yield EmbeddedTransport(InProcess(tenant))
    tenant.close()


@pytest.mark.usefixtures("lists_at_once")
def test_real_tenants_are_each_reached_at_the_same_time_by_a_way_of_their_own(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("managed_apparaten.cli.real_tenant.signed_in", signed_in)
    monkeypatch.setattr("managed_apparaten.cli.commands.apply.dutch_day", lambda moment: date(2026, 11, 21))
    for name, tenant in TENANTS.items():
        text = f"tenant: {{id: {tenant}, domain: {name}.example, cloud: global}}"
        spoiled(place / "policies" / name / "organisation.yaml", "tenant:\n  embedded: true", text)
    everywhere = ("--tenant", "real", "--organisation", "all", "--workers", "3")
    assert apparaten(capsys, *everywhere, "plan", "-o", "plans")[0] == 3
    made = {path.stem: json.loads(path.read_bytes())["tenant_id"] for path in (place / "plans").iterdir()}
    assert made == {name: tenant for name, tenant in TENANTS.items() if name != "ommeren"}
    code, out, err = apparaten(capsys, *everywhere, "apply", "plans", "--allow-people", "--allow-devices")
    assert code == 3
    assert "GRA583" in err
    assert out.count("Each object was read back") == 2
    for name, tenant in made.items():
        assert (place / ".apparaten" / name / f"global-{tenant}" / "journal.jsonl").exists()
