"""Graph's refusals: one exception inside the emulator, turned into Graph's error body at the door.

The texts are those that tenants give; each names the public issue it was read in. Intune's own front end puts a JSON
document, as a string, in `error.message`; the OData layer before it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

GATEWAY_TIMEOUT = 504
"""Comes with Intune's document wrapped once more: microsoft-graph-docs-contrib#9241, #8969; Intune-PowerShell-SDK#56."""
EDM_NAMESPACE = "microsoft.management.services.api."


@dataclass(slots=True)
class GraphError(Exception):
    """A request that Graph refuses."""

    status: int
    code: str
    message: str
    intune: bool = False
    """True: the message is wrapped the way Intune's front end does it."""
    headers: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    """Permissions of which one would have opened the route."""


def invalid_model(message: str) -> GraphError:
    """The body does not fit the metadata. Shape: microsoft/Intune-PowerShell-SDK#97."""
    return GraphError(400, "ModelValidationFailure", message)


def bad_request(message: str, *, intune: bool = False) -> GraphError:
    """The body fits the metadata but the service refuses it."""
    return GraphError(400, "BadRequest", message, intune)


def unknown_property(name: str, type_name: str) -> GraphError:
    """Text: microsoft/Intune-PowerShell-SDK#97, Microsoft365DSC#3578."""
    detail = "Make sure to only use property names that are defined by the type."
    return invalid_model(
        f"The property '{name}' does not exist on type '{EDM_NAMESPACE}{type_name}'. {detail}"
    )


def wrong_literal(literal: str, type_name: str) -> GraphError:
    """Text: eneerge/CIS-Microsoft-Intune-For-Windows-IntuneProfile#2, Microsoft365DSC#5954."""
    return invalid_model(f"Cannot convert the literal '{literal}' to the expected type '{type_name}'.")


def schema_mismatch(name: str) -> GraphError:
    """Text: microsoft/Intune-PowerShell-SDK#4, microsoftgraph/msgraph-sdk-powershell#960."""
    return bad_request(f"Property {name} in payload has a value that does not match schema.")


def null_value(name: str, type_name: str) -> GraphError:
    """Text of the OData library; that Intune uses it is an assumption (`null-refused`)."""
    text = f"A null value was found for the property named '{name}', which has the expected type '{type_name}[Nullable=False]'."
    return invalid_model(
        f"{text} The expected type '{type_name}[Nullable=False]' does not allow null values."
    )


def invalid_parameter(name: str) -> GraphError:
    """Text: microsoft/Intune-PowerShell-SDK#79, microsoft-graph-docs#16663."""
    return bad_request(f"Invalid ODataActionParameter '{name}'", intune=True)


def abstract_type() -> GraphError:
    """Text: microsoftgraph/powershell-intune-samples#162, microsoft-graph-docs#5517."""
    return invalid_model("Cannot create an abstract class.")


def unknown_type(name: str) -> GraphError:
    """Text: SkipToTheEndpoint/OpenIntuneBaseline#207."""
    detail = "When a model is available, each type name must resolve to a valid type."
    return invalid_model(f"A type named '{name}' could not be resolved by the model. {detail}")


def not_assignable(actual: str, expected: str, *, entity: bool) -> GraphError:
    """Texts: microsoft/Intune-Config-Frameworks#8 (entity), MSEndpointMgr/IntuneWin32App#136 (complex)."""
    actual, expected = EDM_NAMESPACE + actual, EDM_NAMESPACE + expected
    if entity:
        text = f"An entry with type '{actual}' was found, but it is not assignable to the expected type '{expected}'."
        return invalid_model(
            f"{text} The type specified in the entry must be equal to either the expected type or a derived type."
        )
    text = "A value was encountered that has a type name that is incompatible with the metadata."
    return invalid_model(
        f"{text} The value specified its type as '{actual}', but the type specified in the metadata is '{expected}'."
    )


def type_changed(before: str, after: str) -> GraphError:
    """Text as chosen here (`type-fixed-on-patch`)."""
    return bad_request(f"Cannot change the type of an object from {before} to {after}.", intune=True)


