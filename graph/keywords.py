"""The words of SPARQL, and words of other languages that people write in their place."""

from rapidfuzz.distance import DamerauLevenshtein


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The keywords of the SPARQL 1.1 grammar (productions 1 to 138) and its built-in calls (production 121).
KEYWORDS = _words(
    """
    BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT WHERE DESCRIBE ASK FROM NAMED GROUP BY HAVING ORDER ASC DESC
    LIMIT OFFSET VALUES OPTIONAL GRAPH SERVICE SILENT BIND UNDEF MINUS UNION FILTER A NOT IN EXISTS TRUE FALSE
    SEPARATOR
    """
)
FUNCTIONS = _words(
    """
    STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE
    ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ
    NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL
    ISNUMERIC REGEX SUBSTR REPLACE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT
    """
)
WORDS = KEYWORDS | FUNCTIONS
_FOREIGN = {
    "AND": "&&",
    "OR": "||",
    "NOT": "!",
    "LENGTH": "STRLEN",
    "LEN": "STRLEN",
    "SUBSTRING": "SUBSTR",
    "TOLOWER": "LCASE",
    "LOWER": "LCASE",
    "TOUPPER": "UCASE",
    "UPPER": "UCASE",
    "STARTSWITH": "STRSTARTS",
    "ENDSWITH": "STRENDS",
    "AVERAGE": "AVG",
    "FIND": "SELECT",
    "UNIQUE": "DISTINCT",
    "EXCEPT": "MINUS",
    "NULL": "UNDEF",
    "NAME": "NAMED",
}
_MOST_CHANGES, _LEAST_LETTERS = 2, 4


def nearest_word(word: str) -> str | None:
    """The word of SPARQL that is probably meant; None for those that are one, and where none is near.

    >>> nearest_word("SELCT"), nearest_word("length"), nearest_word("SELECT")
    ('SELECT', 'STRLEN', None)
    """
    capitals = word.upper()
    if capitals in _FOREIGN:
        return _FOREIGN[capitals]
    if capitals in WORDS or len(word) < _LEAST_LETTERS:
        return None
    most = min(_MOST_CHANGES, len(word) // 3)
    ranked = sorted((DamerauLevenshtein.distance(capitals, known, score_cutoff=most), known) for known in WORDS)
    return ranked[0][1] if ranked[0][0] <= most else None
