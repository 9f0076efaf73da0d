"""Pages for citizens and the public."""

from intake.web.public.site import create_public

__all__ = ["create_public"]
