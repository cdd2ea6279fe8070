"""Accounts: who uses NTLM, which of them are powerful, which local account works on many hosts."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._material import Material, column, uses_of
from .._model import Chart, Code, Link, Note, Page

_ACCOUNTS = Listing(
    key="accounts",
    title="Accounts by use of NTLM",
    about="Tier 0 comes from administrative rights used at a controller (4672) or from your own list; the logs "
    "know no group membership.",
    sql="""
    select a.account, a.kind, a.tier, a.tier_basis, a.authentications, t.accesses, u.servers, u.clients, a.admin_on,
      a.admin_hosts,
      a.kerberos_logons, t.versions, t.periodicity, t.days_active, t.first_time, t.last_time, a.sid,
      coalesce(a.tier, '9') as power
    from accounts as a left join talkers as t on t.kind = 'account' and t.name = a.account
    left join (
      select a.account, count(distinct a.server) as servers, count(distinct a.client) as clients
      from authentications as a join auth_accesses as b on b.auth_id = a.auth_id group by a.account
    ) as u on u.account = a.account
    where a.authentications > 0 and a.kind <> 'anonymous'""",
    order="power, authentications desc, account",
    columns=(
        column("account", "Account"),
        column("kind", "Kind", about="service_like is a guess from its habits or its name"),
        column("tier", "Tier"),
        column("tier_basis", "Tier read from"),
        column("authentications", "Authentications", "number"),
        column("accesses", "Accesses", "number"),
        column("servers", "Servers", "number"),
        column("clients", "Clients", "number"),
        column("admin_on", "Administrator on", "number"),
        column("admin_hosts", "First and last of these"),
        column("kerberos_logons", "Kerberos logons", "number"),
        column("versions", "Versions"),
        column("periodicity", "Rhythm"),
        column("days_active", "Days", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
        column("sid", "SID", "code"),
    ),
    needs=("accounts", "talkers", "authentications", "auth_accesses"),
    empty="No account's NTLM authentication was completed in these logs.",
    drill=lambda row: uses_of("Account", "a.account", row["account"]),
    drill_on="authentications",
)

_LOCAL = Listing(
    key="accounts-local",
    title="Local accounts by name",
    about="The same local name on many hosts, often with the same password, lets one stolen hash work on all "
    "of them. The policies for "
    "domain accounts never refuse a local one.",
    sql="""
    select lower(split_part(a.account, chr(92), 2)) as name, count(distinct a.server) as servers, count(*) as uses,
      count(distinct a.client) as clients, min(a.server) as example, max(a.time) as last_time
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
    where a.local_account group by 1""",
    order="servers desc, uses desc, name",
    columns=(
        column("name", "Name"),
        column("servers", "Servers", "number"),
        column("uses", "Authentications", "number"),
        column("clients", "From clients", "number"),
        column("example", "For example"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("authentications", "auth_accesses"),
    empty="No local account authenticated over the network in these logs.",
)

_ONCE = Listing(
    key="accounts-once",
    title="Seen on one day only",
    about="A yearly or quarterly job looks like this until its day comes again: ask the owner before blocking.",
    sql="""
    select name as account, accesses, authentications, counterparts as servers, first_time
    from talkers where kind = 'account' and periodicity = 'once'""",
    order="first_time, account",
    columns=(
        column("account", "Account"),
        column("accesses", "Accesses", "number"),
        column("authentications", "Authentications", "number"),
        column("servers", "Servers", "number"),
        column("first_time", "When (UTC)", "time"),
    ),
    needs=("talkers",),
    empty="No account was seen on one day only.",
    drill=lambda row: uses_of("Account", "a.account", row["account"]),
    drill_on="authentications",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    pairs = answers.arrow(
        "select account, server, count(*) as accesses from accesses group by account, server", "accesses"
    )

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.matrix(
            pairs,
            rows="account",
            columns_by="server",
            weight="accesses",
            top=15,
            theme=theme,
            title="Accounts at servers",
        )

    return Page(
        slug="accounts",
        title="Accounts",
        intro=[
            "The powerful ones first. Which of them could go into Protected Users stands under ",
            Link("Readiness", "readiness"),
            ": readiness needs more than an empty list.",
        ],
        blocks=[
            answers.table(_ACCOUNTS),
            Chart(
                "accounts-matrix", "Heat map of accounts against servers by accesses; the table has the numbers.", draw
            ),
            Note(
                "warning",
                "Before Protected Users",
                [
                    "A member can use no NTLM, no RC4 in Kerberos, no delegation, no offline logon, and its "
                    "ticket ends after four hours. Services and "
                    "computers do not belong there.",
                    [
                        "Keep one break-glass account outside, tested over Kerberos. Say who is Tier 0 in ",
                        Code("tiers.csv"),
                        ".",
                    ],
                ],
            ),
            answers.table(_LOCAL),
            answers.table(_ONCE),
        ],
        cannot_see=["Group membership, and administrators who did not log on while these logs were written."],
    )
