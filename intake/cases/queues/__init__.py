"""The queues of the console: which there are, how many cases wait in each, and one page of one.

::

    which.py     the queues, for whom each is, and which cases stand in it
    counting.py  how many wait, up to a limit
    filters.py   what a list is narrowed to
    order.py     how a list is ordered, and the cursor that goes on from a row
    row.py       one case in a list
    same.py      cases of the same text as one row
    listing.py   a page of a queue, and the case after a case
    views.py     filters kept under a name
    export.py    a whole list, piece by piece
    sheets.py    its lines as CSV and XLSX
    exporting.py a long list asked for as a file, and who may have it
    taking_out.py  how a worker makes that file

Every list starts from ``access``; a queue only narrows it, and a filter narrows it further.
"""

from intake.cases.queues.counting import COUNTED_MOST, by_field, counts
from intake.cases.queues.filters import EVERYTHING, Filters
from intake.cases.queues.listing import PAGE_SIZE, Around, Page, around, next_code, page
from intake.cases.queues.order import Order
from intake.cases.queues.row import Proposed, Row, row_of
from intake.cases.queues.same import text_hash_of
from intake.cases.queues.which import Queue, queues_of

__all__ = [
    "COUNTED_MOST",
    "EVERYTHING",
    "PAGE_SIZE",
    "Around",
    "Filters",
    "Order",
    "Page",
    "Proposed",
    "Queue",
    "Row",
    "around",
    "by_field",
    "counts",
    "next_code",
    "page",
    "queues_of",
    "row_of",
    "text_hash_of",
]
