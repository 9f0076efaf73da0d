"""Official letters (*công văn*): an issued reply on the office's own .docx form, under number and day of its register.

::

    blanks.py    what a form may leave open, such as {{so}}, and what is written there
    filling.py   writing into a .docx, however Word has cut a blank into pieces
    checking.py  whether an uploaded form is safe and can be filled
    built_in.py  the form of an office that has uploaded none (Decree 30/2020/NĐ-CP)
    forms.py     the forms of an office, in versions that are all kept
    heading.py   number, sign, day and signer as an officer types them
    issuing.py   proposing, preparing and issuing a letter, once for each reply
    reading.py   the letters of a case for its officers, as Word and as PDF
"""
