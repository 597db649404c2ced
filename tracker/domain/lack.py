"""Lack: what is missing on one day for a contract to comply, waivers aside."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.holding import NOTHING, Holding
from tracker.domain.policy import RequirementVersion
from tracker.domain.sharing import Sharing
from tracker.domain.standings import Standing


class Lack(NamedTuple):
    """What is missing; empty everywhere means current."""

    standing: Standing
    unnamed: frozenset[str]
    """Shared elements that no attestation in force names."""
    stale: frozenset[str]
    """Shared elements that only attestations to an outdated version name."""
    clauses: frozenset[str]
    """Clauses that apply and that no valid attestation agrees to."""
    outdated: bool
    asked_by: RequirementVersion | None
    """The version whose clauses are asked for."""

    @property
    def elements(self) -> frozenset[str]:
        """Elements that must be attested, or waived.

        Stale ones count only when no clause is missing: then nothing else is left to make good.
        """
        return self.unnamed if self.clauses else self.unnamed | self.stale

    def less(self, elements: frozenset[str], clauses: frozenset[str]) -> Lack:
        """Return what is left when these are waived; the standing is named after what is left."""
        stale = NOTHING if self.clauses else self.stale - elements
        left = self._replace(
            unnamed=self.unnamed - elements,
            stale=stale,
            clauses=self.clauses - clauses,
        )
        if not (left.unnamed or left.stale or left.clauses):
            return left._replace(standing=Standing.WAIVED)
        if left.standing is Standing.GAP and self.outdated and not left.unnamed:
            return left._replace(standing=Standing.OUTDATED)
        return left


def lack_of(sharing: Sharing, holding: Holding) -> Lack:
    """Compare what is shared with what is held."""
    if not holding.held:
        standing = Standing.EXPIRED if holding.counts else Standing.MISSING
        clauses = _codes(holding.version, sharing)
        return Lack(standing, sharing.elements, NOTHING, clauses, outdated=False, asked_by=holding.version)
    unnamed = sharing.elements - holding.elements
    stale = sharing.elements - unnamed - holding.valid_elements if holding.stale else NOTHING
    outdated = bool(stale) or not holding.valid
    version = holding.version if outdated else holding.newest
    clauses = _codes(version, sharing) - holding.valid_clauses
    standing = _standing(unnamed, clauses, outdated=outdated)
    return Lack(standing, unnamed, stale, clauses, outdated, version)


def _standing(unnamed: frozenset[str], clauses: frozenset[str], *, outdated: bool) -> Standing:
    if unnamed:
        return Standing.GAP
    if outdated:
        return Standing.OUTDATED
    return Standing.GAP if clauses else Standing.CURRENT


def _codes(version: RequirementVersion | None, sharing: Sharing) -> frozenset[str]:
    if version is None:
        return NOTHING
    tier, uses_ai, protocol_named = sharing.kind
    return version.codes_for(tier, uses_ai, protocol_named)
