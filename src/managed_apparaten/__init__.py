# SPDX-License-Identifier: EUPL-1.2
"""App policy for managed devices as code: YAML in, reviewed plan, Intune objects out."""

__version__ = "0.1.0"
