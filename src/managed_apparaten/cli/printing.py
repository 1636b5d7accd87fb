"""A plan on stdout in the form asked for; shared by plan, show and apply."""

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import to_json
from managed_apparaten.render.json import dumps
from managed_apparaten.render.terminal import Page, plan_lines

FORMATS = ("text", "markdown", "json")


def print_plan(plan: Plan, context: Context, form: str = "text", *, full: bool = False) -> None:
    """Print the plan for people, for a pull request or for a machine."""
    policies = context.policies.as_posix()
    if form == "json":
        output.data(dumps(to_json(plan)))
    elif form == "markdown":
        from managed_apparaten.render.markdown import plan_markdown

        output.data(plan_markdown(plan, context.words, policies))
    else:
        output.show(plan_lines(plan, Page(context.words, output.width(), full, policies)))
