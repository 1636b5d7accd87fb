"""Write objects of a tenant, and ask for approval where Multi Admin Approval demands it."""
