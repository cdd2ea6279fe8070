"""Calls timed in this process, in turn: for what takes less time than an interpreter needs to start."""

import gc
import time
from collections.abc import Callable, Mapping

from bench.scan.timing import Run, Runs


def rounds(calls: Mapping[str, Callable[[], object]], count: int) -> Runs:
    """`count` rounds A B C A B C … after one that is not counted. Results are let go of outside of the time."""
    runs: Runs = {name: [] for name in calls}
    for turn in range(count + 1):
        for name, call in calls.items():
            gc.collect()
            wall, processor = time.perf_counter(), time.process_time()
            result = call()
            took = Run(time.perf_counter() - wall, time.process_time() - processor, 0)
            del result
            if turn > 0:
                runs[name].append(took)
    return runs
