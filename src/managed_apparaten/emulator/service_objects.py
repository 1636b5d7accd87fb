"""Objects that every tenant has: the default enrolment configurations and the built-in authentication strengths."""

from __future__ import annotations

from managed_apparaten.emulator import enrolment
from managed_apparaten.emulator.conditional_access import STRENGTHS
from managed_apparaten.emulator.conditional_access_ids import AUTHENTICATION_STRENGTHS
from managed_apparaten.emulator.store import Store, Stored


def service_objects(store: Store) -> list[Stored]:
    """The objects of the tenant; none as long as it has no organization."""
    organization = next(store.objects(("organization",)), None)
    if organization is None:
        return []
    strengths = [
        Stored(STRENGTHS, object_id, "authenticationStrengthPolicy", {key: value for key, value in body.items() if key != "id"}, {})
        for object_id, body in AUTHENTICATION_STRENGTHS.items()
    ]
    return [*enrolment.defaults(organization.id, str(organization.body["createdDateTime"])), *strengths]
