"""The examination: what is looked at, in which order, and what each answer means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.doctor.around import PreconditionFindings
from managed_apparaten.doctor.around import precondition_checks as around_checks
from managed_apparaten.doctor.finding import Check, Examination, Need, Purpose, Status
from managed_apparaten.doctor.needs import OPTIONAL, covers, needed_permissions
from managed_apparaten.doctor.probe import Answer, Probe, list_probes, missing_properties, send_probe
from managed_apparaten.graph.http.wait import http_date
from managed_apparaten.graph.read.single_read import SingleReader
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.graph.write.approvals import STOPPING

INTUNE_PLANS = frozenset({
    "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "da24caf9-af8e-485c-b7c8-e73336da2693", "d216f254-796f-4dab-bbfa-710686e646b9",
    "3e170737-c728-4eae-bbb9-3f3360f7184c",
})  # fmt: skip
"""INTUNE_A, INTUNE_EDU, INTUNE_A_GOV and INTUNE_A_VL. Not INTUNE_O365, which is the small device management of Office 365.
Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference"""
ALIVE = frozenset({"Enabled", "Warning"})
"""Values of `capabilityStatus` with which a plan works; Warning is the time of grace after a subscription ended."""
SKEW = timedelta(minutes=5)
"""More than this between two clocks, and Entra takes a token for not yet or no longer valid: its libraries allow five minutes."""


@dataclass(frozen=True, slots=True)
class ExaminationInput:
    """What is examined, and what is known of it before anybody looks."""

    purpose: Purpose
    kinds: Sequence[Kind]
    used: frozenset[str] | None
    """Kinds that the policies make objects of; None: the policies have errors or are not there."""
    written: Mapping[str, frozenset[str]]
    """By kind: the properties that we write and that a list shows."""
    tenant_id: str | None
    """The tenant that the organisation's file names."""
    policies: bool
    """Whether there are policies without errors."""
    signed_in: bool
    """False for the embedded tenant in process."""
    claims: Claims | None
    """What the token says; None without one, or when it cannot be read."""
    now: Callable[[], datetime]
    proxy: str = ""
    """The proxy that requests go through, without its password."""
    around: Callable[[], PreconditionFindings] | None = None
    """Looks at what must be in place around the objects of the policy; None where there is no policy to look for."""


def examine(single_reader: SingleReader, patient: ExaminationInput) -> Examination:
    """Look at everything and say what is missing. Only reads."""
    answers = [send_probe(single_reader, probe) for probe in list_probes(patient.kinds)]
    received = patient.now()
    wanted = needed_permissions(patient.kinds, patient.used, patient.purpose)
    permissions = tuple(_permissions(patient, wanted, answers))
    checks = (
        _sign_in(patient, answers),
        _tenant(patient, answers[0]),
        _licence(answers),
        *permissions,
        *_readings(patient, permissions, answers),
        _default(single_reader),
        *(around_checks(patient.around()) if patient.around else ()),
        _approval(single_reader, patient.purpose),
        _clock(answers, received),
        _proxy(patient),
    )
    return Examination(
        patient.purpose, checks, wanted, tuple(sorted(patient.claims.granted)) if patient.claims else ()
    )


def _sign_in(patient: ExaminationInput, answers: Sequence[Answer]) -> Check:
    refused = next((answer for answer in answers if answer.sort == "sign-in"), None)
    if refused:
        return Check("sign-in", "missing", "doctor.sign-in.refused", {"said": refused.detail})
    if not patient.signed_in:
        return Check("sign-in", "ok", "doctor.sign-in.in-process")
    claims = patient.claims
    if claims is None:
        return Check("sign-in", "unknown", "doctor.sign-in.opaque")
    args = {
        "who": claims.who,
        "tenant": claims.tenant_id,
        "until": f"{claims.expires:%Y-%m-%d %H:%M} UTC" if claims.expires else "-",
    }
    if claims.expires and claims.expires <= patient.now():
        return Check("sign-in", "missing", "doctor.sign-in.expired", args)
    return Check(
        "sign-in",
        "ok",
        "doctor.sign-in.application" if claims.application else "doctor.sign-in.delegated",
        args,
    )


def _tenant(patient: ExaminationInput, answer: Answer) -> Check:
    found = _organisation(answer)
    if found is None:
        return Check("tenant", "unknown", "doctor.tenant.unread")
    args = {
        "name": str(found.get("displayName") or ""),
        "id": str(found["id"]),
        "wanted": patient.tenant_id or "",
    }
    signed_in_at = patient.claims.tenant_id if patient.claims else ""
    if any(wanted and wanted.lower() != args["id"].lower() for wanted in (patient.tenant_id, signed_in_at)):
        return Check(
            "tenant", "missing", "doctor.tenant.other", {**args, "wanted": patient.tenant_id or signed_in_at}
        )
    return Check(
        "tenant", "ok", "doctor.tenant.found" if patient.policies else "doctor.tenant.no-policies", args
    )


def _licence(answers: Sequence[Answer]) -> Check:
    refused = next((answer for answer in answers if answer.sort == "licence"), None)
    if refused:
        return Check(
            "licence",
            "missing",
            "doctor.licence.refused",
            {"path": refused.probe.shown, "said": refused.detail},
        )
    found = _organisation(answers[0])
    plans = found.get("assignedPlans") if found else None
    if not isinstance(plans, list):
        return Check("licence", "unknown", "doctor.licence.unread")
    alive = any(
        plan.get("servicePlanId") in INTUNE_PLANS and plan.get("capabilityStatus") in ALIVE for plan in plans
    )
    return (
        Check("licence", "ok", "doctor.licence.found")
        if alive
        else Check("licence", "missing", "doctor.licence.none")
    )


