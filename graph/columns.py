"""The tables' columns, declared once: the CSV files, their schema and the documents read this."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "integer", "number", "date", "any"]


@dataclass(frozen=True)
class Column:
    """One column: its name, what type a cell has (as Table Schema calls it), and what it says."""

    name: str
    description: str
    type: Type = "string"
    required: bool = False
    many: bool = False
    """Whether a cell holds several values, separated by semicolons."""


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    name: str
    title: str
    key: tuple[str, ...]
    """The columns that together tell rows apart; none where nothing does."""
    columns: tuple[Column, ...]


_PLAN = Column("plan", "Id of the plan, as in its IRI.", required=True)
_CONFIDENCE = Column("confidence", "How sure the statement is, from 0 to 1.", "number")
_CHECKED = "Day on which the source was read."

_TABLES = (
    Table(
        "mentions",
        "Names in the text: one row for each part, type and wording, at its first place",
        ("plan", "measure", "type", "text"),
        (
            _PLAN,
            Column("measure", "Number of the part in which the name stands; empty for the title line."),
            Column("type", "What kind of thing is named.", required=True),
            Column("text", "The words, exactly as they stand in the plan.", required=True),
            Column("start", "Where the words begin: code points from the start of the source.", "integer", True),
            Column("end", "Where they end, exclusive.", "integer", True),
            Column("entity", "IRI of the thing that is named.", required=True),
            Column("rule", "The rule that found the name.", required=True),
            _CONFIDENCE,
        ),
    ),
    Table(
        "measures",
        "Measures: one row for each numbered measure and submeasure, in the order of the text",
        ("iri",),
        (
            _PLAN,
            Column("number", "Number of the measure, its whole path.", required=True),
            Column("iri", "IRI of the measure.", required=True),
            Column("area", "Number of its area.", required=True),
            Column("section", "Number of its section; empty where it stands directly under the area."),
            Column("text", "Its words, without its mark.", required=True),
            Column("rights", "Rights that it covers.", many=True),
            Column("acts", "Acts that it announces.", many=True),
            Column("pace", "How urgently, or at which stage.", many=True),
            Column("instruments", "IRIs of the legal instruments that it names.", many=True),
            Column("campaigns", "IRIs of the campaigns that it names.", many=True),
            Column("agencies", "IRIs of the agencies that it names.", many=True),
            Column("bodies", "IRIs of the international bodies that it names.", many=True),
            Column("lead", "IRIs of those who lead it.", many=True),
            Column("lead_basis", "Why they are held to: stated, proposed or unknown.", required=True),
            Column("outcome", "What became of it, by state; unknown where nobody looked.", required=True, many=True),
        ),
    ),
    Table(
        "entities",
        "Entities: one row for each thing of the register",
        ("iri",),
        (
            Column("iri", "IRI of the thing.", required=True),
            Column("type", "What kind of thing it is.", required=True),
            Column("label_en", "Its name in English."),
            Column("label_zh", "Its name in Chinese."),
            Column("alt", "Other names.", many=True),
            Column("mentions", "How often plans name it.", "integer", True),
            Column("links", "IRIs of the same or a near thing in other data sets.", many=True),
        ),
    ),
    Table(
        "outcomes",
        "Outcomes: one row for each finding on what became of a measure",
        (),
        (
            _PLAN,
            Column("measure", "Number of the measure.", required=True),
            Column("status", "What became of it.", required=True),
            Column("date", "When, as exactly as the source tells: a day, a month or a year.", "any"),
            Column("resulted_in", "IRIs of what came of it.", many=True),
            Column("what", "What was found, in our words."),
            Column("source", "Addresses that were read.", many=True),
            Column("checked", _CHECKED, many=True),
            _CONFIDENCE,
        ),
    ),
    Table(
        "links",
        "Links: one row for each thing of ours and the same or a near one in another data set",
        (),
        (
            Column("subject", "IRI of the thing of ours.", required=True),
            Column("predicate", "How near the two are.", required=True),
            Column("object", "IRI of the other thing.", required=True),
            Column("target", "The other data set.", required=True),
            Column("justification", "How the link was made."),
            _CONFIDENCE,
            Column("source", "Address that was read."),
            Column("checked", _CHECKED),
        ),
    ),
)
TABLES = {table.name: table for table in _TABLES}
"""Each table by its name."""


def columns_markdown() -> str:
    """All tables for a document: what a row is, and what each column says."""
    out = []
    for table in _TABLES:
        out += [f"**{table.name}.csv** {table.title}.", "", "| column | says |", "|---|---|"]
        out += [f"| `{c.name}` | {c.description}{' Several: `;`.' if c.many else ''} |" for c in table.columns]
        out.append("")
    return "\n".join(out)
