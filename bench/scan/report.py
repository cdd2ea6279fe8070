"""A result as lines for the terminal: each command's time beside that of reading the bytes, and the floors."""

from typing import Any


def _number(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _command(name: str, took: dict[str, Any]) -> str:
    seconds = took["seconds"]
    line = f"  {name:28} {seconds['median']:9.4f} s ({seconds['low']:.4f} to {seconds['high']:.4f})"
    if "ns_per_record" in took:
        line += f" {took['gb_per_second']:7.3f} GB/s {took['records_per_second']:>12,} records/s"
        line += f" {took['ns_per_record']:10.1f} ns/record"
    return f"{line} {took['peak_mib']:6.1f} MiB"


def _figure(name: str, value: dict[str, float], floors: list[dict[str, Any]]) -> str:
    line = f"  {name:38} {_number(value['median']):>9} ({_number(value['low'])} to {_number(value['high'])})"
    for floor in floors:
        if floor["figure"] == name:
            line += f"   floor {floor['wanted']}: {'met' if floor['met'] else 'NOT MET'}"
    return line


def text(result: dict[str, Any]) -> str:
    """Several lines without an end of line behind the last."""
    head = f"\n{result['workload']}, {result['input']}: {result['bytes'] / 2**20:,.1f} MiB"
    if result["records"]:
        head += f", {result['records']:,} records"
    if "rows" in result:
        head += f", {result['rows']:,} rows"
    if compared := result.get("compared"):
        head += "; equal before timing: " + ", ".join(f"{count:,} {name}" for name, count in compared.items())
    lines = [head]
    if note := result.get("note"):
        lines.append(f"  ({note})")
    lines += [_command(name, took) for name, took in result["commands"].items()]
    lines += [_figure(name, value, result["floors"]) for name, value in result["figures"].items()]
    return "\n".join(lines)