def navigation_in_patch(name: str, type_name: str) -> GraphError:
    """Text: microsoftgraph/powershell-intune-samples#117, Microsoft365DSC#5671."""
    return invalid_model(
        f"Cannot apply PATCH to navigation property '{name}' on entity type '{EDM_NAMESPACE}{type_name}'"
    )


def unknown_segment(name: str) -> GraphError:
    """Text: microsoftgraph/microsoft-graph-docs#2144."""
    return bad_request(f"Resource not found for the segment '{name}'.")


NOT_SERVED = 490
"""A status that no service of Microsoft gives: 4xx, so that no client tries again."""


def not_served(what: str) -> GraphError:
    """Refuse what Graph has and this tenant does not model: a status and a code of its own, which cannot be taken for Graph's answer."""
    text = (
        f"This is the embedded tenant of managed-apparaten and not Microsoft Graph: it does not serve {what}."
    )
    return GraphError(
        NOT_SERVED, "EmbeddedTenantDoesNotServeThis", text, headers={"x-embedded-tenant": "not-served"}
    )


def could_not_find(name: str, type_name: str) -> GraphError:
    """A name in $select or $expand that the type does not have. Text: microsoft-graph-docs-contrib#4529, msgraph-beta-sdk-dotnet#563."""
    text = f"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.{type_name}'."
    return bad_request(text)


def not_expandable(name: str, type_name: str) -> GraphError:
    """A property in $expand that leads to no other object. Text of Microsoft's OData library."""
    text = f"Property '{name}' on type 'microsoft.graph.{type_name}' is not a navigation property or complex property."
    return bad_request(
        f"Parsing OData Select and Expand failed: {text} Only navigation properties can be expanded."
    )


def empty_option(name: str) -> GraphError:
    """A query option without a value. Text of Microsoft's library for OData services; that Graph gives it is an assumption."""
    return bad_request(
        f"The query specified in the URI is not valid. The value for OData query '{name}' cannot be empty."
    )


def empty_item(option: str) -> GraphError:
    """An empty name in a list of a query option. Form: msgraph-sdk-dotnet#2376; for $orderby the text is chosen."""
    if option == "$orderby":
        return unsupported_query(option, "Syntax error: a name in the list is empty.")
    return bad_request(
        "Parsing OData Select and Expand failed: Term '' is not valid in a $select or $expand expression."
    )


def query_syntax() -> GraphError:
    """A path that cannot be read, such as one with a key that is not closed. Text of Microsoft's OData library."""
    return bad_request("Bad Request - Error in query syntax.")


def not_last(segment: str) -> GraphError:
    """A segment such as `$count` with something behind it. Text of Microsoft's OData library."""
    text = (
        "$ref, $batch, $count, $value, $metadata, a named media resource, an action, a noncomposable function, an action import, "
        "a noncomposable function import, an operation with void return type, or an operation import with void return type."
    )
    start = f"The request URI is not valid. The segment '{segment}' must be the last segment in the URI because it is one of the following:"
    return bad_request(f"{start} {text}")


def collection_segment(name: str) -> GraphError:
    """A collection that is addressed as one object. Text: microsoft-graph-docs#10442."""
    text = f"Since the segment '{name}' refers to a collection, this must be the last segment in the request URI."
    return bad_request(
        f"The request URI is not valid. {text} All intermediate segments must refer to a single resource."
    )


def invalid_reference(bound: str = "") -> GraphError:
    """An address that leads to no object of Graph; `bound`: the property that is bound to it.

    Texts: msgraph-sdk-dotnet#1846, msgraph-sdk-powershell#3150 (payload); microsoft-graph-docs#16944 (@odata.bind).
    """
    return bad_request(
        f"Invalid URL format specified in @odata.bind for {bound}"
        if bound
        else "Invalid URL format specified in payload."
    )


def invalid_target(object_id: str, kind: str, nav: str) -> GraphError:
    """An object of a type that a reference cannot lead to. Text: microsoft-graph-docs#3303."""
    name = kind[:1].upper() + kind[1:]
    text = f"The reference target '{name}_{object_id}' of type '{name}' is invalid for the '{nav}' reference."
    return GraphError(400, "Request_BadRequest", text)


