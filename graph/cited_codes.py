"""What a text cites by a code: an address, an identifier of another data set, the number of an order or document."""

import re
from collections.abc import Iterator

from graph.base import BASE
from graph.cited_names import by_name, make_candidate, names_of
from graph.cited_tables import code_keys, code_words, tables_of
from graph.folding import fold
from graph.names import Name, describe_link
from graph.resolution import AMBIGUOUS, Candidate
from graph.search import SearchIndex

_OURS = re.compile(
    rf"(?:https?://(?:{re.escape(BASE.partition('://')[2])}|(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{{1,5}})?/(?:iprgraph/)?)"
    r"|/|ipr:(?=[A-Za-z]))",
    re.IGNORECASE,
)
"""What stands before a path of ours: the base, the address of a server on this machine; no other host's is ours."""
_MOST_NEAR = 2
_PREFIXES = {"Wikidata": "wd"}
"""Prefixes that people write before the codes of a data set, where they are not its name."""
_CODE = re.compile(r"(?:[a-z]{1,8}:)?(?=[a-z0-9]*[a-z])(?=[a-z0-9]*[0-9])[a-z0-9]{2,24}", re.IGNORECASE)
_NUMBER = r"(?:no\.?\s*|number\s+|#\s*)?(?P<number>[0-9]{1,4})"
_ORDERS = (
    re.compile(rf"(?P<issuer>\S.*?),?\s+(?:order|decree)\s+{_NUMBER}", re.IGNORECASE),
    re.compile(rf"(?:order|decree)\s+{_NUMBER}\s+(?:of|by|from)\s+(?:the\s+)?(?P<issuer>\S.*)", re.IGNORECASE),
    re.compile(rf"(?:order|decree)\s+(?:of|by|from)\s+(?:the\s+)?(?P<issuer>\S.*?),?\s+{_NUMBER}", re.IGNORECASE),
    re.compile(r"(?P<issuer>[^\s第令]{2,20})令?(?:\s*[(〔]?\s*)第?\s*(?P<number>[0-9]{1,4})\s*号令?[)〕]?"),
)
"""How texts cite an order with its issuer, the last as Chinese ones do (国务院令第569号)."""
_DOCUMENT = re.compile(
    r"(?P<symbol>[a-z]+(?:[\s-][a-z]+){0,4})\s*[\[(〔]\s*(?P<year>(?:19|20)[0-9]{2})\s*[\])〕]\s*"
    r"(?:no\.?\s*)?(?P<number>[0-9]{1,4})(?:\s*hao)?",
    re.IGNORECASE,
)
_SYLLABLES = {
    "中": "zhong", "令": "ling", "函": "han", "办": "ban", "发": "fa",
    "国": "guo", "法": "fa", "组": "zu", "资": "zi", "释": "shi",
}  # fmt: skip
"""How signs of document numbers are said, for those who write 法释〔2009〕3号 as Fa Shi [2009] No. 3."""


def by_address(index: SearchIndex, text: str) -> Iterator[Candidate]:
    """The text as an IRI or path of ours, or as the address of the same thing elsewhere."""
    if re.search(r"\s", text):
        return
    yield from _by_path(index, text)
    address = text if "://" in text else f"https://{text}"
    described = describe_link(address.rstrip("/"))
    linked = {n.iri: n for n in index.names if n.role == "identifier" and n.text in {text, described}}
    for name in linked.values() if "/" in text or described else ():
        told = "" if name.text == text else f" as {name.text}"
        yield make_candidate(index, name.iri, 100.0, f"“{text}” is linked to it in the data{told}")


def _by_path(index: SearchIndex, text: str) -> Iterator[Candidate]:
    ours = _OURS.match(text)
    path = re.sub(r"\.(?:html|ttl|nt|jsonld|rdf|json|md)$", "", text[ours.end() :] if ours else text)
    term = text.startswith("ipr:")
    ways = (f"ontology#{path}",) if term else (path, path.replace(".", "-"), f"scheme/{path}" if "/" in path else path)
    for tried in dict.fromkeys(ways):
        if tried and BASE + tried in index.labels:
            read = "an IRI" if "://" in text else "the name of a term" if term else "a path below the base"
            yield make_candidate(index, BASE + tried, 100.0, f"“{text}” was read as {read}")


