"""What exit codes mean; the same table is in `--help` and the documentation."""

DONE = 0
FAILED = 1
CHANGES = 2
PARTLY = 3
REFUSED = 4
WAITING = 5