def in_itself() -> GraphError:
    """Text as chosen here (`group-not-in-itself`)."""
    return GraphError(400, "Request_BadRequest", "A group cannot be a member of itself.")


def shown(value: object) -> str:
    """A value of a body as an error text shows it: text as it is, anything else as JSON, which is how it was sent."""
    return (value if isinstance(value, str) else orjson.dumps(value).decode())[:200]


def no_route(template: str, method: str, path: str) -> GraphError:
    """Text: microsoftgraph/microsoft-graph-docs#4104, #16701; Intune-PowerShell-SDK#65."""
    text = (
        f"No OData route exists that match template ~/{template} with http verb {method} for request {path}."
    )
    return GraphError(400, "No method match route template", text)


def method_not_allowed() -> GraphError:
    """Text: microsoft-graph-docs concepts/json-batching.md, 2025-02-21."""
    return GraphError(
        405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."
    )


def directory_not_found(object_id: str) -> GraphError:
    """Text: ThomasKur/IntuneDocumentation#62, Microsoft365DSC#4413."""
    text = f"Resource '{object_id}' does not exist or one of its queried reference-property objects are not present."
    return GraphError(404, "Request_ResourceNotFound", text)


def intune_not_found(object_id: str, *, named: bool = True) -> GraphError:
    """Code as Intune gives it; the sentence that names the object is an assumption (`intune-404-text`)."""
    text = f"The resource with id '{object_id}' was not found." if named else "An error has occurred"
    return GraphError(404, "ResourceNotFound", text, intune=True)


def forbidden(names: tuple[str, ...], *, intune: bool, named: bool = True) -> GraphError:
    """No permission. Directory: concepts/json-batching.md. Intune: intune-graph-apis.md, and PowerShell that matches on the names."""
    if not intune:
        return GraphError(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            needed=names,
        )
    text = "Application is not authorized to perform this operation"
    if named:
        text += f". Application must have one of the following scopes: {', '.join(names)}"
    return GraphError(403, "Forbidden", text, intune=True, needed=names)


def invalid_token(message: str) -> GraphError:
    """The 401 of Graph's front door; texts: those that clients report for an empty, malformed and expired token."""
    where = "https://login.microsoftonline.com/common/oauth2/authorize"
    challenge = (
        f'Bearer realm="", authorization_uri="{where}", client_id="00000003-0000-0000-c000-000000000000"'
    )
    return GraphError(401, "InvalidAuthenticationToken", message, headers={"WWW-Authenticate": challenge})


def too_many_requests(retry_after: str | None) -> GraphError:
    """Throttled. Text: microsoft-graph-docs concepts/throttling.md."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return GraphError(429, "TooManyRequests", "Please retry again later.", headers=headers)


def unsupported_query(option: str, detail: str) -> GraphError:
    """Refusal of a query option; the sentence is an assumption (`unsupported-query-refused`)."""
    return bad_request(f"The query specified in the URI is not valid. {detail} ({option})")


def render(error: GraphError, *, url: str, request_id: str, client_request_id: str, date: str) -> bytes:
    """The error body; `date` is ISO without zone, as Graph writes it."""
    message = _front_end(error.message, request_id, url) if error.intune else error.message
    if error.intune and error.status == GATEWAY_TIMEOUT:
        message = orjson.dumps({"Message": message}).decode()
    inner = {"date": date, "request-id": request_id, "client-request-id": client_request_id}
    if error.code == "ModelValidationFailure":
        inner = {"message": message, **inner}
    return orjson.dumps({"error": {"code": error.code, "message": message, "innerError": inner}})


def _front_end(message: str, activity_id: str, url: str) -> str:
    """Intune's JSON inside the message: Kvikku/IntuneAssignments#16, microsoft-graph-explorer-v4#2511."""
    operation = "Operation ID (for customer support): 00000000-0000-0000-0000-000000000000"
    where = f"https://fef.embedded.manage.example/DeviceConfigV2{url}"
    text = f"{message} - {operation} - Activity ID: {activity_id} - Url: {where}"
    document = {
        "_version": 3, "Message": text, "CustomApiErrorPhrase": "", "RetryAfter": None, "ErrorSourceService": "", "HttpHeaders": "{}",
    }  # fmt: skip
    return orjson.dumps(document).decode()