def by_code(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """Things with the identifier, order or document number; the surest reading that finds any."""
    for way in (_by_identifier, _by_order, _by_document, _by_bare_code):
        found = list(way(index, text, reasons))
        if found:
            several = len({_law_of(candidate.iri) for candidate in found}) > 1
            for candidate in found:
                score = min(candidate.score, AMBIGUOUS) if several else candidate.score
                yield make_candidate(index, candidate.iri, score, *candidate.reasons)
            return


def _by_identifier(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    words, tables = code_words(text), tables_of(index)
    if not any(word.isdigit() for word in words):
        return
    whole = _with_keys(index, code_keys(text))
    for name in whole or tables.code_ends.get(" ".join(words), []):
        told = f"“{text}” was read as the identifier “{name.text}”"
        unsaid = () if whole else ("what issued it was not named, and others may have the same number",)
        yield make_candidate(index, name.iri, 100.0 if whole else 82.0, told, *unsaid, *reasons)


def _with_keys(index: SearchIndex, keys: set[str]) -> list[Name]:
    codes = tables_of(index).codes
    return list(dict.fromkeys(name for key in sorted(keys) for name in codes.get(key, ())))


def near_code(index: SearchIndex, text: str) -> list[Name]:
    """The first identifiers that end in the number of the text, and in the word before it, if there is one."""
    wanted = code_words(text)[-2:]
    if not wanted or not wanted[-1].isdigit():
        return []
    ended = (n for n in index.identifiers if code_words(n.text)[-len(wanted) :] == wanted)
    return list({_law_of(name.iri): name for name in ended}.values())[:_MOST_NEAR]


def _law_of(iri: str) -> str:
    """The law of a version; anything else as it is."""
    return iri.rpartition("/")[0] if iri.startswith(f"{BASE}law/") and iri.count("/") > BASE.count("/") + 1 else iri


def _by_order(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """An order by any name of what issued it, with its number."""
    match = next((found for pattern in _ORDERS if (found := pattern.fullmatch(text))), None)
    if match is None or ("号" in text and "令" not in text):
        return
    issuers = list(by_name(index, match["issuer"].removesuffix("令"), ()))
    best = max((issuer.score for issuer in issuers), default=0.0)
    for issuer in (issuer for issuer in issuers if issuer.score == best):  # not who followed the issuer
        written = [f"{name} Order No. {match['number']}" for name in names_of(index, issuer.iri)]
        keys = {key for order in written for key in code_keys(order)}
        told = f"“{text}” was read as number {match['number']} of the orders of “{issuer.label}”"
        for name in _with_keys(index, keys):
            yield make_candidate(index, name.iri, 95.0, told, *reasons)


def _by_document(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    match = _DOCUMENT.fullmatch(text)
    if match is None:
        return
    said, rest = re.sub(r"[\s-]", "", match["symbol"]).lower(), f"〔{match['year']}〕{match['number']}号"
    for name in index.identifiers:
        symbol = name.text.removesuffix(rest)
        if symbol != name.text and "".join(_SYLLABLES.get(sign, "?") for sign in symbol) == said:
            yield make_candidate(index, name.iri, 95.0, f"“{text}” was read as “{name.text}”", *reasons)


def _by_bare_code(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """A code that tells its own data set by its letters, such as Q30 or FAOC081592."""
    if not _CODE.fullmatch(text):
        return
    prefix, _, code = text.lower().rpartition(":")
    for name in tables_of(index).last_words.get(code, ()):
        system = name.text.rpartition(" ")[0]
        if prefix in {"", _PREFIXES.get(system, fold(system).replace(" ", ""))}:
            yield make_candidate(index, name.iri, 95.0, f"“{text}” was read as the identifier “{name.text}”", *reasons)
