"""Baseline: NTLM day by day, with the hours that the logs know."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._covered import known_hours
from .._material import Material, column
from .._model import Block, Chart, Code, Note, Page

_DAYS = Listing(
    key="baseline-days",
    title="Day by day",
    about="Authentications that completed, or of which nobody recorded the result; an access is a burst of "
    "them. Null sessions, "
    "failures and attempts stand apart. A day with fewer covered hours has smaller numbers for that reason alone.",
    sql="""
    select cast(day as varchar) as day, dc, authentications, accesses, user_authentications, machine_authentications,
      local_authentications, null_sessions, validations, failures, machine_to_self, kerberos_tickets, ntlm_share,
        dc_hours
    from baseline_daily""",
    order="day, dc",
    columns=(
        column("day", "Day (UTC)", "time"),
        column("dc", "Controller", about="Empty: no controller of these logs saw it"),
        column("authentications", "Authentications", "number"),
        column("accesses", "Accesses", "number"),
        column("user_authentications", "Of users", "number"),
        column("machine_authentications", "Of machines", "number"),
        column("local_authentications", "Of local accounts", "number"),
        column("null_sessions", "Null sessions", "number"),
        column("validations", "4776 with success", "number"),
        column("failures", "4776 with failure", "number"),
        column("machine_to_self", "4776 of the DC itself", "number"),
        column("kerberos_tickets", "Kerberos tickets", "number"),
        column("ntlm_share", "NTLM share", "share", "4776 of 4776 and 4769 together: a trend and nothing else"),
        column("dc_hours", "Hours with records", "number", about="of its Security log"),
    ),
    needs=("baseline_daily",),
    empty="No day of these logs holds NTLM, or a Kerberos ticket at a controller.",
)

_VERSIONS = Listing(
    key="baseline-versions",
    title="Versions",
    about="By what the records say. 4624 alone can call an NTLMv2 logon V1; 4020 to 4033 are sure.",
    sql="""
    select coalesce(a.ntlm_version, 'not recorded') as version, a.version_basis as basis, count(*) as uses,
      count(distinct a.account) as accounts, count(distinct a.server) as servers
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
    group by 1, 2""",
    order="uses desc, version, basis",
    columns=(
        column("version", "Version"),
        column("basis", "Read from"),
        column("uses", "Authentications", "number"),
        column("accounts", "Accounts", "number"),
        column("servers", "Servers", "number"),
    ),
    needs=("authentications", "auth_accesses"),
    empty="No use of NTLM, and so no version.",
)

_SHARES = Listing(
    key="baseline-shares",
    title="NTLM beside Kerberos, by account and server",
    about="Network logons (4624, type 3) of one account at one server: how much of it was NTLM. Kerberos keeps "
    "a session longer, "
    "so this is no rate of use; an account with both can mostly do without NTLM there.",
    sql="""
    select account, server, cast(sum(ntlm) as bigint) as ntlm, cast(sum(kerberos) as bigint) as kerberos,
      cast(sum(ntlm) as double) / sum(ntlm + kerberos) as share, count(*) as days
    from daily_shares where account is not null group by account, server having sum(ntlm) > 0""",
    order="ntlm desc, account, server",
    columns=(
        column("account", "Account"),
        column("server", "Server"),
        column("ntlm", "By NTLM", "number"),
        column("kerberos", "By Kerberos", "number"),
        column("share", "NTLM share", "share"),
        column("days", "Days", "number"),
    ),
    needs=("daily_shares",),
    empty="No server's Security log holds a network logon by NTLM.",
)

_CHANGES = Listing(
    key="baseline-changes",
    title="Changes you named",
    sql="select row_number() over (order by time, text) as mark, time, text from context_changes",
    order="mark",
    columns=(
        column("mark", "Mark", "id", "As in the chart above"),
        column("time", "When (UTC)", "time"),
        column("text", "What"),
    ),
    needs=(),
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = [_trend(material), _week(material)]
    blocks += [answers.table(one) for one in (_DAYS, _VERSIONS, _SHARES)]
    if material.context.get("context_changes"):
        blocks.insert(1, answers.table(_CHANGES))
    else:
        blocks.insert(
            1,
            Note(
                "note",
                "Mark what you changed",
                [["Dates of policy changes in ", Code("changes.csv"), " of the context folder appear in this chart."]],
            ),
        )
    return Page(
        slug="baseline",
        title="Baseline and trend",
        intro="How much NTLM there is, of whom, and whether it falls: authentications, never records, and "
        "never without the hours "
        "that the logs cover.",
        blocks=blocks,
        cannot_see=[
            "Controllers whose logs are not here. A fall may be a log that ended.",
            "One share for all: a Kerberos ticket serves many logons, NTLM asks again each time. The share "
            "here is a trend only.",
        ],
    )


def _week(material: Material) -> Chart:
    answers = material.answers
    hourly = answers.arrow(
        """select date_trunc('hour', a.time) as hour, count(*) as authentications
        from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
        where a.time is not null group by 1 order by 1""",
        "authentications",
        "auth_accesses",
    )
    known = known_hours(answers)

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.calendar(
            hourly,
            time="hour",
            weight="authentications",
            coverage=known,
            theme=theme,
            title="NTLM by weekday and hour",
        )

    return Chart(
        "baseline-week",
        "Heat map of weekdays against hours of the day, UTC: the mean number of NTLM authentications in such an hour, "
        "of those hours that the logs know.",
        draw,
    )


def _trend(material: Material) -> Chart:
    answers = material.answers
    daily = answers.arrow(
        """select day, kind, cast(sum(n) as bigint) as authentications from (
          select day, 'users' as kind, user_authentications as n from baseline_daily union all
          select day, 'machines', machine_authentications from baseline_daily union all
          select day, 'local accounts', local_authentications from baseline_daily union all
          select day, 'other', authentications - user_authentications - machine_authentications - local_authentications
          from baseline_daily
        ) where n > 0 group by day, kind order by day, kind""",
        "baseline_daily",
    )
    known = known_hours(answers)
    changes = sorted(material.context.get("context_changes", ()), key=lambda row: (str(row["time"]), str(row["text"])))

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        figure = plot.trend(
            daily,
            by="kind",
            time="day",
            weight="authentications",
            coverage=known,
            step="day",
            theme=theme,
            title="NTLM authentications by day",
        )
        for at, change in enumerate(changes):
            when = f"{change['time']:%Y-%m-%d %H:%M:%S}"
            figure.add_vline(x=when, line={"width": 1.5, "dash": "dot", "color": figure.layout.font.color})
            figure.add_annotation(
                x=when,
                y=1,
                yref="y domain",
                text=str(at + 1),
                showarrow=False,
                yanchor="bottom",
                font={"color": figure.layout.font.color},
            )
        return figure

    return Chart(
        "baseline-trend",
        "Stacked bars of NTLM authentications by day and kind of account; the table has the numbers.",
        draw,
    )
