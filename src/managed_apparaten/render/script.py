"""Commands that register the two applications of a pipeline: one that plans and one that applies, without a secret.

Ids of permissions are looked up by name in the tenant's own principal of Microsoft Graph, so none can be wrong or out of date.
Sources: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust,
https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments,
https://learn.microsoft.com/powershell/module/microsoft.graph.applications (the cmdlets),
https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from managed_apparaten.doctor.finding import Need, Purpose
from managed_apparaten.doctor.needs import OPTIONAL
from managed_apparaten.policy.model import Organisation
from managed_apparaten.render.words import Words

APPLICATIONS: Mapping[Purpose, str] = {"plan": "apparaten-plan", "apply": "apparaten-apply"}
"""Names of the applications, and of the environments of the pipeline that may sign in as them."""
FORMS: Mapping[str, str] = {"az": "az.sh.j2", "powershell": "powershell.ps1.j2"}
"""What the commands are written for, with the template of each."""
_ENVIRONMENTS = {"global": "Global", "usgov": "USGov", "usgovdod": "USGovDoD", "china": "China"}
"""Microsoft's clouds as `Connect-MgGraph` names them."""
_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")
"""What PowerShell takes for a single quotation mark."""
_COLUMNS = 100


def script(
    form: str, needs: Mapping[Purpose, Sequence[Need]], words: Words, organisation: Organisation | None = None
) -> str:
    """The commands in one of the `FORMS`; run twice they change nothing the second time."""
    environment = Environment(
        loader=FunctionLoader(_source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=select_autoescape((), default_for_string=False),
    )  # fmt: skip
    environment.filters["quoted"] = quoted
    return environment.get_template(FORMS[form]).render(
        applications=[(APPLICATIONS[purpose], needs[purpose]) for purpose in APPLICATIONS],
        optional=OPTIONAL,
        plan_writes=any(need.permission.endswith(".ReadWrite.All") for need in needs["plan"]),
        tenant=(organisation.tenant_id if organisation else None) or "",
        environment=_ENVIRONMENTS[organisation.cloud if organisation else "global"],
        say=words.say,
        rows=lambda key: textwrap.wrap(words.say(key), _COLUMNS),
    )


def quoted(text: str) -> str:
    """A text as a literal of PowerShell, in which nothing is looked at but the quotation marks: those are doubled."""
    return "'" + _QUOTES.sub(lambda found: found[0] * 2, text) + "'"


def _source(name: str) -> str:
    return (
        resources.files("managed_apparaten.templates").joinpath("scripts", name).read_text(encoding="utf-8")
    )
