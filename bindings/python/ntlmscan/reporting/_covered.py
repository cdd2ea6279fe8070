"""Which hours are known: what a figure over time needs to tell silence from absence."""

from __future__ import annotations

from typing import Any

from ._answers import Answers


def known_hours(answers: Answers) -> Any:
    """Coverage of the logs that decide: the controllers' Security, or everybody's where no controller's is here."""
    return answers.shared(
        """select c.source, n.host as computer, c.channel, c.hour, c.first_record_id, c.last_record_id, c.forwarded
        from coverage as c join host_names as n on n.name = c.computer join hosts as h on h.host = n.host
        where c.channel in ('Security', 'Microsoft-Windows-NTLM/Operational')
          and (h.role = 'dc' or not exists (select 1 from hosts where role = 'dc'))
        order by 2, 3, 4 limit 400000""",
        "host_names",
        "hosts",
    )


def cycle_days(answers: Answers) -> int:
    """How long logs have to reach before the absence of a record means anything."""
    found: int = answers.one("select cycle_days from readiness_parameters", "readiness")["cycle_days"]
    return found
