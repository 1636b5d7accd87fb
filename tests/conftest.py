"""Settings that hold for every test, whatever the load of the machine."""

from hypothesis import HealthCheck, settings

settings.register_profile("any-load", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-load")
