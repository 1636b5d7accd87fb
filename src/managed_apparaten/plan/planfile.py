"""A plan as bytes and back. The file is evidence of what was reviewed, never an instruction: apply makes its own plan and compares.

The bytes are canonical JSON and a line feed; a file that is not byte for byte what its own content says is refused, so that
nothing in it can be read in two ways. The shape is checked against the types of `plan.change`; `schemas/plan.json` says the same
for other programs, and a test holds the two together (its validator takes seconds over the megabytes of a first plan).
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical, digest, is_canonical, members, parsed
from managed_apparaten.core.typed import Misfit, built, plain
from managed_apparaten.plan.change import Plan

FORMAT_VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
_BESIDE = ("preconditions", "seal")


class PlanFileInvalid(Exception):
    """A file that is no plan, or no longer the plan it was."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def to_json(plan: Plan) -> dict[str, JSON]:
    """The plan as plain JSON values."""
    found: dict[str, JSON] = plain(plan)
    return found


def digest_of(plan: Plan) -> str:
    """SHA-256 over the canonical JSON of everything but the digest itself, the preconditions and the seal."""
    return _over(members(plan))


def sealed(plan: Plan) -> Plan:
    """The plan with its digest, and the seal over that and the preconditions."""
    found = replace(plan, digest=digest_of(plan))
    return replace(found, seal=_seal(members(found)))


def dump(plan: Plan) -> bytes:
    """The bytes of a plan file."""
    return canonical(plan) + b"\n"


def from_json(data: JSON) -> Plan:
    """The plan in these JSON values. Raises `PlanFileInvalid` for a shape that is no plan of this version, or a wrong digest."""
    version = data.get("format_version") if isinstance(data, dict) else None
    if type(version) is int and version != FORMAT_VERSION:
        raise _invalid("PLN004", found=str(version), known=str(FORMAT_VERSION))
    try:
        plan = built(Plan, data)
    except Misfit as misfit:
        raise PlanFileInvalid(
            Diagnostic("PLN002", args={"pointer": misfit.pointer or "/"}, pointer=misfit.pointer)
        ) from misfit
    if _over(data) != plan.digest or _seal(data) != plan.seal:
        raise _invalid("PLN003")
    return plan


def load(data: bytes) -> Plan:
    """The plan in a file. Raises `PlanFileInvalid`; never anything else, whatever the bytes."""
    if len(data) > MAX_BYTES:
        raise _invalid("PLN001")
    try:
        raw = parsed(data)
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
