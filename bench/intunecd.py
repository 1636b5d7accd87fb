"""Run IntuneCD against another host than graph.microsoft.com, the only one that it knows.

It sends every request through `requests.request`, so that function is replaced before IntuneCD's modules are
imported.

    python -m bench.intunecd HOST run_update ARGUMENTS...
"""

import importlib
import sys
from typing import Any

import requests

GRAPH = "https://graph.microsoft.com"


def main(root: str, module: str, arguments: list[str]) -> None:
    """Start one of IntuneCD's programs."""
    send = requests.request

    def elsewhere(method: str, url: str, **options: Any) -> requests.Response:
        return send(method, url.replace(GRAPH, root, 1), **options)

    vars(requests)["request"] = elsewhere
    program = importlib.import_module(f"IntuneCD.{module}")
    program.start(program.get_parser().parse_args(arguments))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
