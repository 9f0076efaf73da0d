"""Set-up and upkeep scripts: what `make` calls; nothing here is part of the running system."""
