"""Examines a tenant: what is checked, in which order, and what each answer means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.doctor.finding import Check, Examination, Need, Purpose, Status
from managed_apparaten.doctor.needs import OPTIONAL, covers, needed_permissions
from managed_apparaten.doctor.precondition_checks import PreconditionFindings, precondition_checks
from managed_apparaten.doctor.probe import Answer, Probe, list_probes, missing_properties, send_probe
from managed_apparaten.graph.http.wait import http_date
from managed_apparaten.graph.read.single_read import SingleReader
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.graph.write.approvals import STOPPING

INTUNE_PLANS = frozenset({
    "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "da24caf9-af8e-485c-b7c8-e73336da2693", "d216f254-796f-4dab-bbfa-710686e646b9",
    "3e170737-c728-4eae-bbb9-3f3360f7184c",
})  # fmt: skip
"""INTUNE_A, INTUNE_EDU, INTUNE_A_GOV and INTUNE_A_VL. Not INTUNE_O365, which is the small device management
of Office 365. Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference"""
ALIVE = frozenset({"Enabled", "Warning"})
"""Values of `capabilityStatus` with which a service plan works; `Warning` is the grace period after a
subscription ended."""
MAX_CLOCK_DIFFERENCE = timedelta(minutes=5)
"""Largest difference between two clocks. With more, Entra takes a token for not yet or no longer valid: its
libraries allow five minutes."""


@dataclass(frozen=True, slots=True)
class ExaminationInput:
    """What is examined, and what is known before the examination."""

    purpose: Purpose
    kinds: Sequence[Kind]
    used: frozenset[str] | None
    """Kinds of which the policies make objects; None when there are no policies, or when they have errors."""
    written: Mapping[str, frozenset[str]]
    """Kind name -> the properties that we write and that a list shows."""
    tenant_id: str | None
    """The tenant that the organisation's file names."""
    policies: bool
    """Whether there are policies without errors."""
    signed_in: bool
    """False for the embedded tenant in this process."""
    claims: Claims | None
    """The claims of the token; None without one, or when it cannot be read."""
    now: Callable[[], datetime]
    proxy: str = ""
    """The proxy that requests go through, without its password."""
    around: Callable[[], PreconditionFindings] | None = None
    """Judges the preconditions of the policy; None where there is no policy."""


def examine(single_reader: SingleReader, inputs: ExaminationInput) -> Examination:
    """Examine everything and return what is missing. Only reads."""
    answers = [send_probe(single_reader, probe) for probe in list_probes(inputs.kinds)]
    received = inputs.now()
    needs = needed_permissions(inputs.kinds, inputs.used, inputs.purpose)
    permissions = tuple(_permissions(inputs, needs, answers))
    checks = (
        _sign_in(inputs, answers),
        _tenant(inputs, answers[0]),
        _licence(answers),
        *permissions,
        *_readings(inputs, permissions, answers),
        _default(single_reader),
        *(precondition_checks(inputs.around()) if inputs.around else ()),
        _approval(single_reader, inputs.purpose),
        _clock(answers, received),
        _proxy(inputs),
    )
    return Examination(
        inputs.purpose, checks, needs, tuple(sorted(inputs.claims.granted)) if inputs.claims else ()
    )


def _sign_in(inputs: ExaminationInput, answers: Sequence[Answer]) -> Check:
    """Check whether the sign-in works and who signed in."""
    refused = next((answer for answer in answers if answer.sort == "sign-in"), None)
    if refused:
        return Check("sign-in", "missing", "doctor.sign-in.refused", {"said": refused.detail})
    if not inputs.signed_in:
        return Check("sign-in", "ok", "doctor.sign-in.in-process")
    claims = inputs.claims
    if claims is None:
        return Check("sign-in", "unknown", "doctor.sign-in.opaque")
    args = {
        "who": claims.who,
        "tenant": claims.tenant_id,
        "until": f"{claims.expires:%Y-%m-%d %H:%M} UTC" if claims.expires else "-",
    }
    if claims.expires and claims.expires <= inputs.now():
        return Check("sign-in", "missing", "doctor.sign-in.expired", args)
    return Check(
        "sign-in",
        "ok",
        "doctor.sign-in.application" if claims.application else "doctor.sign-in.delegated",
        args,
    )


def _tenant(inputs: ExaminationInput, answer: Answer) -> Check:
    """Check whether this is the tenant that the organisation's file and the token name."""
    organisation = _organisation(answer)
    if organisation is None:
        return Check("tenant", "unknown", "doctor.tenant.unread")
    args = {
        "name": str(organisation.get("displayName") or ""),
        "id": str(organisation["id"]),
        "wanted": inputs.tenant_id or "",
    }
    signed_in_at = inputs.claims.tenant_id if inputs.claims else ""
    if any(
        expected_id and expected_id.lower() != args["id"].lower()
        for expected_id in (inputs.tenant_id, signed_in_at)
    ):
        return Check(
            "tenant", "missing", "doctor.tenant.other", {**args, "wanted": inputs.tenant_id or signed_in_at}
        )
    return Check(
        "tenant", "ok", "doctor.tenant.found" if inputs.policies else "doctor.tenant.no-policies", args
    )


def _licence(answers: Sequence[Answer]) -> Check:
    """Check whether the tenant has a working Intune licence."""
    refused = next((answer for answer in answers if answer.sort == "licence"), None)
    if refused:
        return Check(
            "licence",
            "missing",
            "doctor.licence.refused",
            {"path": refused.probe.shown, "said": refused.detail},
        )
    organisation = _organisation(answers[0])
    plans = organisation.get("assignedPlans") if organisation else None
    if not isinstance(plans, list):
        return Check("licence", "unknown", "doctor.licence.unread")
    has_working_plan = any(
        plan.get("servicePlanId") in INTUNE_PLANS and plan.get("capabilityStatus") in ALIVE for plan in plans
    )
    return (
        Check("licence", "ok", "doctor.licence.found")
        if has_working_plan
        else Check("licence", "missing", "doctor.licence.none")
    )


