"""What an examination found: one line for each thing looked at, and the permissions that somebody has to grant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["plan", "apply"]
Status = Literal["ok", "missing", "warning", "unknown"]
"""`missing`: plan or apply will fail or protect less than it says. `warning`: so for some, or soon. `unknown`: could not be seen; the
work may still go well."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    """What: `sign-in`, `tenant`, `licence`, `permission`, `reading`, `default`, `access`, `enrolment`, `connections`, `people`,
    `approval`, `clock` or `proxy`."""
    status: Status
    finding: str
    """Key of the message that tells it; its advice says what now."""
    args: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    """Which one of several, for example a permission or a collection."""


@dataclass(frozen=True, slots=True)
class Need:
    """A permission of Microsoft Graph, and what it is for."""

    permission: str
    what: tuple[str, ...]
    """Names of kinds, and of what else is read (`directory` in `needs`)."""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found, in the order in which it is best mended."""

    purpose: Purpose
    checks: tuple[Check, ...]
    needs: tuple[Need, ...]
    """All permissions that the purpose needs."""
    granted: tuple[str, ...] = ()
    """What the sign-in says it has, sorted."""

    @property
    def grants(self) -> tuple[Need, ...]:
        """The permissions that are missing."""
        lacking = {
            check.about for check in self.checks if check.name == "permission" and check.status == "missing"
        }
        return tuple(need for need in self.needs if need.permission in lacking)

    @property
    def well(self) -> bool:
        """Whether nothing is missing."""
        return all(check.status != "missing" for check in self.checks)
