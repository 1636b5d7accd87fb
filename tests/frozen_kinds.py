"""The kinds that transcripts and counts in tests are written for, so that a new kind changes none of them.

A kind that such a test should show is added to `NAMES`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from managed_apparaten import kinds

NAMES = (
    "android_app_protection",
    "android_device_owner_compliance",
    "android_device_owner_restrictions",
    "android_device_settings",
    "android_work_profile_compliance",
    "android_work_profile_restrictions",
    "app_assignment",
    "assignment_filter",
    "compliance_message",
    "ios_app_protection",
    "ios_app_restrictions",
    "ios_app_settings",
    "ios_compliance",
    "ios_restricted_apps_report",
    "macos_app_restrictions",
    "macos_app_settings",
    "macos_compliance",
    "macos_restricted_apps_report",
    "windows_app_protection",
    "windows_applocker",
    "windows_compliance",
    "windows_restrictions",
)


@contextmanager
def only_frozen_kinds() -> Iterator[None]:
    """Let `all_kinds` return the kinds of `NAMES` alone."""
    every = kinds.module_names
    kinds.module_names = lambda: NAMES
    kinds.all_kinds.cache_clear()
    try:
        yield
    finally:
        kinds.module_names = every
        kinds.all_kinds.cache_clear()


def entry() -> None:
    """Run the command line with the kinds of `NAMES`: for tests that start a process."""
    from managed_apparaten.cli.main import entry as run_command_line

    with only_frozen_kinds():
        run_command_line()
