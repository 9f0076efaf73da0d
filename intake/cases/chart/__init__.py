"""The organisation chart of a province in files: read, compared with the record, entered whole or not at all."""
