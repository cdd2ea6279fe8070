"""What if: what each blocking policy would have refused of the use in these logs, and what nobody can tell."""

from __future__ import annotations

from .._answers import Listing, Row
from .._charts import stacked_bars
from .._material import Material, column
from .._model import Block, Chart, Code, Column, Drill, Link, Note, Page, Table
from .._text import counted

# What each value does, in the order in which they are best tried: the audit value first, then what refuses.
_MEANINGS = {
    "v1sso=1": "BlockNtlmv1SSO 1 refuses NTLMv1-derived single sign-on (0 audits)",
    "lm=4": "LmCompatibilityLevel 4 refuses LM at the validator",
    "lm=5": "LmCompatibilityLevel 5 refuses LM and NTLMv1 at the validator",
    "protected-users": "membership refuses NTLM of the account everywhere; shown as if every user account were "
    "a member",
    "smb=1": "BlockNTLM 1 refuses NTLM of the SMB client (24H2, Server 2025 and later)",
    "outgoing=2": "RestrictSendingNTLMTraffic 2 refuses all outgoing NTLM of the client; 1 only audits",
    "incoming=1": "RestrictReceivingNTLMTraffic 1 refuses domain accounts at the server; there are no exceptions",
    "incoming=2": "RestrictReceivingNTLMTraffic 2 refuses all accounts, loopback included; there are no exceptions",
    "domain=1": "RestrictNTLMInDomain 1 refuses accounts of the domain at its servers",
    "domain=3": "RestrictNTLMInDomain 3 refuses accounts of the domain anywhere",
    "domain=5": "RestrictNTLMInDomain 5 refuses everybody at servers of the domain",
    "domain=7": "RestrictNTLMInDomain 7 refuses both: all NTLM the domain's controllers are asked about",
}

_JUDGED = """
      from auth_cases as c join auth_accesses as b on b.auth_id = c.auth_id
      join authentications as a on a.auth_id = c.auth_id"""
_NEEDS = ("auth_cases", "policy_verdicts", "authentications", "auth_accesses")

_POLICIES = Listing(
    key="what-if",
    title="Each policy by itself",
    about="Of the NTLM use in these logs, without any exception list. Unknown means that the record which "
    "would decide is missing; "
    "refused means an outage for it. Null sessions stand apart; the command simulate counts them as well.",
    sql=f"""
    select p.policy, max(p.kind) as kind,
      cast(sum(case when p.code = 2 then s.uses else 0 end) as bigint) as refused,
      cast(sum(case when p.code = 0 then s.uses else 0 end) as bigint) as allowed,
      cast(sum(case when p.code = 1 then s.uses else 0 end) as bigint) as unknown,
      count(distinct case when p.code = 2 then s.server end) as servers,
      count(distinct case when p.code = 2 then s.account end) as accounts,
      count(distinct case when p.code = 2 then s.client end) as clients
    from (
      select c.case_no, a.server, a.account, a.client, count(*) as uses{_JUDGED}
      group by 1, 2, 3, 4
    ) as s join policy_verdicts as p on p.case_no = s.case_no
    group by p.policy""",
    order="policy",
    columns=(
        column("policy", "Policy"),
        column("refused", "Refused", "number"),
        column("allowed", "Allowed", "number"),
        column("unknown", "Unknown", "number"),
        column("servers", "Servers hit", "number"),
        column("accounts", "Accounts hit", "number"),
        column("clients", "Clients hit", "number"),
    ),
    needs=_NEEDS,
    empty="No use of NTLM to judge.",
    drill=lambda row: (
        Drill(f"Refused by {row['policy']}", "policies", ("p.policy", "p.code"), (row["policy"], 2))
        if row["refused"]
        else None
    ),
    drill_on="refused",
)

_REASONS = Listing(
    key="what-if-reasons",
    title="Why refused, allowed or unknown",
    sql=f"""
    select p.policy, case p.code when 2 then 'refused' when 1 then 'unknown' else 'allowed' end as verdict, p.why,
      p.sure,
      cast(sum(s.uses) as bigint) as uses, p.code
    from (select c.case_no, count(*) as uses{_JUDGED} group by 1) as s
    join policy_verdicts as p on p.case_no = s.case_no
    group by p.policy, p.code, p.why, p.sure""",
    order="policy, code desc, uses desc, why",
    columns=(
        column("policy", "Policy"),
        column("verdict", "Verdict"),
        column("why", "Because", "prose"),
        column("sure", "How sure"),
        column("uses", "Authentications", "number"),
    ),
    needs=_NEEDS,
    empty="No use of NTLM to judge.",
    drill=lambda row: Drill(
        f"{row['policy']}: {row['verdict']}, {row['why']}",
        "policies",
        ("p.policy", "p.code", "p.why"),
        (row["policy"], row["code"], row["why"]),
    ),
    drill_on="uses",
)


