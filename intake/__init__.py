"""The desk: use cases, web pages, adapters and entry points."""
