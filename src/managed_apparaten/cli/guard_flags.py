"""The flags of `apply` that lift a guard, one a guard; the guards themselves are in `plan.guards.guards`."""

from collections.abc import Callable

import click

GUARDS = {
    "--allow-delete": ("PLN020", "Let objects be deleted."),
    "--allow-people": ("PLN021", "Change something for more people than the limit."),
    "--allow-devices": ("PLN022", "Change something on more devices than the limit."),
    "--allow-many-deletes": ("PLN023", "Delete a larger share of our objects than the limit."),
    "--allow-empty": ("PLN024", "Let an object reach nobody any more."),
    "--allow-everyone": ("PLN025", "Assign to all users or all devices."),
    "--allow-protected-groups": ("PLN026", "Let an object reach a protected group."),
    "--allow-bare-role": ("PLN027", "Leave a role without any object."),
    "--allow-delete-protected": ("PLN028", "Delete objects of a protected role, or end its protection."),
    "--allow-loosening": ("PLN030", "Leave more people less protected than the limit."),
    "--allow-unassigned": ("PLN031", "Leave people without an object that they have now."),
    "--allow-noncompliant": ("PLN032", "Turn away more devices than the limit."),
    "--allow-shrunk": ("PLN033", "Change a role whose groups ran empty or shrank."),
}
"""Flag -> the guard that it lifts."""


def guard_flags(function: Callable[..., int]) -> Callable[..., int]:
    """An option for each guard; each takes its guard's code into `allowed`."""
    for flag, (code, text) in reversed(GUARDS.items()):
        function = click.option(flag, "allowed", flag_value=code, multiple=True, help=text)(function)
    return function
