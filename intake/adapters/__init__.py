"""Adapters: the outside world behind the ports that the use cases ask for."""
