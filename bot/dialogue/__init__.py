"""The one dialogue of all channels: pure steps from what is known and what was said to what is said next.

Read ``talk`` first, then ``form``, then the steps; every sentence is in ``sentences``. Nothing here knows a channel,
the database or the time.
"""
