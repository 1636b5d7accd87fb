"""Build the policy model from documents that passed their schema.

Each builder takes the node of one document, or of one entry in it, and relies on the schema: it does not check types or required keys
again. What a role does not state comes from the defaults of the organisation, key by key.
"""

from managed_apparaten.policy.build.catalogue import build_advisory, build_app, build_app_list
from managed_apparaten.policy.build.exception import build_exception, span_of_approvals
from managed_apparaten.policy.build.organisation import build_organisation
from managed_apparaten.policy.build.role import Defaults, build_role, read_defaults

__all__ = [
    "Defaults",
    "build_advisory",
    "build_app",
    "build_app_list",
    "build_exception",
    "build_organisation",
    "build_role",
    "read_defaults",
    "span_of_approvals",
]
