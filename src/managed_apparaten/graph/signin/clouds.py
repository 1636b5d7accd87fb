"""Microsoft's clouds: where to sign in and where Graph is. The two and the scope of a token move together, never apart.

Source: https://learn.microsoft.com/graph/deployments (GCC High is `usgov`, DoD `usgovdod`, 21Vianet `china`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud; both addresses are scheme and host, without a slash at the end."""

    name: str
    authority: str
    """Where to sign in."""
    graph: str
    """Where requests go, and the only place a token goes to."""

    @property
    def scope(self) -> str:
        """The scope of a token for this Graph: everything that was granted before."""
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
    """The cloud at one address that is both identity provider and Graph, such as a served embedded tenant.

    None when it is not `https://host[:port]`; a slash at the end may stand there.
    """
    found = _ADDRESS.fullmatch(url.lower())
    if found is None or int(found["port"] or 0) > _LAST_PORT:
        return None
    return Cloud("url", found["root"], found["root"])


_ADDRESS = re.compile(
    r"(?P<root>https://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?)/?", re.ASCII
)
_LAST_PORT = 65535
