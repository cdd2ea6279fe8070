"""The blocking policies that can be asked about, as people write them, and the exception lists that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Row = Mapping[str, str | int | None]

# Tables that the analyses of policies read beside the scan and the context.
ASKED_TABLES = {
    "asked_policies": {"policy": "string", "kind": "string", "value": "bigint", "domain": "string", "place": "bigint"},
    "asked_exceptions": {"kind": "string", "entry": "string"},
}


class PolicyError(ValueError):
    """A policy or an exception list that cannot be understood; the text says what is wrong and where."""


@dataclass(frozen=True)
class Setting:
    """One kind of policy: its values, the registry value behind it, and that of its exception list."""

    kind: str
    values: tuple[int, ...]
    setting: str
    exceptions: str = ""
    audits: int | None = None
    """The value that audits, where the same setting both audits and refuses."""

    @property
    def forms(self) -> str:
        """How it is written."""
        values = "|".join(map(str, self.values))
        return {"domain": f"domain={values}, domain:NAME={values}", "protected-users": self.kind}.get(
            self.kind, f"{self.kind}={values}"
        )


SETTINGS = {
    one.kind: one
    for one in (
        Setting("incoming", (1, 2), "RestrictReceivingNTLMTraffic"),
        Setting("outgoing", (2,), "RestrictSendingNTLMTraffic", "ClientAllowedNTLMServers", audits=1),
        Setting("domain", (1, 3, 5, 7), "RestrictNTLMInDomain", "DCAllowedNTLMServers"),
        Setting("smb", (1,), "BlockNTLM", "BlockNTLMServerExceptionList"),
        Setting("v1sso", (1,), "BlockNtlmv1SSO", audits=0),
        Setting("protected-users", (1,), "Protected Users"),
        Setting("lm", (4, 5), "LmCompatibilityLevel"),
    )
}
LISTS = tuple(one.kind for one in SETTINGS.values() if one.exceptions)
_POLICY = re.compile(r"(?P<kind>[a-z0-9-]+)(:(?P<domain>[\w.-]+))?(=(?P<value>[0-9]+))?", re.IGNORECASE)


@dataclass(frozen=True)
class Policy:
    """One policy with its value."""

    kind: str
    value: int
    domain: str | None = None

    def __str__(self) -> str:
        if self.kind == "protected-users":
            return self.kind
        return f"{self.kind}{f':{self.domain}' if self.domain else ''}={self.value}"


EVERY_POLICY = tuple(Policy(one.kind, value) for one in SETTINGS.values() for value in one.values)


@dataclass(frozen=True)
class Asked:
    """What one question is about; without a choice it is about every policy, each by itself."""

    policies: Sequence[Policy] = EVERY_POLICY
    exceptions: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def tables(self) -> dict[str, list[Row]]:
        """The rows of ASKED_TABLES."""
        policies: list[Row] = [
            {"policy": str(one), "kind": one.kind, "value": one.value, "domain": one.domain, "place": place}
            for place, one in enumerate(self.policies)
        ]
        entries: list[Row] = [{"kind": kind, "entry": one} for kind, some in self.exceptions.items() for one in some]
        return {"asked_policies": policies, "asked_exceptions": entries}


def policy(text: str) -> Policy:
    """A policy as people write it.

    >>> str(policy("domain:contoso=3")), str(policy("Protected-Users"))
    ('domain:CONTOSO=3', 'protected-users')
    """
    match = _POLICY.fullmatch(text.strip())
    setting = SETTINGS.get(match["kind"].lower()) if match else None
    if match is None or setting is None:
        raise PolicyError(f"no policy is called {text!r}; there are: {', '.join(s.forms for s in SETTINGS.values())}")
    if match["domain"] and setting.kind != "domain":
        raise PolicyError(f"{text!r}: only domain can be asked of one domain: domain:NAME=1|3|5|7")
    single = setting.values[0] if setting.kind == "protected-users" else None
    value = int(match["value"]) if match["value"] else single
    if value is None:
        raise PolicyError(f"{text!r} has no value; write {setting.forms}")
    if value not in setting.values:
        if value in (0, setting.audits):
            audits = " audits and" if value == setting.audits else ""
            raise PolicyError(f"{text!r}: {setting.setting} = {value}{audits} refuses nothing, so nothing would break")
        raise PolicyError(f"{text!r}: {setting.setting} has no value {value} that refuses something")
    return Policy(setting.kind, value, match["domain"].strip().upper() if match["domain"] else None)


def policies(texts: Iterable[str]) -> tuple[Policy, ...]:
    """The policies of one question, each once; nothing asked is every policy.

    >>> [str(one) for one in policies(["outgoing=2", "outgoing=2"])]
    ['outgoing=2']
    """
    return tuple(dict.fromkeys(policy(text) for text in texts)) or EVERY_POLICY


def read_exceptions(path: Path) -> list[str]:
    """The entries of a list as the policy takes it: one a line, with at most one asterisk; empty lines are left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read: {error.strerror or error}") from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if entry and (wrong := _wrong(entry)):
            raise PolicyError(f"{path}:{number}: {entry!r} {wrong}")
        found += [entry] if entry else []
    return list(dict.fromkeys(found))


def _wrong(entry: str) -> str:
    if entry.startswith("#"):
        return "is no server name: a list has no comments"
    if entry.count("*") > 1:
        return "has more than one asterisk, and only one is documented"
    if any(character.isspace() or not character.isprintable() for character in entry):
        return "is no server name: it has blanks or control characters"
    if any(mark in entry for mark in ',;"<>|\\'):
        return "is no server name: one entry stands on a line, without separators or quotes"
    return ""
