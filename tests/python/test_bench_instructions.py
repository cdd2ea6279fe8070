"""What the guard of instruction counts calls too many, and how it reads callgrind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.instructions import __main__ as instructions
from bench.instructions import callgrind, guard
from bench.instructions.callgrind import Share
from bench.micro import keep

ACCEPTED = guard.Accepted(margin=0.1, compiler="g++ 12", per_record={"dump": 1000, "scan": 500})

LISTING = """\
--------------------------------------------------------------------------------
Ir
--------------------------------------------------------------------------------
1,000,000 (100.0%)  PROGRAM TOTALS

--------------------------------------------------------------------------------
Ir                file:function
--------------------------------------------------------------------------------
  400,000 (40.00%)  ???:ntlmscan::(anonymous namespace)::take(ntlmscan::Bytes, int) [/opt/bin/ntlmscan]
  300,000 (30.00%)  ???:0x000000000003a050 [/usr/lib/x86_64-linux-gnu/libzstd.so.1.5.4]
  200,000 (20.00%)  ???:0x000000000002fdd0 [/usr/lib/x86_64-linux-gnu/libzstd.so.1.5.4]
   50,000 ( 5.00%)  ./string/memcmp.S:__memcmp_avx2_movbe [/usr/lib/libc.so.6]
"""


def test_start_up_cancels() -> None:
    start = 1_000_000
    assert guard.per_record(start + 500 * 100, start + 500 * 300, 100, 300) == 500


@pytest.mark.parametrize(
    ("found", "complaints"),
    [
        ({"dump": 1100, "scan": 550}, []),
        ({"dump": 900, "scan": 1}, []),
        ({"dump": 1101, "scan": 500}, ["dump: 1,101 instructions a record, +10.1%; accepted are 1,000"]),
        ({"dump": 1000, "scan": 500, "new": 7}, ["new: 7 instructions a record, and no number was accepted yet"]),
    ],
)
def test_more_than_the_margin_is_too_many(found: dict[str, int], complaints: list[str]) -> None:
    assert guard.too_many(found, ACCEPTED) == complaints


def test_a_number_that_nothing_measures_is_named() -> None:
    assert guard.gone({"dump": 1000}, ACCEPTED) == ["scan: accepted, but not measured any more"]
    assert guard.gone({"dump": 1000, "scan": 500}, ACCEPTED) == []


def test_accepted_numbers_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "instructions.toml"
    path.write_text(guard.text(ACCEPTED), encoding="utf-8")
    assert guard.read(path) == ACCEPTED


def test_every_run_has_an_accepted_number() -> None:
    assert list(guard.read(instructions.ACCEPTED).per_record) == list(instructions.RUNS)


def test_a_listing_of_callgrind() -> None:
    assert callgrind.shares(LISTING) == [
        Share("libzstd.so.1.5.4", 500_000),
        Share("take", 400_000),
        Share("__memcmp_avx2_movbe", 50_000),
    ]


def test_a_micro_benchmark_with_an_error_keeps_nothing() -> None:
    median = {"run_name": "checksum/mixed", "aggregate_name": "median", "bytes_per_second": 2e10, "s/record": 1e-7,
              "records": 1920.0, "label": "real chunks"}  # fmt: skip
    mean = median | {"aggregate_name": "mean"}
    assert keep.medians({"benchmarks": [mean, median]}) == [
        {
            "name": "checksum/mixed",
            "gb_per_second": 20.0,
            "ns_per_record": 100.0,
            "records": 1920,
            "input": "real chunks",
        }
    ]
    broken = {"name": "keep/ntlm", "error_occurred": True, "error_message": "found 1 records"}
    with pytest.raises(SystemExit, match="keep/ntlm: found 1 records"):
        keep.medians({"benchmarks": [median, broken]})
