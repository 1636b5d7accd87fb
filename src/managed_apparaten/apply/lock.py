"""Let only one apply write to a tenant from one state directory.

The lock is the kernel's lock on a file, because that ends when its holder dies. The text in the file
(process, host, time) is for people, and for a directory shared by two machines, where the kernel's lock may
not reach.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from managed_apparaten.apply.journal import JournalFailed, private_directory, private_file
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic, Severity
from managed_apparaten.core.digest import canonical, parse_json

NAME = "lock"


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock."""

    pid: int
    host: str
    since: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that is held until `release`, or until the process ends."""

    descriptor: int
    path: Path
    dead: Holder | None
    """A holder on this machine that ended without releasing the lock; its run may be half done."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """A note when the lock was taken over from such a holder."""
        return (_diagnostic("APL041", "note", self.dead),) if self.dead else ()

    def held(self) -> bool:
        """Return whether the file is still the one that was locked, so that nobody removed or replaced it."""
        try:
            return os.path.samestat(os.fstat(self.descriptor), os.lstat(self.path))
        except OSError:
            return False

    def release(self) -> None:
        """Empty the file and unlock it. The file stays: removing it would let two processes lock two files of
        the same name."""
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)


def acquire(directory: Path, clock: Clock, pid: int, host: str) -> Lock | Diagnostic:
    """Return the lock in the directory of one tenant, or APL040 when another process holds it. Raises
    JournalFailed when no file can be kept there."""
    try:
        folder = private_directory(directory)
        try:
            descriptor = private_file(folder, NAME)
        finally:
            os.close(folder)
    except OSError as error:
        raise JournalFailed(str(error)) from error
    taken = _taken(descriptor)
    holder = _holder(descriptor)
    if not taken or (holder and holder.host != host):
        os.close(descriptor)
        return _diagnostic("APL040", "error", holder or Holder(0, "?", "?"))
    os.ftruncate(descriptor, 0)
    os.write(descriptor, canonical({"pid": pid, "host": host, "since": clock.now().isoformat()}))
    return Lock(descriptor, directory / NAME, holder)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> Holder | None:
    try:
        fields = parse_json(os.pread(descriptor, 4096, 0))
        return Holder(int(fields["pid"]), str(fields["host"]), str(fields["since"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _diagnostic(code: str, severity: Severity, holder: Holder) -> Diagnostic:
    return Diagnostic(
        code, severity, args={"pid": str(holder.pid), "host": holder.host, "since": holder.since}
    )
