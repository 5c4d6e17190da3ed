"""Knows places by the names that titles and tables give them, to tell apart namesakes of other countries and provinces.

>>> place_of_cell("P.R. China"), place_of_cell("Korea, Republic of"), place_of_cell("Atlantis")
('CN', 'KR', '?atlantis')
>>> latin_places("patent law of the republic of korea")
('patent law of the', frozenset({'KR'}))
"""

import re
import tomllib
from functools import cache, lru_cache

from graph.patterns import LANGUAGES
from graph.title_words import fold

_SHORT = frozenset(("prc", "usa", "uk", "us", "u s", "u s a", "eu", "p r c", "uae"))
"""Names of fewer than four letters that titles use; the other short ones are codes, used in columns only."""
_NO_PLACE = frozenset(
    (
        "",
        "-",
        "n/a",
        "n a",
        "na",
        "none",
        "unknown",
        "international",
        "multilateral",
        "global",
        "world",
        "wto",
        "国际",
        "全球",
    )
)
_CHINESE_SUBNATIONAL = re.compile(r"^(?!国家|城市|中央|全国|地方)([\u4e00-\u9fff]{2,3}?)(?:省|市(?!场)|自治区|自治州)")
_ENDING = r"(?:省|市(?!场)|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
_BESIDE_CHINA = ("HK", "MO", "TW")
"""What others call `Hong Kong, China` and the like."""
_BELOW_STATE = re.compile(r" (?:municipality|province|autonomous region|special administrative region)$")
_THE = re.compile(r"^(?:the )")


@cache
def _table() -> dict[str, str]:
    with (LANGUAGES / "places.toml").open("rb") as file:
        places = tomllib.load(file)["places"]
    return {name: code for code, names in places.items() for name in names}


@cache
def _latin() -> re.Pattern[str]:
    names = [n for n in _table() if n.isascii() and (len(n) > 3 or n in _SHORT)]
    longest = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"\b(?:{longest})(?: s)?\b")


@cache
def _chinese() -> re.Pattern[str]:
    names = [n for n in _table() if not n.isascii()]
    return re.compile(f"({'|'.join(sorted(names, key=lambda n: (-len(n), n)))}){_ENDING}")


def latin_places(folded: str) -> tuple[str, frozenset[str]]:
    """The text without the names of places, and their codes; the text is lower-case words."""
    codes: set[str] = set()

    def take(match: re.Match[str]) -> str:
        name = match[0].removesuffix(" s")
        codes.add(_table()[name if name in _table() else match[0]])
        return " "

    rest = _latin().sub(take, folded)
    return " ".join(rest.split()) if codes else folded, frozenset(codes)


def chinese_places(text: str) -> tuple[str, frozenset[str]]:
    """The text without the name of China, and the codes of all places; an unknown town stands as `?` and its name."""
    codes = {_table()[match[1]] for match in _chinese().finditer(text)}
    bare = re.sub("中华人民共和国|中国", "", text)
    if not codes - {"CN"} and (unknown := _CHINESE_SUBNATIONAL.match(bare)):
        codes.add(f"?{unknown[1]}")
    return bare, frozenset(codes)


@lru_cache(maxsize=10_000)
def is_place(cell: str) -> bool:
    """Whether the cell holds the name or the code of a place that is known, and nothing else."""
    if len(cell.strip()) == 2 and cell.isascii():
        return cell.isupper() and (cell in _table().values() or cell.casefold() in _SHORT)
    parts = [_folded(part) for part in re.split(r"[,(（]", cell)]
    known = _folded(cell) in _table() or all(_BELOW_STATE.sub("", part) in _table() for part in parts)
    return known or _turned(cell) in _table() or _chinese().fullmatch(cell.strip()) is not None


def _turned(cell: str) -> str:
    """Korea, Republic of as `republic of korea`."""
    before, comma, after = cell.partition(",")
    return _folded(f"{after} {before}") if comma else ""


def _folded(cell: str) -> str:
    return _THE.sub("", " ".join(re.sub(r"[^\w\s]", " ", fold(cell).replace(".", "")).split()))


@lru_cache(maxsize=10_000)
def place_of_cell(cell: str) -> str:
    """The code of a place in a column; a place not known stands as `?` and its name; empty for none or several."""
    folded = _folded(cell)
    if folded in _NO_PLACE or len(folded) > 60:
        return ""
    if folded in _table():
        return _table()[folded]
    if re.fullmatch(r"[a-z]{2}(?: [a-z0-9]{1,3})*", folded) and len(folded.split()[0]) == 2:
        return folded.upper().replace(" ", "-")
    if (turned := _turned(cell)) in _table():
        return _table()[turned]
    codes = latin_places(folded)[1] | chinese_places(cell)[1]
    if all(code in ("CN", *_BESIDE_CHINA) or code.startswith("CN-") for code in codes):
        codes = codes - {"CN"} or codes
    if len(codes) == 1:
        return next(iter(codes))
    return "" if codes or "," in cell or ";" in cell else f"?{folded}"
