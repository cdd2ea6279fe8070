"""Exceptions register: the shortest list in each policy's own syntax, with evidence, owner and end."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column
from .._model import Code, Note, Page

_ENTRIES = Listing(
    key="exceptions",
    title="Entries",
    about="What each entry keeps working, by what these logs hold. A row without an entry is what no list can lift: "
    "its number is what would be refused. Null sessions count here; the page What if leaves them out.",
    sql="""
    select policy, setting, entry, case when proposed then 'yes' else 'no' end as proposed, authentications, unsure,
      accounts, clients,
      servers, example_account, example_client, example_server, example_program, owner, expires, warnings, first_time,
        last_time
    from exceptions""",
    order="policy, proposed desc, authentications desc, entry",
    columns=(
        column("policy", "Policy"),
        column("setting", "List", "code"),
        column("entry", "Entry", "code"),
        column("proposed", "Proposed"),
        column("authentications", "Lets through", "number"),
        column("unsure", "Not sure", "number"),
        column("owner", "Owner"),
        column("expires", "Ends (UTC)", "time"),
        column("warnings", "Look at this first", "prose"),
        column("accounts", "Accounts", "number"),
        column("clients", "Clients", "number"),
        column("servers", "Servers", "number"),
        column("example_account", "For example, of"),
        column("example_client", "From"),
        column("example_server", "To"),
        column("example_program", "Program"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("exceptions",),
    empty="No use of NTLM needs an exception, as far as these logs tell.",
)

_UNUSED = Listing(
    key="exceptions-unused",
    title="Entries of your register, and whether anybody used them",
    about="An entry that nothing matched in these logs is one to remove, once a business cycle is covered. One that "
    "ended before these logs do needs its owner's word again, or what still uses it is mended.",
    sql="""
    select x.policy, x.entry, x.owner, x.expires, coalesce(u.authentications, 0) as authentications,
      case when x.expires <= (select max(last_time) from hosts) then 'ended' else 'runs' end
        || case when coalesce(u.authentications, 0) = 0 then ', unused' else ', used' end
        || case when x.owner is null then ', without an owner' else '' end
        || case when x.expires is null then ', without an end' else '' end as status
    from context_exceptions as x left join (
      select lower(setting) as setting, lower(entry) as entry, max(authentications) as authentications
      from exceptions where entry is not null group by 1, 2
    ) as u on u.setting = lower(x.policy) and u.entry = lower(x.entry)""",
    order="authentications, policy, entry",
    columns=(
        column("policy", "List", "code"),
        column("entry", "Entry", "code"),
        column("owner", "Owner"),
        column("expires", "Ends (UTC)", "time"),
        column("authentications", "Lets through", "number"),
        column("status", "State"),
    ),
    needs=("exceptions", "hosts"),
    empty="No register was given.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    tables = [answers.table(_ENTRIES)]
    if material.context.get("context_exceptions"):
        tables.append(answers.table(_UNUSED))
    return Page(
        slug="exceptions",
        title="Exceptions register",
        intro="The names that would have to stand on each policy's list to keep today's authentications working.",
        blocks=[
            Note(
                "warning",
                "Every exception weakens the protection against relaying",
                [
                    "Give each one an owner and an end, and never a bare asterisk.",
                    [
                        "Keep the register in ",
                        Code("exceptions.csv"),
                        " of the context folder: ",
                        Code("policy,entry,owner,expires"),
                        ".",
                    ],
                    [
                        "The lists themselves, in each policy's syntax: ",
                        Code("ntlmscan exceptions INPUT --policy outgoing=2"),
                        ".",
                    ],
                    "Incoming NTLM has no exception list at all.",
                ],
            ),
            *tables,
        ],
        cannot_see=[
            "Names that nobody used in these days, and entries already in force that are not in your register."
        ],
    )
