"""What became of provinces, districts and departments: dated data, and old names resolved to today's bodies."""
