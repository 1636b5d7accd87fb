"""Clouds: authority, Graph and scope go together, and an address is taken for a cloud only when it is nothing but an address."""

import pytest

from managed_apparaten.graph.signin.clouds import CLOUDS, Cloud, cloud_of_address


@pytest.mark.parametrize(("name", "authority", "scope"), [
    ("global", "login.microsoftonline.com", "graph.microsoft.com"),
    ("usgov", "login.microsoftonline.us", "graph.microsoft.us"),
    ("usgovdod", "login.microsoftonline.us", "dod-graph.microsoft.us"),
    ("china", "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn"),
])  # fmt: skip
def test_a_cloud_has_its_own_authority_and_scope(name: str, authority: str, scope: str) -> None:
    cloud = CLOUDS[name]
    assert (cloud.name, cloud.authority, cloud.scope) == (
        name,
        f"https://{authority}",
        f"https://{scope}/.default",
    )


@pytest.mark.parametrize(("url", "root"), [
    ("https://localhost:8443", "https://localhost:8443"),
    ("https://LOCALHOST:8443/", "https://localhost:8443"),
    ("https://127.0.0.1", "https://127.0.0.1"),
    ("https://[::1]:8443", "https://[::1]:8443"),
])  # fmt: skip
def test_an_https_address_is_a_cloud_of_its_own(url: str, root: str) -> None:
    assert cloud_of_address(url) == Cloud("url", root, root)


@pytest.mark.parametrize("url", [
    "http://localhost:8443", "https://", "https://:8443", "https://localhost:port", "https://localhost:99999", "https://a@localhost",
    "https://localhost/beta", "https://localhost//", "https://localhost?x", "https://localhost#x", "https://[::1", "localhost:8443",
    "https://local host", "https://localhost\\@other", "https://localhost%2f",
])  # fmt: skip
def test_anything_else_is_none(url: str) -> None:
    assert cloud_of_address(url) is None
