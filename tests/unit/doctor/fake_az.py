"""Stands in for `az`: keeps applications, principals, credentials and role assignments in a file, and writes down each call.

It answers only what the script asks, in the words of the script; anything else is an error, so that a new call is noticed.
"""

import json
import os
import re
import sys

BOOK = os.environ["FAKE_AZ"]
GRAPH = "00000003-0000-0000-c000-000000000000"
ROLES = ("Device.Read.All", "DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All",
         "DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementManagedDevices.Read.All",
         "DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All", "GroupMember.Read.All",
         "Organization.Read.All", "User.Read.All")  # fmt: skip


class Book:
    """What the stand-in remembers between calls."""

    def __init__(self) -> None:
        self.apps: dict[str, str] = {}
        self.principals: dict[str, str] = {}
        self.subjects: list[str] = []
        self.held: dict[str, list[str]] = {}
        self.calls: list[list[str]] = []


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1] if name in words else ""


def quoted(text: str, before: str) -> str:
    found = re.search(re.escape(before) + r"'([^']*)'", text)
    return found[1] if found else ""


def answer(words: list[str], book: Book) -> str:
    command, query = " ".join(words[:4]), option(words, "--query")
    if words[:2] == ["cloud", "show"]:
        return "https://graph.microsoft.com/"
    if words[:2] == ["account", "show"]:
        return "11111111-1111-1111-1111-111111111111"
    if words[:3] == ["ad", "app", "list"]:
        return book.apps.get(quoted(option(words, "--filter"), "displayName eq "), "")
    if words[:3] == ["ad", "app", "create"]:
        name = option(words, "--display-name")
        return book.apps.setdefault(name, f"app-of-{name}")
    if words[:3] == ["ad", "sp", "list"]:
        return book.principals.get(quoted(option(words, "--filter"), "appId eq "), "")
    if words[:3] == ["ad", "sp", "create"]:
        app = option(words, "--id")
        return book.principals.setdefault(app, f"principal-of-{app}")
    if words[:3] == ["ad", "sp", "show"]:
        assert option(words, "--id") == GRAPH
        wanted = quoted(query, "value==")
        return "graph-principal" if query == "id" else f"id-of-{wanted}" if wanted in ROLES else ""
    if command == "ad app federated-credential list":
        return "there" if quoted(query, "subject==") in book.subjects else ""
    if command == "ad app federated-credential create":
        book.subjects.append(json.loads(option(words, "--parameters"))["subject"])
        return ""
    if words[0] == "rest":
        principal = re.search(r"servicePrincipals/([^/]+)/appRoleAssignments$", option(words, "--url"))
        assert principal
        held = book.held.setdefault(principal[1], [])
        if option(words, "--method") == "GET":
            return "held" if quoted(query, "appRoleId==") in held else ""
        held.append(json.loads(option(words, "--body"))["appRoleId"])
        return ""
    raise SystemExit(f"fake az does not know: {words}")


if __name__ == "__main__":
    kept = Book()
    if os.path.exists(BOOK):
        with open(BOOK) as file:
            kept.__dict__.update(json.load(file))
    told = answer(sys.argv[1:], kept)
    kept.calls.append(sys.argv[1:])
    with open(BOOK, "w") as file:
        json.dump(kept.__dict__, file)
    if told:
        print(told)
