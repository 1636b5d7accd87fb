"""Checks of app licences: which of several copies of an app is assigned, and what licences or Apple accounts
it needs.

Where the tenant has the same app bought in volume and from the public store, the purchased one is used: it
installs without an Apple account. Each Apple volume purchase token has an app object of its own.
"""

from collections.abc import Iterable, Iterator, Sequence

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.reach import EXCLUDED
from managed_apparaten.plan.shared_apps import SharedApp, name, others_of

_INSTALLS = ("required", "available")


def licences(apps: Iterable[SharedApp], observed: Sequence[Observed], kind: Kind) -> Iterator[Diagnostic]:
    """Report what somebody has to know about licences and accounts.

    PLN057: the tenant has the app both purchased and from the store. PLN055: purchased apps without a free
    licence. PLN056: App Store apps, for which each person needs an Apple account.
    """
    store: set[str] = set()
    exhausted: set[str] = set()
    for shared in apps:
        observed_app, desired = shared.pair.observed, shared.pair.desired
        if desired is None or not shared.mine_after:
            continue
        body = observed_app.body if observed_app else desired.body
        if observed_app and kind.purchased and kind.purchased(body):
            beside = [o for o in others_of(observed_app, observed, kind) if not kind.purchased(o.body)]
            if beside:
                others = ", ".join(f"{o.name} ({o.id})" for o in beside)
                args = {"app": name(shared), "used": observed_app.id, "others": others}
                yield Diagnostic("PLN057", "warning", args=args, address=str(desired.address))
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
