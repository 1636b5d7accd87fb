"""Microsoft's clouds: the address to sign in at, the address of Graph, and the scope of a token. The three
belong together.

Source: https://learn.microsoft.com/graph/deployments (GCC High is `usgov`, DoD `usgovdod`, 21Vianet `china`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud. Both addresses are a scheme and a host, without a slash at the end."""

    name: str
    authority: str
    """Address to sign in at."""
    graph: str
    """Address of Graph: requests, and with them tokens, are sent only there."""

    @property
    def scope(self) -> str:
        """Scope of a token for this Graph: all permissions that were granted before."""
        return f"{self.graph}/.default"


CLOUDS: Mapping[str, Cloud] = {
    cloud.name: cloud
    for cloud in (
        Cloud("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        Cloud("usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
        Cloud("usgovdod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        Cloud("china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
    )
}


def cloud_of_address(url: str) -> Cloud | None:
    """Return the cloud at an address that serves both sign-in and Graph, such as a served embedded tenant.

    None when it is not `https://host[:port]`; it may end with a slash.
    """
    match = _ADDRESS.fullmatch(url.lower())
    if match is None or int(match["port"] or 0) > _LAST_PORT:
        return None
    return Cloud("url", match["root"], match["root"])


_ADDRESS = re.compile(
    r"(?P<root>https://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?)/?", re.ASCII
)
_LAST_PORT = 65535
