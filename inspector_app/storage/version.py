"""The schema this program writes; one row of the store is compared with it at start-up (no ORM needed).

``TABLES``: number of the newest migration of journal, local and derived tables (``storage/migrations``).
``RECORDS``: generation of the record tables, raised whenever ``RECORD_SHAPE`` changes; they are then rebuilt
from the journal. ``RECORD_SHAPE``: fingerprint of the record tables, kept current by a test.
"""

TABLES = 1
RECORDS = 1
RECORD_SHAPE = "94f74a151859"


def mark() -> str:
    """What an up-to-date store says of itself: migrations, generation and shape of the record tables."""
    return f"{TABLES}.{RECORDS}.{RECORD_SHAPE}"
