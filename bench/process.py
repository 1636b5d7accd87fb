"""Run one process and measure what it used.

A small parent starts it, because on Linux the peak memory of a child begins at that of its parent.

    python -m bench.process COMMAND...        prints {"seconds", "megabytes", "status", "said"} as JSON
"""

import json
import os
import subprocess
import sys
import time

SAID = 4000
"""Characters of output that are kept, counted from the end."""


def main(command: list[str]) -> None:
    """Run the command to its end and print its figures."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = time.perf_counter() - started, used.ru_maxrss / 1024
    print(
        json.dumps(
            {"seconds": seconds, "megabytes": megabytes, "status": process.returncode, "said": said[-SAID:]}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
