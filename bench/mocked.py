"""Measure what a call costs in the process: the embedded tenant beside moto, the best known emulator of a
cloud's API.

`make bench-peer` runs it. Each emulator is called by its own kind of client, in this process and without a
network. Ours builds a request for the tenant's door; moto's goes through boto3, whose own work (serialising,
signing, parsing) is part of what a test with moto waits for. Both create a policy: the tenant validates every
property of it against Graph's metadata, moto validates the document against IAM's grammar.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import orjson
from bench.measure import Row, machine, report, timed
from tests.unit.emulator.conftest import valid

from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant

RUNS = 300
MOTO = "moto 5.2, IAM through boto3"
DOCUMENT = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/*"]}],
})  # fmt: skip


def main() -> None:
    """Measure, and print one table."""
    ours, theirs = dict(_tenant()), dict(_moto())
    rows = []
    for name, work in ours.items():
        here, there = timed(work, RUNS) * 1000, timed(theirs[name], RUNS) * 1000
        rows.append(Row(f"{name}, embedded tenant", f"{here:.2f} ms", f"{there / here:.0f}x as fast"))
        rows.append(Row(f"{name}, {MOTO}", f"{there:.2f} ms"))
    report(f"A call in the process, median of {RUNS}; {machine()}", rows)


def _tenant() -> Iterator[tuple[str, Callable[[], object]]]:
    door = InProcess(Tenant.open(None, clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC)))
    url, body = valid("ios_app_protection")
    sent, headers = orjson.dumps(body), {"Content-Type": "application/json"}
    made = _succeeded(door.send("POST", url, headers, sent))
    yield "create", lambda: _succeeded(door.send("POST", url, headers, sent))
    yield "get", lambda: _succeeded(door.send("GET", f"{url}/{made['id']}", headers))


def _succeeded(answer: tuple[int, Any, bytes]) -> Any:
    if answer[0] >= 300:
        raise SystemExit(f"the tenant answered {answer[0]}: {answer[2].decode()}")
    return orjson.loads(answer[2])


def _moto() -> Iterator[tuple[str, Callable[[], object]]]:
    importlib.import_module("moto").mock_aws().start()
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    client = importlib.import_module("boto3").client("iam", region_name="eu-west-1", **keys)
    made = client.create_policy(PolicyName="p", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    numbers = count()
    yield "create", lambda: client.create_policy(PolicyName=f"p{next(numbers)}", PolicyDocument=DOCUMENT)
    yield "get", lambda: client.get_policy(PolicyArn=made)


if __name__ == "__main__":
    main()
