"""What a citizen's message means: the intent, how sure that is, and the facts it holds.

What follows from it is the dialogue's.
"""
