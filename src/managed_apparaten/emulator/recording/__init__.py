"""Record exchanges with a tenant and play them back."""
