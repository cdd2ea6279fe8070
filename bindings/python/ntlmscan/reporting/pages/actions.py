"""What to do next: of all that these logs show to be missing or wrong, what pays first."""

from __future__ import annotations

from collections.abc import Callable

from .._covered import cycle_days
from .._material import Material
from .._model import Code, Link, Prose
from .._text import cell, counted
from .blind import GAPS_NEED, UNSTATED_GAPS


def next_actions(material: Material) -> list[Prose]:
    """What fits these logs, the most useful first."""
    return [found for one in _ACTIONS if (found := one(material)) is not None]


def _collect_controllers(material: Material) -> Prose | None:
    if material.scope.controllers:
        return None
    return [
        "Collect the logs of every domain controller: without them nobody knows what was validated. ",
        Link("Coverage", "coverage"),
    ]


def _collect_ntlm_logs(material: Material) -> Prose | None:
    """Where hardly any computer shows its NTLM log, nothing else is worth as much; an empty log looks the same."""
    found = material.answers.one(
        """select count(*) as hosts, sum(case when first_time is null then 1 else 0 end) as without from host_coverage
        where family = 'outgoing'""",
        "host_coverage",
    )
    without = found["without"] or 0
    if not without or 2 * without < found["hosts"]:
        return None
    return [
        "Collect ",
        Code("Microsoft-Windows-NTLM/Operational"),
        f" of {counted(without, 'computer')}, and audit there: no record of it is here, and only it names programs and "
        "targets. ",
        Link("Settings", "blind"),
    ]


def _audit_first(material: Material) -> Prose | None:
    """Of logons at clients alone nobody learns much about NTLM, so their audit never comes first."""
    gap = material.answers.rows(
        f"""select setting, count(*) as hosts, sum(case when role = 'dc' then 1 else 0 end) as dcs
        from ({UNSTATED_GAPS}) where role <> 'client' or setting not like 'Audit %'
        group by 1 order by dcs desc, hosts desc, setting limit 1""",
        *GAPS_NEED,
    )
    if not gap:
        return None
    return [
        "Audit first: set ",
        Code(str(cell(gap[0]["setting"]))),
        f" on {counted(gap[0]['hosts'], 'computer')}. ",
        Link("All settings", "blind"),
    ]


def _end_version_1(material: Material) -> Prose | None:
    sql = "select count(*) as n from ntlmv1 where finding in ('proven', 'suspected')"
    if not material.answers.one(sql, "ntlmv1")["n"]:
        return None
    return [
        "End NTLMv1 before anything else: raise the level on the clients that send it. ",
        Link("Who sends it", "ntlmv1"),
    ]


def _move_tier_zero(material: Material) -> Prose | None:
    sql = "select count(*) as n from accounts where tier = '0' and authentications > 0"
    powerful = material.answers.one(sql, "accounts")["n"]
    if not powerful:
        return None
    worth = "it is worth most to a thief" if powerful == 1 else "they are worth most to a thief"
    return [f"Move {counted(powerful, 'Tier 0 account')} off NTLM: {worth}. ", Link("Which", "accounts")]


def _replace_addresses(material: Material) -> Prose | None:
    addressed = material.answers.one(
        """select count(*) as n from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
        join targets as t on t.target_name = a.target_name where t.is_address""",
        "authentications",
        "auth_accesses",
        "targets",
    )["n"]
    if not addressed:
        return None
    return [
        f"Replace addresses by names: {counted(addressed, 'authentication')} asked for an IP address. ",
        Link("Where", "clients"),
    ]


def _state_levels(material: Material) -> Prose | None:
    if material.context.get("context_settings"):
        return None
    return [
        "State the audit levels in ",
        Code("settings.csv"),
        ": without them an empty log proves nothing. ",
        Link("Why", "blind"),
    ]


def _mend_largest_cause(material: Material) -> Prose | None:
    cause = material.answers.rows(
        """select c.cause, count(*) as n, count(distinct a.server) as servers from authentications as a
        join auth_accesses as b on b.auth_id = a.auth_id join causes as c on c.auth_id = a.auth_id
        where c.cause not in ('unknown', 'spn_ip') group by 1 order by n desc, 1 limit 1""",
        "authentications",
        "auth_accesses",
        "causes",
    )
    if not cause:
        return None
    return [
        "Mend the largest cause, ",
        Code(str(cause[0]["cause"])),
        f": {counted(cause[0]['n'], 'authentication')} at {counted(cause[0]['servers'], 'server')}. ",
        Link("Causes", "causes"),
    ]


def _begin_with_servers(material: Material) -> Prose | None:
    if not material.scope.uses:
        return None
    return ["Begin with the servers that are asked most. ", Link("Servers", "servers")]


def _wait_for_a_cycle(material: Material) -> Prose | None:
    """Where nothing was seen, time is what tells absence from chance."""
    cycle = cycle_days(material.answers)
    if material.scope.uses or material.scope.days >= cycle:
        return None
    return [
        f"Go on collecting: these logs reach over {counted(max(1, round(material.scope.days)), 'day')}, and what "
        f"happens once in a business cycle shows in {cycle} days or more. ",
        Link("Coverage", "coverage"),
    ]


def _ask_readiness(material: Material) -> Prose | None:
    if material.scope.uses:
        return None
    return [
        "See who could be blocked next, and what has to be done before a value that refuses. ",
        Link("Readiness", "readiness"),
        ", ",
        Link("What if", "what-if"),
    ]


_ACTIONS: tuple[Callable[[Material], Prose | None], ...] = (
    _collect_controllers,
    _collect_ntlm_logs,
    _audit_first,
    _end_version_1,
    _move_tier_zero,
    _replace_addresses,
    _state_levels,
    _wait_for_a_cycle,
    _mend_largest_cause,
    _begin_with_servers,
    _ask_readiness,
)
