"""Which of several apps of the tenant with one identifier is assigned, and what there is to say of licences and of App Store apps.

Apps of a volume purchase come first: they install without an Apple account. Of several tokens there is one object each.
"""

from collections.abc import Iterable, Iterator, Sequence

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.reach import EXCLUDED
from managed_apparaten.plan.shared_apps import SharedApp, name, others_of

_INSTALLS = ("required", "available")


def licences(found: Iterable[SharedApp], observed: Sequence[Observed], kind: Kind) -> Iterator[Diagnostic]:
    """PLN057 for an app that is there in both ways, PLN055 for purchased apps without a free licence, PLN056 for App Store apps."""
    store: set[str] = set()
    exhausted: set[str] = set()
    for shared in found:
        used, one = shared.pair.observed, shared.pair.desired
        if one is None or not shared.mine_after:
            continue
        body = used.body if used else one.body
        if used and kind.purchased and kind.purchased(body):
            beside = [o for o in others_of(used, observed, kind) if not kind.purchased(o.body)]
            if beside:
                others = ", ".join(f"{o.name} ({o.id})" for o in beside)
                args = {"app": name(shared), "used": used.id, "others": others}
                yield Diagnostic("PLN057", "warning", args=args, address=str(one.address))
        if any(
            target.get("intent") in _INSTALLS and target["@odata.type"] != EXCLUDED
            for target in shared.mine_after
        ):
            if kind.from_store and kind.from_store(body):
                store.add(name(shared))
            if kind.exhausted and kind.exhausted(body):
                exhausted.add(name(shared))
    for code, names in (("PLN055", exhausted), ("PLN056", store)):
        if names:
            yield Diagnostic(
                code, "warning", args={"count": str(len(names)), "apps": ", ".join(sorted(names))}
            )
