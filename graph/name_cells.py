"""Takes apart a cell that holds more than one name: a list, an acronym in brackets, a translation beside the name.

>>> list(names_in_cell("Ministry of Commerce (MOFCOM)"))
['MOFCOM', 'Ministry of Commerce']
>>> list(names_in_cell("专利代理条例 Patent Agency Regulations"))
['Patent Agency Regulations', '专利代理条例']
"""

import re
from collections.abc import Iterator
from itertools import chain

from graph.titles import ACRONYM, HAN, LONGEST, Title, read_title

_ASIDE = re.compile(
    r"[(（\[](?:formerly|previously|former|prior|now|later|until|since|succeeded|aka|a\.k\.a|hereinafter"
    r"|原|现|前身|以下简称|简称)[^)）\]]*[)）\]]",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?: ?[;；|] ?| / | = )(?![^(（]*[)）])")
"""What stands between names, not in brackets; `=` is before a parallel title in catalogues."""
_JOINED = re.compile(r"[(\[]| [-–—] ")
_BESIDE = re.compile(
    rf"(?P<before>{ACRONYM.pattern}) [-–—] (?P<rest>.+)|(?P<first>[^()]+) [-–—] (?P<after>{ACRONYM.pattern})"
)
_ISSUED = re.compile(
    r"\b(?:printing and distributing|printing and issuing|issuing|issuance of|distributing)(?: of)? (?P<inner>.+)$"
    r"|(?:印发|发布|公布|转发)[^《]*?《(?P<quoted>[^》]{3,})》.*通知"
    r"|(?:印发|发布|公布|转发)(?:.{2,20}部门)?(?P<han>.{3,}?)的?通知",
    re.IGNORECASE,
)
_CELL_PARTS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")


def names_in_cell(cell: str) -> Iterator[str]:
    """The names that a cell holds: the whole, an acronym or a translation in brackets, each script by itself."""
    for part in _LISTED.split(" ".join(cell[:LONGEST].split())):
        yield from _names_in_part(part)


def _names_in_part(cell: str) -> Iterator[str]:
    has_han = HAN.search(cell) is not None
    if not has_han and not _JOINED.search(cell):
        if cell:
            yield cell
        return
    if match := _BESIDE.fullmatch(cell):
        yield from (part.strip() for part in match.groups() if part)
        return
    cell = _ASIDE.sub(" ", cell).strip()
    rest = cell
    for part in _CELL_PARTS.findall(cell):
        inside_han = HAN.search(part) is not None
        if ACRONYM.fullmatch(part.strip()) or (
            inside_han != (HAN.search(_CELL_PARTS.sub("", cell)) is not None) and len(part) > 2
        ):
            yield part.strip()
            rest = rest.replace(part, "")
    rest = " ".join(re.sub(r"[(（\[【]\s*[)）\]】]", " ", rest).split())
    latin = " ".join(re.sub(r"[\u3000-\u9fff\uff00-\uffef]+", " ", rest).split()).strip(" /-–—|;,") if has_han else ""
    if has_han and len(re.findall(r"[A-Za-z]{3,}", latin)) >= 2:
        yield latin
        yield "".join(re.findall(r"[\u3400-\u9fff《》（）()0-9〔〕、“”]+", rest))
    elif rest.strip(" /-–—|;,"):
        yield rest.strip(" /-–—|;,")


def issued_name(title: Title) -> str:
    """The name of what a notice issues; empty for what is no such notice."""
    match = _ISSUED.search(title.text) if "issues" in title.marks else None
    return (match["inner"] or match["quoted"] or match["han"]) if match else ""


def aliases_of(names: tuple[str, ...]) -> tuple[Title, ...]:
    """Other names taken apart; lists of them are often separated by commas, which single names hold, too."""
    parts = chain.from_iterable((name, *re.split(r" ?[,，、] ?", name)) for name in names)
    return titles_of(tuple(dict.fromkeys(parts)))


def titles_of(names: tuple[str, ...]) -> tuple[Title, ...]:
    """The names of a row taken apart, each once, with those of what their notices issue."""
    parts = dict.fromkeys(chain.from_iterable(names_in_cell(name) for name in names))
    titles = [read_title(part) for part in parts if part]
    return (*titles, *(read_title(inner) for title in titles if (inner := issued_name(title))))
