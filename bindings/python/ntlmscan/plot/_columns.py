"""What the caller gave, as the few Arrow columns that a figure needs, and counts over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._needs import needed

HOUR = 3_600
DAY = 24 * HOUR
_MICRO = 1_000_000

# Before the first Windows NT, and in a time that no log has reached, a date is damage or a wrong clock.
EARLIEST, LATEST = 743_731_200, 4_102_444_800

Key = object
Counts = dict[tuple[Key, ...], int]


def columns(data: object, table: str, wanted: Sequence[str], optional: Sequence[str] = ()) -> Any:
    """The columns named of `data`, or of its table `table` where it is the result of a scan, as a pyarrow.Table.

    Raises:
        TypeError: nothing that speaks the Arrow PyCapsule protocol.
        ValueError: a column is not there.
    """
    pa = needed("pyarrow")
    if not _speaks_arrow(data):
        data = getattr(data, table, data)
    if not _speaks_arrow(data):
        raise TypeError(f"{type(data).__name__} is no scan result and has no __arrow_c_stream__")
    if not hasattr(data, "__arrow_c_stream__"):
        data = pa.table(data)
    reader = pa.RecordBatchReader.from_stream(data)
    names = list(dict.fromkeys((*wanted, *(name for name in optional if name in reader.schema.names))))
    for name in names:
        if reader.schema.names.count(name) != 1:
            raise ValueError(f"no column '{name}', or many; there are {', '.join(reader.schema.names)}")
    schema = pa.schema([reader.schema.field(name) for name in names])
    picked = pa.Table.from_batches([batch.select(names) for batch in reader], schema)
    return pa.table([_groupable(column) for column in picked.columns], names=names).unify_dictionaries()


def _groupable(column: Any) -> Any:
    """Columns of views, as polars hands them over, in a type that pyarrow can filter and group."""
    pa = needed("pyarrow")
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def _speaks_arrow(data: object) -> bool:
    return hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")


def seconds(column: Any) -> Any:
    """A column of times or dates as whole seconds since 1970, UTC.

    Raises:
        TypeError: it holds no times.
    """
    pa = needed("pyarrow")
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    if not pa.types.is_timestamp(column.type):
        raise TypeError(f"a column of times is needed, not of {column.type}")
    ticks = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False).cast(pa.int64())
    return needed("pyarrow.compute").divide(ticks, _MICRO)


def plausible(table: Any, name: str) -> tuple[Any, int]:
    """`table` with `name` in seconds, less the rows that have no time or an impossible one, and how many those were."""
    compute = needed("pyarrow.compute")
    times = seconds(table[name])
    table = table.set_column(table.column_names.index(name), name, times)
    kept = table.filter(compute.and_(compute.greater_equal(times, EARLIEST), compute.less(times, LATEST)))
    return kept, table.num_rows - kept.num_rows


def counts(table: Any, keys: Sequence[str], weight: str | None = None) -> Counts:
    """How many rows, or what sum of `weight`, each combination of `keys` has."""
    grouped = table.group_by(list(keys), use_threads=False)
    if weight is None:
        result, value = grouped.aggregate([([], "count_all")]), "count_all"
    else:
        result, value = grouped.aggregate([(weight, "sum")]), f"{weight}_sum"
    values = [number or 0 for number in result[value].to_pylist()]
    return dict(zip(zip(*(result[key].to_pylist() for key in keys), strict=True), values, strict=True))


def found_by(data: object, keys: Sequence[str], weight: str | None) -> Counts:
    """As `counts`, of the events that the caller gave; combinations that come to nothing are left out."""
    table = columns(data, "events", keys if weight is None else [*keys, weight])
    return {key: number for key, number in counts(table, keys, weight).items() if number > 0}


def total_by(counted: Counts, part: int) -> dict[Key, int]:
    """Sums over all but one part of the key, largest first; equal ones in the order of their text."""
    sums: dict[Key, int] = {}
    for key, number in counted.items():
        sums[key[part]] = sums.get(key[part], 0) + number
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0] is None, str(item[0]))))


def unit_of(weight: str | None) -> str:
    """What the numbers of a figure count."""
    return "records" if weight is None else weight
