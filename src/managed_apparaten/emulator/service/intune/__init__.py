"""Answer for Intune's own objects: assignments, devices, apps, reports, enrolment."""
