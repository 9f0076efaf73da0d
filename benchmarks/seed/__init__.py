"""The generator of a large, consistent province, used by every benchmark."""
