"""Hold what a plan compares: the compiled resources, the tenant, and which object of it is which resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.tenant import TenantState
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.matching import Pair
from managed_apparaten.plan.reach import Reacher
from managed_apparaten.plan.shared_apps import SharedApp, Targets
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import Resolved


@dataclass(frozen=True, slots=True)
class AppsOfKind:
    """Apps of the tenant, which other people made, and what the policy wants of them."""

    kind: Kind
    wanted: Sequence[Desired]
    observed: Sequence[Observed]
    settled: Sequence[SharedApp]
    """Which observed app is which wanted one, with its assignments before and after."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a check may look at. Names of groups and scope tags are resolved."""

    policy: PolicySet
    resolved: Resolved
    kinds: Mapping[str, Kind]
    resources: Sequence[Desired]
    own: Sequence[Desired]
    """Those of `resources` whose objects are ours as a whole."""
    targets: Mapping[Address, Targets]
    """Assignment targets of each resource, with ids of groups."""
    tenant: TenantState
    """The tenant as read; objects that may be another than their mark says are among what is not ours."""
    groups: PolicyGroups
    reacher: Reacher
    pairs: Sequence[Pair]
    ids: Mapping[Address, str]
    """Ids of the objects that are in the tenant already."""
    apps: Sequence[AppsOfKind]
    unclear: int
    """How many objects may be ours or not: their mark is cut, doubled or edited."""

    @property
    def settled(self) -> list[SharedApp]:
        """The apps of every kind."""
        return [shared for group in self.apps for shared in group.settled]
