"""Build granted exceptions, and the approvals in them and in the decision of an organisation."""

from managed_apparaten.core.span import Span
from managed_apparaten.policy.build.values import (
    as_list,
    is_true,
    located,
    read_date,
    read_group,
    read_platforms,
    read_text,
)
from managed_apparaten.policy.model import Approval, GrantedException, Located
from managed_apparaten.policy.node import Node


def build_exception(node: Node) -> GrantedException:
    """Build a granted exception."""
    fields = node.fields
    purpose, group = fields["purpose"], node.get("group")
    return GrantedException(
        id=fields["id"].value,
        apps=tuple(located(item) for item in as_list(fields["app"])),
        platforms=read_platforms(fields["platforms"]),
        role=located(fields["role"]),
        group=read_group(group) if group else None,
        purpose=read_text(purpose.fields["text"]),
        primary_task=Located(is_true(purpose, "primary-task"), purpose.fields["primary-task"].span),
        alternatives=Located(read_text(fields["alternatives"]), fields["alternatives"].span),
        measures=tuple(Located(item.value, item.span) for item in fields["measures"].items),
        approvals=tuple(build_approval(item, "by") for item in fields["approvals"].items),
        starts=Located(read_date(fields["starts"]), fields["starts"].span),
        ends=Located(read_date(fields["ends"]), fields["ends"].span),
        span=node.span,
    )


def build_approval(node: Node, body_key: str) -> Approval:
    """Build an approval or a decision; `body_key` is the key under which the body or person stands."""
    body = node.fields[body_key]
    return Approval(body.value, node.fields["reference"].value, read_date(node.fields["date"]), body.span)


def span_of_approvals(node: Node) -> Span:
    """Return the place of the key `approvals` of an exception."""
    return node.keys["approvals"]
