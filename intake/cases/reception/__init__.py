"""A feedback that an officer takes down for somebody: by phone, at the counter, from a letter, a paper or a meeting.

::

    sources.py   the ways in, and the fields of each
    reading.py   what was typed, read strictly; moments.py and places.py read the days and the source
    taking.py    filing it through the same door as every feedback, once
    record.py    how it was taken down, for the officers who read the case
    receipt.py   what is handed or read out to the sender
"""
