"""What happens to each app on each class of device, from the compiled objects and from what a tenant does by default."""
