"""The address of an object in a policy repository: `kind/key`, for example `ios_app_restrictions/college`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Kind and key of an object. The marker in the tenant carries them, so they never change while the object lives."""

    kind: str
    """Name of the kind, as its file in `kinds/` is called."""
    key: str
    """Id of the role, with a suffix when a role has several objects of the kind."""

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `kind/key`. Raises ValueError unless there is exactly one slash, with text on both sides of it."""
        kind, slash, key = text.partition("/")
        if not (kind and slash and key) or "/" in key:
            raise ValueError(text)
        return cls(kind, key)
