"""The words of SPARQL, and words of other languages that people write in their place."""

from rapidfuzz.distance import DamerauLevenshtein


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The keywords of the SPARQL 1.1 grammar (productions 1 to 138) and its built-in calls (production 121).
KEYWORDS = _words(
    """
    WHERE BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT DESCRIBE ASK FROM NAMED GROUP BY HAVING ORDER ASC DESC
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


def nearest_words(word: str) -> list[str]:
    """The words of SPARQL that may be meant, the nearest first; none for those that are one.

    >>> nearest_words("SELCT"), nearest_words("length"), nearest_words("SELECT")
    (['SELECT'], ['STRLEN'], [])
    """
    capitals = word.upper()
    if capitals in _FOREIGN:
        return [_FOREIGN[capitals]]
    if capitals in WORDS or len(word) < _LEAST_LETTERS:
        return []
    most = min(_MOST_CHANGES, len(word) // 3)
    ranked = sorted((DamerauLevenshtein.distance(capitals, known, score_cutoff=most), known) for known in WORDS)
    return [known for distance, known in ranked if distance <= most]
