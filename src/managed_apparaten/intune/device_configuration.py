"""What all device configurations share."""

from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.policy.model import Text

POLICY = Kind(
    name="configuration",
    title=Text(nl="Configuratie", en="Configuration"),
    platform=None,
    odata_type="microsoft.graph.deviceConfiguration",
    collection="deviceManagement/deviceConfigurations",
    permissions=Permissions(
        "DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"
    ),
    order=30,
    list_shows={"assignments": ""},
    item_reads=("assignments",),
    unordered=frozenset({"/roleScopeTagIds"}),
)
"""How every device configuration is read, written and compared; a kind replaces its name, type, platform, and what it serves and
compiles."""
