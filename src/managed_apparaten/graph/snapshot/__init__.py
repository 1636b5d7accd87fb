"""Write a tenant to a file without names of people, and read it back in the place of a tenant."""
