"""Reads a plan's folder: source.txt byte for byte and plan.toml key by key."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import SourceError, SyntaxInFileError
from graph.iris import SLUG
from graph.model import Declared, Ignored, Level, PartKind, PlanConfig
from graph.numbering import NUMERALS

AREA_KINDS = (
    "legislation", "enforcement", "campaigns", "trials", "institutional-building",
    "publicity", "training", "international", "corporate", "services",
)  # fmt: skip
_PLAN_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_ADDRESS = re.compile(r'https?://[^\s<>"{}|\\^`]+')
_T = TypeVar("_T")


def read_toml(file: Path) -> dict[str, Any]:
    """The file as a dictionary; refuses what is missing, not UTF-8 or not TOML."""
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise SourceError("the file is missing", file=file, cure="Write it as data/README.md describes") from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=file, cure="Mend its permissions") from None
    except UnicodeDecodeError as error:
        raise SyntaxInFileError(f"not UTF-8 at byte {error.start}", file=file, cure="Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SyntaxInFileError(f"not TOML: {error}", file=file, cure="Mend the line named") from None


class TomlTable:
    """A table of a TOML file that knows its place, so that a missing or mistyped key is told with it."""

    def __init__(self, values: Any, name: str, file: Path) -> None:
        if not isinstance(values, dict):
            raise SourceError(f"{name} is not a table", file=file, cure=f"Write {name} with its keys below it")
        self.values: dict[str, Any] = values
        self.name, self.file, self.seen = name, file, set[str]()

    def get(self, key: str, kind: type[_T], default: _T | None = None) -> _T:
        """The key's value; refuses a missing key without default and a value of another type."""
        self.seen.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise SourceError(f"{self.name} lacks the key {key!r}", file=self.file, cure=f"Add {key} = …")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wanted = {"str": "a text in quotes", "int": "a whole number", "bool": "true or false"}
            raise SourceError(
                f"{key} in {self.name} is {value!r}, expected {wanted.get(kind.__name__, 'a ' + kind.__name__)}",
                file=self.file,
                cure="Mend the value",
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        values = self.get(key, list, [])
        if not all(isinstance(v, str) and v.strip() for v in values):
            raise self.wrong(key, "a list of texts in quotes")
        return tuple(values)

    def regex(self, key: str, default: str | None = None) -> str:
        """A regular expression; refuses one that does not compile."""
        pattern = self.get(key, str, default)
        try:
            re.compile(pattern)
        except re.error as error:
            raise self.wrong(key, f"a regular expression ({error})") from None
        return pattern

    def wrong(self, key: str, expected: str) -> SourceError:
        """The error for a value that is not what it should be."""
        return SourceError(
            f"{key} in {self.name} is {self.values.get(key)!r}, expected {expected}",
            file=self.file,
            cure="Mend it",
        )

    def close(self) -> None:
        """Refuse the keys that nobody asked for: most of them are misspelt."""
        for key in sorted(self.values.keys() - self.seen):
            known = ", ".join(sorted(self.seen))
            raise SourceError(f"{self.name} has the unknown key {key!r}", file=self.file, cure=f"Known: {known}")


def read_plan_config(folder: Path) -> PlanConfig:
    """What plan.toml in the folder says; the folder's name must be the plan's id."""
    file = folder / "plan.toml"
    raw = read_toml(file)
    top = TomlTable(raw, "plan.toml", file)
    plan = TomlTable(top.get("plan", dict), "[plan]", file)
    source = TomlTable(top.get("source", dict), "[source]", file)
    layout = TomlTable(top.get("layout", dict, {}), "[layout]", file)
    config = PlanConfig(
        file=str(file),
        plan_id=_plan_id(plan, folder),
        title=plan.get("title", str),
        year=plan.get("year", int),
        jurisdiction=plan.get("jurisdiction", str),
        source_file=source.get("file", str),
        sha256=source.get("sha256", str),
        language=source.get("language", str),
        origin=source.get("origin", str),
        rights=source.get("rights", str),
        levels=tuple(_level(TomlTable(v, f"[[level]] {i}", file)) for i, v in enumerate(top.get("level", list), 1)),
        introduction=layout.get("introduction", str, ""),
        title_line=layout.get("title", str, ""),
        contents=layout.get("contents", bool, False),
        closing=layout.regex("closing", ""),
        continuation=layout.get("continuation", bool, False),
        measures_under=layout.texts("measures_under"),
        area_kinds=_area_kinds(TomlTable(top.get("area_kinds", dict), "[area_kinds]", file)),
        declared=tuple(_declared(v, i, file) for i, v in enumerate(top.get("declared", list, []), 1)),
        names=plan.texts("names"),
        ignored=tuple(_ignored(v, i, file) for i, v in enumerate(top.get("ignored", list, []), 1)),
    )
    for table in (top, plan, source, layout):
        table.close()
    _check_values(config, top, plan, source)
    return config


def _check_values(config: PlanConfig, top: TomlTable, plan: TomlTable, source: TomlTable) -> None:
    """Refuse values that are of the right type and still cannot be right."""
    if not SLUG.fullmatch(config.jurisdiction):
        raise plan.wrong("jurisdiction", "the slug of a jurisdiction, such as china")
    if not config.levels:
        raise top.wrong("level", "at least one [[level]]")
    if not 1000 <= config.year <= 9999:
        raise plan.wrong("year", "a year of four digits")
    if not config.title.strip():
        raise plan.wrong("title", "the title as printed")
    if not _LANGUAGE.fullmatch(config.language):
        raise source.wrong("language", "a lower-case language tag such as en or zh-hans")
    if not _ADDRESS.fullmatch(config.origin):
        raise source.wrong("origin", "the address it was published at, such as https://example.org/plan")


def _plan_id(plan: TomlTable, folder: Path) -> str:
    plan_id = plan.get("id", str)
    if not _PLAN_ID.fullmatch(plan_id):
        raise plan.wrong("id", "lower-case words with hyphens, such as cn-2009")
    if plan_id != folder.name:
        raise plan.wrong("id", f"the folder's name, {folder.name!r}")
    return plan_id


def _level(table: TomlTable) -> Level:
    kinds = [k.value for k in (PartKind.AREA, PartKind.SECTION, PartKind.MEASURE, PartKind.SUBMEASURE)]
    kind, mark, numerals = table.get("kind", str), table.regex("mark"), table.get("numerals", str)
    table.close()
    if kind not in kinds:
        raise table.wrong("kind", f"one of {', '.join(kinds)}")
    if "n" not in re.compile(mark).groupindex:
        raise table.wrong("mark", "a pattern with the group (?P<n>…) around the number")
    if numerals not in NUMERALS:
        raise table.wrong("numerals", f"one of {', '.join(NUMERALS)}")
    return Level(PartKind(kind), mark, numerals)


def _area_kinds(table: TomlTable) -> dict[str, str]:
    for number in table.values:
        if table.get(number, str) not in AREA_KINDS:
            raise table.wrong(number, f"one of {', '.join(AREA_KINDS)}")
    return dict(table.values)


def _declared(values: Any, index: int, file: Path) -> Declared:
    table = TomlTable(values, f"[[declared]] {index}", file)
    words = table.get("words", str)
    declared = Declared(
        words=words,
        count=table.get("count", int),
        of=table.get("of", str),
        within=table.texts("within"),
        context=table.get("context", str, words),
    )
    table.close()
    if declared.of not in {"Measure", "Area"}:
        raise table.wrong("of", "Measure or Area")
    if str(declared.count) not in declared.words:
        raise table.wrong("count", "the number that stands in the words")
    if declared.context.count(words) != 1:
        raise table.wrong("context", f"words that hold {words!r} once")
    return declared


def _ignored(values: Any, index: int, file: Path) -> Ignored:
    table = TomlTable(values, f"[[ignored]] {index}", file)
    ignored = Ignored(table.regex("line"), table.get("reason", str))
    table.close()
    return ignored


def read_source(folder: Path, config: PlanConfig) -> tuple[str, int]:
    """The text, no line end translated, and its size in bytes; refuses another text than the one plan.toml pins."""
    file = folder / config.source_file
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise SourceError(
            "the source text is missing", file=file, cure="Put it there, or mend file in plan.toml"
        ) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=file, cure="Mend file in plan.toml") from None
    digest = hashlib.sha256(data).hexdigest()
    if digest != config.sha256:
        raise SourceError(
            f"the text has sha256 {digest}, but {config.file} pins {config.sha256}",
            file=file,
            cure="Restore the text; if it was corrected on purpose, see 'A corrected source text' in data/README.md",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8 at byte {error.start}", file=file, cure="Convert the text to UTF-8") from None
    if not text.strip():
        raise SourceError("the source text is empty", file=file, cure="Put the plan's text there")
    return text, len(data)
