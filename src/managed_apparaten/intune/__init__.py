"""What Intune and its platforms are: app lists, app protection, compliance, AppLocker, Apple and Android, and what they cannot do."""
