"""What exit codes mean; the same table is in `--help` and the documentation.

What is written is what goes to a tenant or into a file that was asked for.
"""

DONE = 0
FAILED = 1
CHANGES = 2
PARTLY = 3
REFUSED = 4
WAITING = 5
