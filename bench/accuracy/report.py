"""Results as lines for the terminal and as a dated file."""

from __future__ import annotations

from collections.abc import Mapping
from bench.accuracy.judging import Score


def line(name: str, variant: str, score: Score, examples: int) -> str:
    figures = " ".join(f"{n} {v:.3f}" for n, v in score.figures().items() if v is not None and (v != 1 or n in ("precision", "recall")))
    head = f"{name:6} {variant:14} true {score.counts['true']:>6} claimed {score.counts['claimed']:>6} {figures}"
    return "\n".join([head, *(f"    {e}" for e in score.examples[:examples])])


def finish(runs: Mapping[str, Mapping[str, Score]], switched: Mapping[str, Score], **rest: object) -> str:
    out = []
    for v in ("all logs", "wrong clocks", "logs missing"):
        s = Score()
        for r in runs.values():
            s += r[v]
        out.append(line("all", v, s, 0))
    return "\n".join(out)
