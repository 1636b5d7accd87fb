"""Whether the objects of a policy have effect: what of the tenant around them must be in place, judged
without reading anything."""