def _by_server(row: Row) -> Drill:
    return Drill(
        f"{row['policy']} at {row['server']}",
        "policies",
        ("p.policy", "p.code", "a.server"),
        (row["policy"], 2, row["server"]),
    )


_SERVERS = Listing(
    key="what-if-servers",
    title="What would be refused, by server and program",
    sql=f"""
    select p.policy, s.server, s.program, cast(sum(s.uses) as bigint) as uses, count(distinct s.account) as accounts,
      count(distinct s.client) as clients
    from (
      select c.case_no, a.server, a.account, a.client, coalesce(a.client_process, a.server_process) as program,
        count(*) as uses{_JUDGED}
      group by 1, 2, 3, 4, 5
    ) as s join policy_verdicts as p on p.case_no = s.case_no
    where p.code = 2 group by p.policy, s.server, s.program""",
    order="policy, uses desc, server, program",
    columns=(
        column("policy", "Policy"),
        column("server", "Server"),
        column("program", "Program"),
        column("uses", "Authentications", "number"),
        column("accounts", "Accounts", "number"),
        column("clients", "Clients", "number"),
    ),
    needs=_NEEDS,
    empty="Nothing would have been refused by any of them, as far as these logs tell.",
    drill=_by_server,
    drill_on="uses",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    judged = _explained(answers.table(_POLICIES))
    blocks: list[Block] = [
        Note(
            "warning",
            "Before any value that refuses",
            [
                "The audit value is set to the same option, on all domain controllers, and a business cycle "
                "has passed.",
                "The way back is written down, and one break-glass account is tested over Kerberos.",
                [
                    "Print and check each value: ",
                    Code("RestrictSendingNTLMTraffic"),
                    " 1 audits, 2 is an outage for all that is refused here.",
                ],
                "Exceptions weaken the protection against relay: each needs an owner and an end.",
            ],
        ),
        Note(
            "steps",
            "The order",
            [
                "NTLMv1, SMBv1 and missing signing first.",
                "Tier 0 and a pilot.",
                "Outgoing, unit by unit.",
                "Incoming 1, server by server.",
                "The domain last. Incoming 2 only after the test of loopback and RPC; incoming has no exceptions.",
            ],
        ),
    ]
    if judged.rows:
        blocks.append(_chart(judged))
    blocks += [judged, answers.table(_REASONS), answers.table(_SERVERS)]
    return Page(
        slug="what-if",
        title="What if",
        intro="What each policy would have done with the NTLM in these logs: refused, allowed, or nobody can "
        "tell. Nothing here is a "
        "promise about days that the logs do not cover.",
        blocks=blocks,
        cannot_see=[
            "Outgoing and SMB without the client's own record; domain 1 and 5 where only 4776 tells; the "
            "exception lists in force.",
            [
                "What was not recorded: see ",
                Link("coverage", "coverage"),
                ". After enforcement, fewer refusals can mean that clients gave up.",
            ],
            "Attempts that nobody saw arrive are not judged here; "
            f"{counted(material.scope.uses, 'authentication')} are.",
        ],
    )


def _explained(judged: Table) -> Table:
    """The table with what each value does beside it, in the order in which policies are best tried."""
    places = {policy: at for at, policy in enumerate(_MEANINGS)}
    order = sorted(
        range(len(judged.rows)),
        key=lambda at: (places.get(str(judged.rows[at][0]), len(places)), str(judged.rows[at][0])),
    )
    rows = [[judged.rows[at][0], _MEANINGS.get(str(judged.rows[at][0])), *judged.rows[at][1:]] for at in order]
    judged.rows = list(rows)
    judged.drills = [judged.drills[at] for at in order] if judged.drills else []
    judged.columns = [judged.columns[0], Column("What the value does", "prose"), *judged.columns[1:]]
    judged.drill_column += 1
    return judged


def _chart(judged: Table) -> Chart:
    import pyarrow as pa

    long = [
        {"policy": row[0], "verdict": verdict, "authentications": row[at]}
        for row in judged.rows
        for at, verdict in ((2, "refused"), (3, "allowed"), (4, "unknown"))
    ]
    table = pa.Table.from_pylist(long)
    names = [str(row[0]) for row in judged.rows]

    return stacked_bars(
        "what-if-bars",
        "Bars of refused, unknown and allowed authentications by policy; the table has the numbers.",
        table,
        by="policy",
        stack="verdict",
        weight="authentications",
        parts=("allowed", "refused", "unknown"),
        title="Refused and allowed by policy",
        names=tuple(names),
    )
