"""The name of a resource in a policy repository: `kind/key`, for example `ios_app_restrictions/college`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Stable for the life of the resource; it is what the ownership marker in the tenant carries."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `kind/key`. Raises ValueError when there is not exactly one slash with text on both sides."""
        kind, slash, key = text.partition("/")
        if not (kind and slash and key) or "/" in key:
            raise ValueError(text)
        return cls(kind, key)
