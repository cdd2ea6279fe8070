"""Record id and event id of each event in a stream of XML that has no root element."""

import re
from collections.abc import Iterable

EVENT_ID = re.compile(rb"<EventID[^>]*>(\d+)</EventID>")
RECORD_ID = re.compile(rb"<EventRecordID>(\d+)</EventRecordID>")


def ids(lines: Iterable[bytes]) -> list[tuple[int, int]]:
    """In the order of the stream; both stand in every event, the event id first."""
    found = []
    event_id = 0
    for line in lines:
        if event := EVENT_ID.search(line):
            event_id = int(event[1])
        if record := RECORD_ID.search(line):
            found.append((int(record[1]), event_id))
    return found
