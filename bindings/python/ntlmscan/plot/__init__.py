"""Figures of a scan for notebooks and reports: plotly figures in which every text of a log is inert.

Needs the extra ``plot`` (plotly and pyarrow): ``pip install 'ntlmscan[plot]'``.

>>> import ntlmscan
>>> import ntlmscan.plot
>>> ntlmscan.plot.pareto(ntlmscan.scan(LOG), by="computer").layout.title.text.splitlines()[0][:26]
'<b>Records by computer</b>'
"""

from __future__ import annotations

from ._bars import bars
from ._calendar import calendar
from ._coverage import coverage
from ._flow import flow
from ._matrix import matrix
from ._pareto import pareto
from ._trend import trend

__all__ = ["bars", "calendar", "coverage", "flow", "matrix", "pareto", "trend"]