def _permissions(
    patient: ExaminationInput, wanted: Sequence[Need], answers: Sequence[Answer]
) -> Iterator[Check]:
    if not patient.signed_in:
        yield Check("permission", "ok", "doctor.permission.in-process")
        return
    for need in wanted:
        args = {"permission": need.permission}
        status = _granted(patient.claims, need.permission, answers)
        yield Check("permission", status, f"doctor.permission.{status}", args, need.permission)
    if patient.claims is not None:
        held = covers(patient.claims.granted, OPTIONAL)
        finding = "doctor.permission.ok" if held else "doctor.permission.optional"
        yield Check("permission", "ok" if held else "unknown", finding, {"permission": OPTIONAL}, OPTIONAL)


def _granted(claims: Claims | None, permission: str, answers: Sequence[Answer]) -> Status:
    """By what the token says; without a readable token by what Graph let us read, which says nothing of writing."""
    if claims is not None:
        return "ok" if covers(claims.granted, permission) else "missing"
    opened = [answer for answer in answers if covers([permission], answer.probe.permission)]
    if any(answer.sort == "forbidden" for answer in opened):
        return "missing"
    return (
        "ok"
        if any(answer.sort == "read" and answer.probe.permission == permission for answer in opened)
        else "unknown"
    )


def _readings(
    patient: ExaminationInput, permissions: Sequence[Check], answers: Sequence[Answer]
) -> Iterator[Check]:
    lacking = [check.about for check in permissions if check.status == "missing"]
    good = 0
    for answer in answers:
        args = {"path": answer.probe.shown, "said": answer.detail}
        told = answer.sort in ("sign-in", "licence") or (
            answer.sort == "forbidden" and _explained(answer.probe.permission, lacking)
        )
        strange = missing_properties(answer, patient.written) if answer.sort == "read" else ()
        if answer.sort == "forbidden" and not told:
            delegated = patient.claims is not None and not patient.claims.application
            yield Check(
                "reading",
                "missing",
                "doctor.reading.role" if delegated else "doctor.reading.consent",
                args,
                answer.probe.shown,
            )
        elif answer.sort != "read" and not told:
            yield Check("reading", "missing", f"doctor.reading.{answer.sort}", args, answer.probe.shown)
        for sort, name in strange:
            yield Check(
                "reading",
                "missing",
                "doctor.reading.property",
                args | {"type": sort, "property": name},
                answer.probe.shown,
            )
        good += answer.sort == "read" and not strange
    if good == len(answers):
        yield Check("reading", "ok", "doctor.reading.all", {"n": str(good)})


def _explained(permission: str, lacking: Sequence[str]) -> bool:
    return any(covers([name], permission) for name in lacking)


def _default(single_reader: SingleReader) -> Check:
    """Whether a device without a compliance policy counts as not compliant."""
    answer = send_probe(single_reader, Probe("/deviceManagement/settings", "beta", ""))
    body = answer.response.body if answer.response and answer.response.status == 200 else None
    value = body.get("secureByDefault") if isinstance(body, dict) else None
    if value is None:
        return Check("default", "unknown", "doctor.default.unread", {"said": answer.detail})
    return (
        Check("default", "ok", "doctor.default.on")
        if value is True
        else Check("default", "missing", "doctor.default.off")
    )


def _approval(single_reader: SingleReader, purpose: Purpose) -> Check:
    """Whether writes of ours wait for a second person."""
    answer = send_probe(single_reader, Probe("/deviceManagement/operationApprovalPolicies", "beta", ""))
    if answer.sort != "read" or answer.response is None:
        return Check("approval", "unknown", "doctor.approval.unread", {"said": answer.detail})
    stopping = [item for item in answer.response.body["value"] if item.get("policyType") in STOPPING]
    args = {"names": ", ".join(sorted(str(item.get("displayName") or item["id"]) for item in stopping))}
    if not stopping:
        return Check("approval", "ok", "doctor.approval.none")
    return Check(
        "approval", "ok", "doctor.approval.on" if purpose == "apply" else "doctor.approval.later", args
    )


def _clock(answers: Sequence[Answer], received: datetime) -> Check:
    dates = (
        http_date(answer.response.headers.get("date", "")) for answer in reversed(answers) if answer.response
    )
    theirs = next((date for date in dates if date), None)
    if theirs is None:
        return Check("clock", "unknown", "doctor.clock.unread")
    off = received - theirs
    args = {"seconds": str(abs(round(off.total_seconds())))}
    if abs(off) > SKEW:
        return Check(
            "clock", "missing", "doctor.clock.ahead" if off > timedelta() else "doctor.clock.behind", args
        )
    return Check("clock", "ok", "doctor.clock.right", args)


def _proxy(patient: ExaminationInput) -> Check:
    if not patient.signed_in:
        return Check("proxy", "ok", "doctor.proxy.in-process")
    return Check(
        "proxy", "ok", "doctor.proxy.used" if patient.proxy else "doctor.proxy.none", {"proxy": patient.proxy}
    )


def _organisation(answer: Answer) -> dict[str, JSON] | None:
    """The one organisation of the answer; more than one is not what Graph answers."""
    items = answer.response.body["value"] if answer.sort == "read" and answer.response else []
    return items[0] if len(items) == 1 else None
