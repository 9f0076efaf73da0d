"""Understanding: what somebody means by a short text, behind one port, whichever engine answers."""
