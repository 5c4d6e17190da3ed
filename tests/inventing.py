"""Makes small invented plans and registers for tests of single modules."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.iris import entity_iri
from graph.mentions import Mention, NameIndex, find_mentions
from graph.model import Level, PartKind, Plan, PlanConfig
from graph.parse import parse_plan
from graph.patterns import NamePattern
from graph.register import Entity, Register
from graph.rulings import Rulings
from graph.vocab import IPR

CHECKOUT = Path(__file__).resolve().parent.parent
LEVELS = (
    Level(PartKind.AREA, r"(?P<n>[IVX]+)\.\s+", "roman"),
    Level(PartKind.SECTION, r"(?P<n>\d+)\.\s+", "decimal"),
    Level(PartKind.MEASURE, r"(?P<up>\d+)\.(?P<n>\d+)\s+", "decimal"),
)
NOBODY = "import os; os.geteuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))\n"
"""Code that gives up the rights of the administrator, which no permission stops."""

SMALL = "I. Laws\n1. Acts\n1.1 To revise the Act.\n1.2 To drop it.\nII. Courts\n1. Benches\n1.1 To sit.\n"


def invent_config(**changes: Any) -> PlanConfig:
    """Settings of a plan numbered like the one of 2009, without introduction, title, contents list or closing note."""
    config = PlanConfig(
        file="plans/invented/plan.toml",
        plan_id="invented",
        title="Plan of Nowhere",
        year=2031,
        jurisdiction="nowhere",
        source_file="source.txt",
        sha256="0" * 64,
        language="en",
        origin="https://example.org/nowhere",
        rights="Invented.",
        levels=LEVELS,
        introduction="",
        title_line="",
        contents=False,
        closing="",
        continuation=False,
        measures_under=(),
        area_kinds={},
    )
    return replace(config, **changes)


def invent_plan(text: str, **changes: Any) -> Plan:
    """The text parsed with those settings."""
    data = text.encode("utf-8")
    config = invent_config(sha256=hashlib.sha256(data).hexdigest(), **changes)
    return parse_plan(config, text, len(data))


def invent_measure(words: str, **changes: Any) -> Plan:
    """A plan with one measure, I.1.1, of these words."""
    return invent_plan(f"I. Laws\n1. Acts\n1.1 {words}\n", **changes)


def invent_entity(mention_type: str, slug: str, *names: str, language: str = "en") -> Entity:
    """An entity that texts call by these names; it has no facts."""
    iri = entity_iri(mention_type, slug)
    spoken = tuple((language, name) for name in names)
    return Entity(iri, mention_type, IPR.LegalInstrument, names[0], spoken, (), (), Path("nowhere.ttl"))


def read_names(
    plan: Plan,
    entities: Sequence[Entity],
    patterns: Sequence[NamePattern] = (),
    rulings: Rulings | None = None,
) -> list[Mention]:
    """The mentions of those entities in the plan."""
    register = Register(tuple(sorted(entities, key=lambda e: e.iri.value)))
    return find_mentions(plan, NameIndex(register, plan.config.language), patterns, rulings or Rulings())


def words_of(plan: Plan, mentions: Sequence[Mention], number: str = "") -> list[tuple[str, str]]:
    """Type and words of each mention (of one part), in order of the text."""
    return [(m.mention_type, m.span.of(plan.text)) for m in mentions if number in ("", m.part.number)]


def sure(text: str) -> Decimal:
    """A confidence."""
    return Decimal(text)


def run_python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the code in a Python of its own, in the checkout."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )
