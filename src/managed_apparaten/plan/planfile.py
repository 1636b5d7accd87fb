"""Write a plan to bytes and read it back.

A plan file is evidence of what was reviewed, not an instruction: apply makes its own plan and compares the
digests. The bytes are canonical JSON and a line feed. A file that is not byte for byte what its content would
be written as is refused, so that nothing in it can be read in two ways. The shape is checked against the data
classes of `plan.change`. `schemas/plan.json` describes the same for other programs, and a test compares the
two (the schema validator would take seconds on a first plan of several megabytes).
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical, digest, field_values, is_canonical, parse_json
from managed_apparaten.core.typed import TypeMismatch, from_plain_json, to_plain_json
from managed_apparaten.plan.change import Plan

FORMAT_VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
_BESIDE = ("preconditions", "seal")


class PlanFileInvalid(Exception):
    """Raised for a file that is no plan, or whose content was changed."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def to_json(plan: Plan) -> dict[str, JSON]:
    """Return the plan as plain JSON values."""
    values: dict[str, JSON] = to_plain_json(plan)
    return values


def digest_of(plan: Plan) -> str:
    """Return the SHA-256 of the canonical JSON of the plan without its digest, preconditions and seal."""
    return _over(field_values(plan))


def sealed(plan: Plan) -> Plan:
    """Return the plan with its digest, and with the seal over the digest and the preconditions."""
    with_digest = replace(plan, digest=digest_of(plan))
    return replace(with_digest, seal=_seal(field_values(with_digest)))


def dump(plan: Plan) -> bytes:
    """Return the bytes of a plan file."""
    return canonical(plan) + b"\n"


def from_json(data: JSON) -> Plan:
    """Return the plan in these JSON values. Raises `PlanFileInvalid` for another version, a wrong shape or a
    wrong digest."""
    version = data.get("format_version") if isinstance(data, dict) else None
    if type(version) is int and version != FORMAT_VERSION:
        raise _invalid("PLN004", found=str(version), known=str(FORMAT_VERSION))
    try:
        plan = from_plain_json(Plan, data)
    except TypeMismatch as misfit:
        raise PlanFileInvalid(
            Diagnostic("PLN002", args={"pointer": misfit.pointer or "/"}, pointer=misfit.pointer)
        ) from misfit
    if _over(data) != plan.digest or _seal(data) != plan.seal:
        raise _invalid("PLN003")
    return plan


def load(data: bytes) -> Plan:
    """Return the plan in a file. Raises `PlanFileInvalid` for any bytes that are not a plan file."""
    if len(data) > MAX_BYTES:
        raise _invalid("PLN001")
    try:
        raw = parse_json(data)
        same = is_canonical(data, raw)
        plan = from_json(raw)
    except (ValueError, RecursionError) as error:
        raise _invalid("PLN001") from error
    if not same:
        raise _invalid("PLN003")
    return plan


def _over(plan: Mapping[str, JSON]) -> str:
    return digest({key: value for key, value in plan.items() if key not in ("digest", *_BESIDE)})


def _seal(plan: Mapping[str, JSON]) -> str:
    return digest({"digest": plan["digest"], "preconditions": plan["preconditions"]})


def _invalid(code: str, **args: str) -> PlanFileInvalid:
    return PlanFileInvalid(Diagnostic(code, args=args))
