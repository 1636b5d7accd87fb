"""Approval at the command line: where a change comes from, and what is told of one that waits."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.golden.cases import HERE, base_with

from managed_apparaten.cli.approvals import origin
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.write.approvals import ApprovalDoor, ApprovalPolicy
from managed_apparaten.workflow.apply import approval_door

GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "zilverdam/apparaten",
    "GITHUB_SHA": "abc",
}
GITLAB = {"CI_PROJECT_URL": "https://gitlab.nl/zilverdam/apparaten", "CI_COMMIT_SHA": "abc"}
AZURE = {"BUILD_REPOSITORY_URI": "https://dev.azure.com/z/_git/apparaten", "BUILD_SOURCEVERSION": "abc"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ""),
        (GITHUB | {"GITHUB_REF": "refs/heads/main"}, "https://github.com/zilverdam/apparaten/commit/abc"),
        (GITHUB | {"GITHUB_REF": "refs/pull/7/merge"}, "https://github.com/zilverdam/apparaten/pull/7"),
        (GITLAB, "https://gitlab.nl/zilverdam/apparaten/-/commit/abc"),
        (GITLAB | {"CI_MERGE_REQUEST_IID": "7"}, "https://gitlab.nl/zilverdam/apparaten/-/merge_requests/7"),
        (AZURE, "https://dev.azure.com/z/_git/apparaten/commit/abc"),
        (
            AZURE | {"SYSTEM_PULLREQUEST_PULLREQUESTID": "7"},
            "https://dev.azure.com/z/_git/apparaten/pullrequest/7",
        ),
    ],
)
def test_a_pipeline_names_the_change_it_runs_for(environ: Mapping[str, str], expected: str) -> None:
    assert origin(environ) == expected


class Named:
    """A tenant with one access policy, whose groups have a name or none that may be read."""

    def send(self, request: GraphRequest) -> GraphResponse:
        if request.path.endswith("operationApprovalPolicies"):
            policy = {
                "id": "p",
                "displayName": "Naleving",
                "policyType": "compliancePolicy",
                "approverGroupIds": ["g-1", "g-2"],
            }
            return GraphResponse(
                200, {"value": [policy, {"id": "q", "displayName": "Rollen", "policyType": "role"}]}
            )
        known = "g-1" in request.path
        return (
            GraphResponse(200, {"displayName": "sg-tweede-paar-ogen"}) if known else GraphResponse(403, None)
        )

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        if "$batch" not in requests[0].path:
            return send_one_by_one(self.send, requests)
        parts = [self.send(GraphRequest("GET", part["url"])) for part in requests[0].body["requests"]]
        found = [{"id": str(i), "status": part.status, "body": part.body} for i, part in enumerate(parts)]
        return [GraphResponse(200, {"responses": found})]


def test_who_may_agree_is_told_by_the_names_of_their_groups() -> None:
    assert ApprovalDoor(Named()).policies() == (ApprovalPolicy("Naleving", ("sg-tweede-paar-ogen", "g-2")),)


def test_who_may_agree_is_told_by_id_where_an_organisation_says_so() -> None:
    assert ApprovalDoor(Named(), names=False).policies() == (ApprovalPolicy("Naleving", ("g-1", "g-2")),)


@pytest.mark.parametrize(
    ("stated", "codes", "names"),
    [
        ("", ("requestId", "id"), True),
        ("approval-code: id, approver-names: by-id", ("id",), False),
        ("approval-code: requestId", ("requestId",), True),
    ],
)
def test_what_an_organisation_knows_of_approvals_is_how_its_tenant_is_read(
    stated: str, codes: tuple[str, ...], names: bool
) -> None:
    text = Path(HERE, "base", "organisation.yaml").read_text(encoding="utf-8")
    policy = base_with({"organisation.yaml": f"{text}assumptions: {{{stated}}}\n"} if stated else {}).policy
    assert policy is not None
    door = approval_door(Named(), "https://graph.example", policy.organisation)
    assert (door.codes, door.names, door.root) == (codes, names, "https://graph.example")
