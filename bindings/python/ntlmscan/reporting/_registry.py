"""The pages of the report in their order."""

from __future__ import annotations

from collections.abc import Callable

from ._material import Material
from ._model import Page
from .pages import (
    accounts,
    appendix,
    backlog,
    baseline,
    blind,
    causes,
    clients,
    comparison,
    controllers,
    coverage,
    downgrades,
    enforcement,
    noise,
    ready,
    register,
    servers,
    verdict,
    what_if,
)

PAGES: tuple[Callable[[Material], Page], ...] = (
    verdict.page,
    coverage.page,
    blind.page,
    baseline.page,
    downgrades.page,
    causes.page,
    servers.page,
    clients.page,
    accounts.page,
    controllers.page,
    noise.page,
    what_if.page,
    ready.page,
    backlog.page,
    register.page,
    enforcement.page,
    comparison.page,
    appendix.page,
)
