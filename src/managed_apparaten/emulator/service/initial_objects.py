"""Makes the objects that every tenant has: the default enrolment configurations and the built-in
authentication strengths.
"""

from __future__ import annotations

from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.service.directory.conditional_access import STRENGTHS
from managed_apparaten.emulator.service.directory.conditional_access_ids import AUTHENTICATION_STRENGTHS
from managed_apparaten.emulator.service.intune import enrolment


def list_service_objects(store: Store) -> list[Stored]:
    """Return these objects; none as long as the tenant has no organization."""
    organization = next(store.objects(("organization",)), None)
    if organization is None:
        return []
    strengths = [
        Stored(
            STRENGTHS,
            object_id,
            "authenticationStrengthPolicy",
            {key: value for key, value in body.items() if key != "id"},
            {},
        )
        for object_id, body in AUTHENTICATION_STRENGTHS.items()
    ]
    return [
        *enrolment.default_configurations(organization.id, str(organization.body["createdDateTime"])),
        *strengths,
    ]