def _permissions(
    inputs: ExaminationInput, needs: Sequence[Need], answers: Sequence[Answer]
) -> Iterator[Check]:
    """Yield a check for each permission that is needed, and for the optional one."""
    if not inputs.signed_in:
        yield Check("permission", "ok", "doctor.permission.in-process")
        return
    for need in needs:
        args = {"permission": need.permission}
        status = _granted(inputs.claims, need.permission, answers)
        yield Check("permission", status, f"doctor.permission.{status}", args, need.permission)
    if inputs.claims is not None:
        is_granted = covers(inputs.claims.granted, OPTIONAL)
        finding = "doctor.permission.ok" if is_granted else "doctor.permission.optional"
        yield Check(
            "permission", "ok" if is_granted else "unknown", finding, {"permission": OPTIONAL}, OPTIONAL
        )


def _granted(claims: Claims | None, permission: str, answers: Sequence[Answer]) -> Status:
    """Return whether a permission was granted, by the token; without a readable token by what Graph let us
    read, which says nothing about writing."""
    if claims is not None:
        return "ok" if covers(claims.granted, permission) else "missing"
    answers_with_permission = [answer for answer in answers if covers([permission], answer.probe.permission)]
    if any(answer.sort == "forbidden" for answer in answers_with_permission):
        return "missing"
    return (
        "ok"
        if any(
            answer.sort == "read" and answer.probe.permission == permission
            for answer in answers_with_permission
        )
        else "unknown"
    )


def _readings(
    inputs: ExaminationInput, permissions: Sequence[Check], answers: Sequence[Answer]
) -> Iterator[Check]:
    """Yield a check for each read that failed, for each property that Graph does not show, and one for all
    that went well.

    A failure that another check already explains is not repeated.
    """
    missing_permissions = [check.about for check in permissions if check.status == "missing"]
    successful_reads = 0
    for answer in answers:
        args = {"path": answer.probe.shown, "said": answer.detail}
        is_explained = answer.sort in ("sign-in", "licence") or (
            answer.sort == "forbidden" and _explained(answer.probe.permission, missing_permissions)
        )
        missing = missing_properties(answer, inputs.written) if answer.sort == "read" else ()
        if answer.sort == "forbidden" and not is_explained:
            delegated = inputs.claims is not None and not inputs.claims.application
            yield Check(
                "reading",
                "missing",
                "doctor.reading.role" if delegated else "doctor.reading.consent",
                args,
                answer.probe.shown,
            )
        elif answer.sort != "read" and not is_explained:
            yield Check("reading", "missing", f"doctor.reading.{answer.sort}", args, answer.probe.shown)
        for odata_type, name in missing:
            yield Check(
                "reading",
                "missing",
                "doctor.reading.property",
                args | {"type": odata_type, "property": name},
                answer.probe.shown,
            )
        successful_reads += answer.sort == "read" and not missing
    if successful_reads == len(answers):
        yield Check("reading", "ok", "doctor.reading.all", {"n": str(successful_reads)})


def _explained(permission: str, missing_permissions: Sequence[str]) -> bool:
    """Return whether one of the missing permissions explains that this permission is refused."""
    return any(covers([name], permission) for name in missing_permissions)


def _default(single_reader: SingleReader) -> Check:
    """Check whether a device without a compliance policy counts as not compliant."""
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
    """Check whether our writes wait for approval by a second person."""
    answer = send_probe(single_reader, Probe("/deviceManagement/operationApprovalPolicies", "beta", ""))
    if answer.sort != "read" or answer.response is None:
        return Check("approval", "unknown", "doctor.approval.unread", {"said": answer.detail})
    stopping_policies = [item for item in answer.response.body["value"] if item.get("policyType") in STOPPING]
    args = {
        "names": ", ".join(sorted(str(item.get("displayName") or item["id"]) for item in stopping_policies))
    }
    if not stopping_policies:
        return Check("approval", "ok", "doctor.approval.none")
    return Check(
        "approval", "ok", "doctor.approval.on" if purpose == "apply" else "doctor.approval.later", args
    )


def _clock(answers: Sequence[Answer], received: datetime) -> Check:
    """Check whether our clock is right, by the Date header of the last answer that has one."""
    dates = (
        http_date(answer.response.headers.get("date", "")) for answer in reversed(answers) if answer.response
    )
    service_time = next((date for date in dates if date), None)
    if service_time is None:
        return Check("clock", "unknown", "doctor.clock.unread")
    difference = received - service_time
    args = {"seconds": str(abs(round(difference.total_seconds())))}
    if abs(difference) > MAX_CLOCK_DIFFERENCE:
        return Check(
            "clock",
            "missing",
            "doctor.clock.ahead" if difference > timedelta() else "doctor.clock.behind",
            args,
        )
    return Check("clock", "ok", "doctor.clock.right", args)


def _proxy(inputs: ExaminationInput) -> Check:
    """Report which proxy is used."""
    if not inputs.signed_in:
        return Check("proxy", "ok", "doctor.proxy.in-process")
    return Check(
        "proxy", "ok", "doctor.proxy.used" if inputs.proxy else "doctor.proxy.none", {"proxy": inputs.proxy}
    )


def _organisation(answer: Answer) -> dict[str, JSON] | None:
    """Return the only organisation in an answer; None when there is not exactly one, as Graph documents."""
    items = answer.response.body["value"] if answer.sort == "read" and answer.response else []
    return items[0] if len(items) == 1 else None
