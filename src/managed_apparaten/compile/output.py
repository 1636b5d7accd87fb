"""A desired resource as a file: what `compile` writes, one address a file, the same bytes on every machine.

The shape is `schemas/resource.json`. Causes stay keys and arguments, so that the file has no language.
"""

import json
from collections.abc import Mapping

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.cause import Cause, Causes
from managed_apparaten.core.digest import JSON


def file_name(desired: Desired) -> str:
    """Where it goes under the output directory, for example `ios_compliance/college.json`."""
    return f"{desired.address}.json"


def as_json(desired: Desired, kind: Kind) -> JSON:
    """The resource as JSON; `apps` and `appsBlame` only where the kind targets apps."""
    found = {
        "address": str(desired.address),
        "kind": kind.name,
        "apiVersion": kind.api,
        "collection": kind.collection,
        "body": desired.body,
        "assignments": [_assignment(assignment) for assignment in desired.assignments],
        "blame": _by_key(desired.blame),
    }
    if kind.targets_apps:
        found["apps"] = None if desired.apps is None else list(desired.apps)
        found["appsBlame"] = _by_key(desired.apps_blame or {})
    return found


def dump(data: JSON) -> str:
    """The text of the file: sorted, indented, one newline at the end."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _by_key(blame: Mapping[str, Causes]) -> JSON:
    return {key: [_cause(cause) for cause in blame[key]] for key in sorted(blame)}


def _assignment(assignment: Assignment) -> JSON:
    return {
        "group": assignment.group.name,
        "groupId": assignment.group.id,
        "exclude": assignment.exclude,
        "devices": assignment.devices,
        "filter": str(assignment.filter) if assignment.filter else None,
        "intent": assignment.intent or None,
        "because": [_cause(cause) for cause in assignment.causes],
    }


def _cause(cause: Cause) -> JSON:
    span = cause.span
    return {
        "kind": cause.kind,
        "message": cause.message,
        "args": dict(cause.args),
        "file": span.file if span else None,
        "line": span.line if span else None,
        "col": span.col if span else None,
    }
