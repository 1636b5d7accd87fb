"""Plans made by hand, for what renderers say of them."""

from dataclasses import replace

from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.span import Span
from managed_apparaten.plan.change import (
    AssignmentChange,
    Change,
    ExceptionNotice,
    FieldChange,
    Guard,
    Plan,
    PlanCounts,
    Reach,
    Unmanaged,
)

RULE = (
    cause(
        "policy",
        "cause.rule",
        Span("organisation.yaml", 14, 5),
        because="VNG-advies van 17 mei 2023",
        effect="block",
    ),
)
STEP = (cause("policy", "cause.ladder.refuse", Span("roles/college.yaml", 23, 1), step="allowlist"),)
BLOCKED = "/settings/com.apple_x/com.apple_x_blockedappbundleids"


def blocked(name: str, bundle: str, *, gone: bool = False) -> FieldChange:
    """An app that comes on a block list, or goes off it."""
    label = f"{name} ({bundle})"
    return (
        FieldChange(BLOCKED, bundle, None, "remove", (), label)
        if gone
        else FieldChange(BLOCKED, None, bundle, "add", RULE, label)
    )


def changed(pointer: str, before: object, after: object, causes: Causes = STEP) -> FieldChange:
    """A property with another value."""
    return FieldChange(pointer, before, after, "replace", causes)


def assigned(group: str, *, exclude: bool = False) -> AssignmentChange:
    """A group that comes into an assignment."""
    return AssignmentChange(f"id-of-{group}", group, exclude, "add", STEP)


UPDATE = Change(
    address=Address("ios_app_restrictions", "bedrijfsvoering"),
    action="update",
    reason="policy-changed",
    name="MA | Bedrijfsvoering | iOS | App-beperkingen",
    object_id="1",
    before=None,
    after=None,
    fields=(blocked("Temu", "com.einnovation.temu"), blocked("Threads", "com.burbn.barcelona", gone=True)),
    assignment_changes=(),
    app_changes=(),
    reach=Reach(1, 93, 88),
    role="bedrijfsvoering",
)
CREATE = replace(
    UPDATE,
    address=Address("ios_compliance", "raad"),
    action="create",
    reason="new",
    name="MA | Raad | iOS | Naleving",
    object_id=None,
    fields=(
        *(blocked(f"App {n}", f"com.app{n}") for n in range(60)),
        *(FieldChange(f"/property{n}", None, n, "add", STEP) for n in range(200)),
    ),
    assignment_changes=(assigned("sg-rol-raad"), assigned("sg-break-glass", exclude=True)),
    reach=Reach(1, 33, 20),
    role="raad",
)
DELETE = replace(
    UPDATE,
    address=Address("android_device_owner_restrictions", "buitendienst"),
    action="delete",
    reason="role-removed",
    name="MA | Buitendienst | Android | Beperkingen",
    fields=(),
    reach=Reach(1, 78, 50),
    removes_protection=True,
    role="buitendienst",
)
DRIFT = replace(
    UPDATE,
    address=Address("macos_compliance", "college"),
    reason="drift",
    name="MA | College | macOS | Naleving",
    fields=(changed("/gatekeeperAllowedAppSource", "anywhere", "macAppStore"),),
    reach=Reach(1, 6, 12),
    role="college",
)
NOTHING = replace(
    UPDATE, action="none", reason="unchanged", fields=(), address=Address("ios_compliance", "college")
)


def plan(
    *changes: Change,
    unmanaged: tuple[Unmanaged, ...] = (),
    guards: tuple[Guard, ...] = (),
    exceptions: tuple[ExceptionNotice, ...] = (),
    tenant_name: str = "embedded",
) -> Plan:
    """A plan of these changes."""
    return Plan(
        format_version=1,
        tool_version="0.1.0",
        organisation="zilverdam",
        tenant_id="7f3c",
        tenant_name=tenant_name,
        evaluated_on="2026-11-21",
        policy_digest="d" * 64,
        counts=PlanCounts(15, 240, 1, 38, 31, 7),
        changes=changes,
        unmanaged=unmanaged,
        guards=guards,
        exceptions=exceptions,
        diagnostics=(),
        digest="e" * 64,
    )


FOREIGN = (
    Unmanaged(
        "deviceManagement/deviceCompliancePolicies",
        "id-1",
        "iOS baseline (oud)",
        "#microsoft.graph.iosCompliancePolicy",
    ),
    Unmanaged(
        "deviceManagement/deviceCompliancePolicies",
        "id-2",
        "MA | College | macOS | Naleving",
        "#microsoft.graph.x",
    ),
)
NO_DELETE = Guard("PLN020", False, "1", "0", "--allow-delete")
ENDING = ExceptionNotice("2026-014", "ending", "2026-06-01", "2026-12-01", "communicatie", ("TikTok",))
