"""The data that plan checks work on: the compiled resources, the tenant, and which object is which
resource."""

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
    """The apps of one kind: those in the tenant, which other people added, and those that the policy
    wants."""

    kind: Kind
    wanted: Sequence[Desired]
    observed: Sequence[Observed]
    matched: Sequence[SharedApp]
    """Each wanted app with the app of the tenant that it is, and its assignments before and after."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a check of a plan may look at. Names of groups and scope tags are resolved to ids."""

    policy: PolicySet
    resolved: Resolved
    kinds: Mapping[str, Kind]
    resources: Sequence[Desired]
    own: Sequence[Desired]
    """The resources that become whole objects of ours, so without apps of other people."""
    targets: Mapping[Address, Targets]
    """The wanted assignment targets of each resource, with ids of groups."""
    tenant: TenantState
    """The tenant as it was read. Objects whose marker may be wrong are among those that are not ours."""
    groups: PolicyGroups
    reacher: Reacher
    pairs: Sequence[Pair]
    ids: Mapping[Address, str]
    """The ids of the objects that are in the tenant already."""
    apps: Sequence[AppsOfKind]
    unclear: int
    """The number of objects that may or may not be ours, because their marker is cut, doubled or edited."""

    @property
    def matched(self) -> list[SharedApp]:
        """The apps of every kind together."""
        return [shared for group in self.apps for shared in group.matched]
