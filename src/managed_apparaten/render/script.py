"""Commands that register the two applications of a pipeline: one that plans and one that applies, without a secret.

Ids of permissions are looked up by name in the tenant's own principal of Microsoft Graph, so none can be wrong or out of date.
Sources: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust,
https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments
"""

import textwrap
from collections.abc import Mapping, Sequence
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from managed_apparaten.doctor.finding import Need, Purpose
from managed_apparaten.render.words import Words

APPLICATIONS: Mapping[Purpose, str] = {"plan": "apparaten-plan", "apply": "apparaten-apply"}
"""Names of the applications, and of the environments of the pipeline that may sign in as them."""
_COLUMNS = 100


def az_script(needs: Mapping[Purpose, Sequence[Need]], words: Words) -> str:
    """A bash script of az commands; run twice it changes nothing the second time."""
    environment = Environment(
        loader=FunctionLoader(_source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=select_autoescape((), default_for_string=False),
    )  # fmt: skip
    return environment.get_template("az.sh.j2").render(
        applications=[(APPLICATIONS[purpose], needs[purpose]) for purpose in APPLICATIONS],
        plan_writes=any(need.permission.endswith(".ReadWrite.All") for need in needs["plan"]),
        say=words.say,
        rows=lambda key: textwrap.wrap(words.say(key), _COLUMNS),
    )


def _source(name: str) -> str:
    return resources.files("managed_apparaten.templates").joinpath("scripts", name).read_text(encoding="utf-8")
