"""What the reader and writer must know of a resource kind. `compile.kind.Kind` has all of it; this layer does not import it."""

from collections.abc import Mapping
from typing import Literal, Protocol


class ResourceShape(Protocol):
    """The Graph side of a kind; each attribute is explained on `Kind`."""

    @property
    def name(self) -> str:
        """The kind's name."""
        ...

    @property
    def odata_type(self) -> str:
        """Graph type without `#`."""
        ...

    @property
    def collection(self) -> str:
        """Path under the API version."""
        ...

    @property
    def api(self) -> Literal["beta", "v1.0"]:
        """API version."""
        ...

    @property
    def name_property(self) -> Literal["displayName", "name"]:
        """Property that holds the name."""
        ...

    @property
    def update(self) -> Literal["PATCH", "PUT"]:
        """How an object is changed."""
        ...

    @property
    def list_expand(self) -> str:
        """`$expand` on the list."""
        ...

    @property
    def item_expand(self) -> str:
        """`$expand` on one object."""
        ...

    @property
    def list_shows(self) -> Mapping[str, str]:
        """Navigation paths that the list may show, and what counts them."""
        ...

    @property
    def item_reads(self) -> tuple[str, ...]:
        """Navigation paths read apart."""
        ...

    @property
    def targets_apps(self) -> bool:
        """Whether `targetApps` exists."""
        ...

    @property
    def app_identifier(self) -> tuple[str, str] | None:
        """Type and property of an app identifier."""
        ...

    @property
    def shared(self) -> bool:
        """Whether the objects are other people's and only some assignments are ours."""
        ...

    @property
    def marker_property(self) -> Literal["description", "notes"]:
        """Where the marker stands."""
        ...

    @property
    def assign_as(self) -> tuple[str, str]:
        """Parameter of `assign`, and the type of each assignment where Graph wants one."""
        ...

    @property
    def actions(self) -> Mapping[str, tuple[str, str]]:
        """Properties written by an action: property -> (action, parameter)."""
        ...

    @property
    def secrets(self) -> tuple[str, str] | None:
        """A list with masked values and the function that tells one."""
        ...

    @property
    def rivals(self) -> frozenset[str]:
        """Properties that another object can contradict."""
        ...

    @property
    def definitions(self) -> frozenset[str]:
        """Settings of the catalog that its objects can hold."""
        ...
