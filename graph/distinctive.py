"""Whether a name is nobody else's, so that it may be taken for the thing without a person looking at it.

A name of a treaty, a body between states, a place, a campaign or a plan is theirs alone. Laws and agencies are called
as those of other states are: their names are nobody else's only if they say the country, or so much that no other is
called so.
"""

from graph.base import BASE
from graph.folding import SMALL_WORDS, core, fold, is_sign
from graph.names import Name

_BY_TYPE = frozenset({"area", "section", "measure", "concept"})
"""Kinds that few tables have: with their type said, any of their names is theirs."""
_WORDS_NEEDED = dict.fromkeys(("body", "jurisdiction", "campaign", "plan"), 1) | dict.fromkeys(
    ("programme", "event", "publication", "system"), 3
)
_OF_STATES = 4
"""Words that a name needs where every state may have such a thing: laws, agencies."""
_COUNTRY = frozenset({"china", "prc"})
_CHINESE_COUNTRY = "中 国"
_COMMON = frozenset({
    "ministry", "department", "government", "court", "authority", "agency", "tribunal", "parliament", "police", "local",
    "law", "act", "code", "regulation", "rule", "measure", "provision", "guideline", "standard", "decree",
    "implementing", "implementation", "administrative",
})  # fmt: skip
"""Folded words that every state has in such names; they tell nothing."""
_SHORTEST_CODE = 5


def is_distinctive(name: Name, text: str, *, with_type: bool = False, of_treaty: bool = False) -> bool:
    """Whether the name, written so, is nobody else's; with_type: the kind of thing was said, too."""
    folded = fold(text)
    words = folded.split()
    if with_type and name.kind in _BY_TYPE:
        return True
    if name.role == "number":
        return False
    if name.role == "identifier":
        return with_type or _is_distinctive_identifier(name, text, words)
    needed = 1 if of_treaty else _WORDS_NEEDED.get(name.kind, _OF_STATES)
    if name.role == "acronym":
        return len(text.strip()) > (3 if with_type or needed == 1 else 4)
    if _COUNTRY & {*words} or _CHINESE_COUNTRY in folded or core(text) != folded:
        return True
    if any(is_sign(word) for word in words):
        return len(words) >= needed and folded == fold(name.text)
    telling = [word for word in words if word not in SMALL_WORDS and (needed < _OF_STATES or word not in _COMMON)]
    return len(telling) >= needed


def _is_distinctive_identifier(name: Name, text: str, words: list[str]) -> bool:
    """Addresses, paths, several words, or one code of letters and figures that is long enough."""
    if len(words) > 2 or "://" in text or text.removeprefix("/").startswith(name.iri.removeprefix(BASE)):
        return True
    code = "".join(words)
    return len(code) >= _SHORTEST_CODE and any(c.isalpha() for c in code) and any(c.isdigit() for c in code)
