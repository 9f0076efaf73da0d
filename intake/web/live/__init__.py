"""Pages that stay true while they are open: what happened on the cases an officer may see, told to their browser, and
that something was said to whoever chats.
"""
