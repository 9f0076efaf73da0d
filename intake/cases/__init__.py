"""Use cases: one verb per function, one transaction per Work."""
