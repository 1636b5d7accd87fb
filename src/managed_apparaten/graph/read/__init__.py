"""Read objects, directory and settings of a tenant."""
