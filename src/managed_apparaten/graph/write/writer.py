"""Write to a tenant over Graph: one request for each write, never repeated here.

A definite refusal raises `Refused`. No answer, a server error or an unreadable success raises `Ambiguous`:
the write may have happened, and apply reads the object before it does anything again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, GraphFailed, Refused, TransportFailed
from managed_apparaten.graph.http.error_body import no_answer_error, refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Method, Transport
from managed_apparaten.graph.http.urls import key
from managed_apparaten.resource.shape import ResourceShape

BESIDE = ("intent", "settings")
"""Properties of an app assignment that Graph keeps next to the target. Our form has them in the target,
because a group has one of each."""
_UNCLEAR = frozenset({408, 424, 425})
"""Statuses of refusals after which nobody knows whether the write was carried out."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes through one transport. `headers` go with each request, such as a justification for approval."""

    transport: Transport
    headers: tuple[tuple[str, str], ...] = ()

    def create(self, kind: ResourceShape, body: JSON) -> str:
        """POST an object and return its id. A success without an id is `Ambiguous`."""
        [result] = self.create_all(kind, [body])
        if isinstance(result, GraphFailed):
            raise result
        return result

    def create_all(self, kind: ResourceShape, bodies: Sequence[JSON]) -> list[str | Refused | Ambiguous]:
        """POST objects side by side, each in a request of its own. Returns for each its id, or what went
        wrong with it."""
        requests = [self._request(kind, "POST", "", body) for body in bodies]
        return [
            _created(request, answer)
            for request, answer in zip(requests, self.transport.send_all(requests), strict=True)
        ]

    def update(self, kind: ResourceShape, object_id: str, body: JSON) -> None:
        """PATCH or PUT an object, as its kind says."""
        self._send(kind, kind.update, f"/{key(object_id)}", body)

    def act(self, kind: ResourceShape, object_id: str, action: str, body: JSON) -> None:
        """POST to a bound action."""
        self._send(kind, "POST", f"/{key(object_id)}/{key(action)}", body)

    def write_child(
        self, kind: ResourceShape, object_id: str, navigation: str, child_id: str | None, body: JSON | None
    ) -> None:
        """POST, PATCH or DELETE one member of a contained list."""
        method: Method = "POST" if child_id is None else "DELETE" if body is None else "PATCH"
        tail = f"/{key(object_id)}/{key(navigation)}" + (f"/{key(child_id)}" if child_id else "")
        self._send(kind, method, tail, body, gone_is_done=method == "DELETE")

    def target_apps(self, kind: ResourceShape, object_id: str, apps: Sequence[str], group_type: str) -> None:
        """Replace the targeted apps. The Windows type has no `appGroupType`; an empty one is not sent."""
        if kind.app_identifier is None:
            raise ValueError(f"{kind.name} targets no apps")
        sort, name = kind.app_identifier
        items = [{"mobileAppIdentifier": {"@odata.type": sort, name: app}} for app in apps]
        self.act(
            kind,
            object_id,
            "targetApps",
            {"apps": items} | ({"appGroupType": group_type} if group_type else {}),
        )

    def assign(self, kind: ResourceShape, object_id: str, targets: Sequence[JSON]) -> None:
        """Replace all assignments."""
        parameter, sort = kind.assign_as
        self.act(kind, object_id, "assign", {parameter: [_assignment(target, sort) for target in targets]})

    def delete(self, kind: ResourceShape, object_id: str) -> None:
        """Delete an object. A 404 counts as success."""
        self._send(kind, "DELETE", f"/{key(object_id)}", None, gone_is_done=True)

    def _send(
        self, kind: ResourceShape, method: Method, tail: str, body: JSON, gone_is_done: bool = False
    ) -> None:
        request = self._request(kind, method, tail, body)
        try:
            response = self.transport.send(request)
        except TransportFailed as failed:
            raise _lost(request, failed) from failed
        if not (gone_is_done and response.status == 404) and (problem := _problem(request, response)):
            raise problem

    def _request(self, kind: ResourceShape, method: Method, tail: str, body: JSON) -> GraphRequest:
        return GraphRequest(method, f"/{kind.collection}{tail}", kind.api, body, dict(self.headers))


def _created(request: GraphRequest, answer: GraphResponse | TransportFailed) -> str | Refused | Ambiguous:
    """Return the id of the new object, or why there is none."""
    if isinstance(answer, TransportFailed):
        return _lost(request, answer)
    if problem := _problem(request, answer):
        return problem
    object_id = answer.body.get("id") if isinstance(answer.body, dict) else None
    return (
        object_id
        if isinstance(object_id, str) and object_id
        else unusable_answer_error(Ambiguous, request, "InvalidResponse", "id", answer.status)
    )


def _lost(request: GraphRequest, failed: TransportFailed) -> Refused | Ambiguous:
    return (
        no_answer_error(Ambiguous, request, failed)
        if failed.sent
        else no_answer_error(Refused, request, failed)
    )


def _problem(request: GraphRequest, response: GraphResponse) -> Refused | Ambiguous | None:
    """Return what an answer says went wrong; None for a success."""
    if 200 <= response.status < 300:
        return None
    bare = replace(request, body=None)
    unclear = response.status >= 500 or response.status in _UNCLEAR
    return refusal_error(Ambiguous, bare, response) if unclear else refusal_error(Refused, bare, response)


def _assignment(target: JSON, sort: str) -> dict[str, JSON]:
    """Return an assignment in Graph's form, with intent and settings next to the target."""
    beside = {name: target[name] for name in BESIDE if name in target}
    inner = {name: value for name, value in target.items() if name not in BESIDE}
    return ({"@odata.type": sort} if sort else {}) | beside | {"target": inner}
