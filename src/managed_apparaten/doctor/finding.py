"""The result of an examination: one check for each thing examined, and the permissions that must be
granted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["plan", "apply"]
Status = Literal["ok", "missing", "warning", "unknown"]
"""`missing`: plan or apply will fail, or protect less than it says. `warning`: so for some people, or soon.
`unknown`: it could not be examined; plan and apply may still work."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result for one thing that was examined."""

    name: str
    """What was examined: `sign-in`, `tenant`, `licence`, `permission`, `reading`, `default`, `access`,
    `enrolment`, `connections`, `people`, `approval`, `clock` or `proxy`."""
    status: Status
    finding: str
    """Key of the message with the finding; the advice of that message says what to do."""
    args: Mapping[str, str] = field(default_factory=dict)
    """Arguments of the message."""
    about: str = ""
    """Which one of several, such as a permission or a collection."""


@dataclass(frozen=True, slots=True)
class Need:
    """A permission of Microsoft Graph, and what it is needed for."""

    permission: str
    what: tuple[str, ...]
    """Names of kinds, and of other things that are read (see `DIRECTORY` in `needs`)."""


@dataclass(frozen=True, slots=True)
class Examination:
    """All checks, in the order in which problems are best solved."""

    purpose: Purpose
    checks: tuple[Check, ...]
    needs: tuple[Need, ...]
    """All permissions that the purpose needs."""
    granted: tuple[str, ...] = ()
    """Permissions in the token, sorted."""

    @property
    def grants(self) -> tuple[Need, ...]:
        """The needed permissions that are missing."""
        missing_permissions = {
            check.about for check in self.checks if check.name == "permission" and check.status == "missing"
        }
        return tuple(need for need in self.needs if need.permission in missing_permissions)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return all(check.status != "missing" for check in self.checks)
