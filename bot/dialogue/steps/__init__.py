"""The steps of the dialogue, one module each.

A step is a module: ``NAME``; ``needed`` says of a draft whether it must be asked; ``ask`` asks; ``hear`` takes an
answer, True if it is answered and the dialogue may go on; ``forget`` takes the answer back. A step refuses to know
which one comes next.
"""
