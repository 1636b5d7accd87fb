"""Answers requests for what belongs to Intune: policies, apps, devices, enrolment, reports, approvals."""
