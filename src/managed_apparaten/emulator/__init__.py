"""The embedded tenant: an emulator of Intune and Entra behind Microsoft Graph's API.

It imports nothing of the rest of the package and could be its own distribution.
"""
