"""How fast the system is: a generator of large provinces, and measurements against what the issues ask for."""
