"""Approval by a second person, at the command line: the reason that goes with a question, and who is waited for."""

from collections.abc import Mapping

from managed_apparaten.apply.outcome import Outcome
from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_bare
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.write.approvals import ApprovalDoor, ApprovalPolicy
from managed_apparaten.render.pieces import BLANK, Piece, columns, line, wrapped

_PLATFORMS = (
    (("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"), "pull/{}", "GITHUB_REF", "GITHUB_SHA"),
    (("CI_PROJECT_URL",), "-/merge_requests/{}", "CI_MERGE_REQUEST_IID", "CI_COMMIT_SHA"),
    (("BUILD_REPOSITORY_URI",), "pullrequest/{}", "SYSTEM_PULLREQUEST_PULLREQUESTID", "BUILD_SOURCEVERSION"),
)
"""What makes the address of the repository, where a change stands under it, and what holds its number and the commit."""
_COMMIT = {"pull/{}": "commit/", "-/merge_requests/{}": "-/commit/", "pullrequest/{}": "commit/"}
_OBJECTS = 20
"""Of each sort, so many are named."""


def origin(environ: Mapping[str, str]) -> str:
    """The change for which a pipeline runs, as the platform itself names it: a pull request, else the commit, whose page leads there.
    Empty outside GitHub Actions, GitLab CI and Azure Pipelines; the variables are in their documentation."""
    for home, change, number, commit in _PLATFORMS:
        if place := "/".join(environ.get(name, "") for name in home).strip("/"):
            asked = environ.get(number, "").removeprefix("refs/pull/").partition("/")[0]
            return (
                f"{place}/{change.format(asked)}"
                if asked.isdecimal()
                else f"{place}/{_COMMIT[change]}{environ.get(commit, '')}"
            )
    return ""


def tell_waiting(outcome: Outcome, door: ApprovalDoor | None, context: Context) -> None:
    """How far a run came that waits for approval, and what to do now."""
    words, width = context.words, output.width()
    tell_bare(outcome.diagnostics, context)
    done, waiting = (words.number(outcome.count(state)) for state in ("done", "waiting"))
    left = words.number(outcome.count("not-done") + outcome.count("begun"))
    text = words.say(
        "cli.approval.waits", waiting=waiting, done=done, left=left, total=words.number(len(outcome.results))
    )
    output.tell([*wrapped(text, width), BLANK])
    for state in ("waiting", "begun", "not-done", "done"):
        found = [result for result in outcome.results if result.state == state]
        rows = [
            [words.say(f"cli.apply.state.{state}"), words.say(f"cli.action.{r.action}"), str(r.address)]
            for r in found[:_OBJECTS]
        ]
        for result, row in zip(found, columns(rows), strict=False):
            asked = (
                [line("      ", words.say("cli.approval.code", code=result.approval))]
                if result.approval
                else []
            )
            output.tell([line("  ", row), *asked])
        if len(found) > _OBJECTS:
            output.tell([line("  ", words.say("cli.apply.more", n=words.number(len(found) - _OBJECTS)))])
    output.tell([BLANK])
    for policy in _policies(door):
        key = "cli.approval.who" if policy.approvers else "cli.approval.somebody"
        output.tell(
            wrapped(words.say(key, policy=policy.name, groups=words.listed(list(policy.approvers))), width)
        )
    output.tell(wrapped(words.say("cli.approval.where"), width))
    output.tell([line(Piece(words.say("cli.approval.then"), "strong"))])


def _policies(door: ApprovalDoor | None) -> tuple[ApprovalPolicy, ...]:
    """Who may agree, as far as it can be read: that a change waits is known without."""
    if door is None:
        return ()
    try:
        return door.policies()
    except ReadFailed:
        return ()
