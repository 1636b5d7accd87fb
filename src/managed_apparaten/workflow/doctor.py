"""Look whether everything is in place for a plan or an apply, with what the policy files say about it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.doctor.examine import ExaminationInput, examine
from managed_apparaten.doctor.finding import Examination, Need, Purpose
from managed_apparaten.doctor.needs import needed_permissions
from managed_apparaten.doctor.precondition_checks import PreconditionFindings
from managed_apparaten.graph.errors import GraphFailed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.single_read import SingleReader
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.kinds import all_kinds
from managed_apparaten.preconditions.judge import judge_preconditions
from managed_apparaten.preconditions.subject import precondition_input
from managed_apparaten.workflow.check import Ready


def doctor(
    ready: Ready | None,
    look: SingleReader,
    purpose: Purpose,
    *,
    signed_in: bool,
    claims: Claims | None,
    now: Callable[[], datetime],
    proxy: str = "",
    reader: Reader | None = None,
    on: date | None = None,
) -> Examination:
    """Examine the tenant behind `look`; without policies, for all kinds and any tenant. `reader` reads what stands around the objects,
    which is judged by the beginning of the day, as in a plan; without a day, by now."""
    moment = datetime.combine(on, time(), UTC) if on else now()
    kinds = tuple(all_kinds())
    return examine(
        look,
        ExaminationInput(
            purpose=purpose,
            kinds=kinds,
            used=_used(ready),
            written=written(ready.compiled, kinds) if ready else {},
            tenant_id=ready.policy.organisation.tenant_id if ready else None,
            policies=ready is not None,
            signed_in=signed_in,
            claims=claims,
            now=now,
            proxy=proxy,
            around=(lambda: around(ready, reader, moment)) if ready and reader else None,
        ),
    )


def around(ready: Ready, reader: Reader, moment: datetime) -> PreconditionFindings:
    """Whether what stands around the objects of the policy gives them effect. Groups of roles that cannot be read leave it unknown."""
    organisation = ready.policy.organisation
    written = {
        *(group for role in ready.resolved.roles for group in role.groups),
        *organisation.protected_groups,
    }
    names = sorted({group.name for group in written if group.id is None})
    try:
        found, directory = reader.surroundings(
            names, sorted({group.id.lower() for group in written if group.id is not None})
        )
    except GraphFailed as failed:
        return PreconditionFindings(failed=f"{failed.status or ''} {failed.code}: {failed.path}".strip())
    wanted = precondition_input(ready.policy, ready.resolved, ready.compiled, all_kinds(), directory, found)
    return PreconditionFindings(judge_preconditions(wanted, found, moment))


def grants(ready: Ready | None) -> dict[Purpose, tuple[Need, ...]]:
    """The permissions of the two applications: one that plans and one that applies."""
    kinds = tuple(all_kinds())
    return {
        "plan": needed_permissions(kinds, _used(ready), "plan"),
        "apply": needed_permissions(kinds, _used(ready), "apply"),
    }


def written(compiled: Compiled, kinds: Iterable[Kind]) -> dict[str, frozenset[str]]:
    """By kind, the properties that we write and that Graph shows in a list: not what is read apart or expanded."""
    found: dict[str, frozenset[str]] = {}
    by_name = {kind.name: kind for kind in kinds}
    for resource in compiled.resources:
        kind = by_name[resource.address.kind]
        if not kind.shared:
            hidden = {"@odata.type", *kind.item_reads, *kind.actions, *kind.children, *_expanded(kind)}
            found[kind.name] = found.get(kind.name, frozenset()) | (resource.body.keys() - hidden)
    return dict(sorted(found.items()))


def _expanded(kind: Kind) -> set[str]:
    return {part.partition("(")[0] for part in (kind.list_expand, kind.item_expand) if part}


def _used(ready: Ready | None) -> frozenset[str] | None:
    return (
        None if ready is None else frozenset(resource.address.kind for resource in ready.compiled.resources)
    )
