"""The attacks of tests/attacks.py: what is sent, and which answers are right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from tests.hostile import FORM_TYPE, ask, chunked, get, post
from tests.server.test_gate import CALLS, SHAPES
from tests.server.test_pool import BOMB, DIGITS, HOG, MANY

TIMEOUT, PATIENCE = 10.0, 30.0
BUSY = (429, 503, 507)
NESTED = (
    "groups",
    "parentheses",
    "not",
    "if",
    "sum",
    "and",
    "union",
    "path",
    "collections",
    "nested collections",
    "blank nodes",
)
SIZES = (1000, 10_000, 100_000, 1_000_000)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rdf:RDF>&b;</rdf:RDF>'
INJECTED = "a%0d%0aSet-Cookie:%20a=b"


@dataclass(frozen=True)
class Attack:
    """What is sent, by how many at once, which answers are right, and for how many seconds the limit lets it go on."""

    name: str
    data: Iterable[bytes]
    statuses: tuple[int, ...]
    limit: float = TIMEOUT
    at_once: int = 1
    deaf: float = 0
    """Seconds for which all of it is sent again and again, before anybody listens."""


def _query(name: str, text: str, *statuses: int, at_once: int = 1) -> Attack:
    return Attack(name, [post(text.encode())], statuses or (200, *BUSY), at_once=at_once)


def _joined(parts: Iterable[str]) -> str:
    return "ASK { " + " ".join(parts) + " }"


def nesting() -> Iterator[Attack]:
    """Deep or long texts of eleven shapes."""
    for shape in NESTED:
        for size in SIZES:
            yield Attack(f"{shape} {size}", [post(SHAPES[shape](size).encode())], (400, 413))


def planner_bombs() -> Iterator[Attack]:
    """Short texts for which the planner needs long, or much."""
    yield _query("200 patterns", _joined(f"?s{i} ?p{i} ?o{i} ." for i in range(200)))
    yield _query("400 patterns", _joined(f"?s{i} ?p{i} ?o{i} ." for i in range(400)))
    yield _query("1000 patterns", _joined(f"?s{i} ?p{i} ?o{i} ." for i in range(1000)))
    yield _query("a chain of patterns", _joined(f"?s{i} <urn:p{i}> ?s{i + 1} ." for i in range(400)))
    yield _query("a star of optionals", _joined(f"OPTIONAL {{ ?s <urn:p{i}> ?o{i} }}" for i in range(300)))
    yield _query("minus in minus", _joined(f"MINUS {{ ?s{i} ?p ?o }}" for i in range(300)))
    yield _query("paths in paths", "ASK { ?s " + "(" * 60 + "<urn:p>" + ")*" * 60 + " ?o }")
    yield _query("paths over everything", "SELECT (COUNT(*) AS ?n) { ?s (!<urn:a>|^!<urn:b>)* ?o }")
    yield _query("exists in exists", "ASK {" + "FILTER EXISTS { ?s ?p ?o " * 40 + "}" * 41)


def memory_bombs() -> Iterator[Attack]:
    """Short texts that want much memory, or time."""
    cross = " ".join(DIGITS % name for name in "abcdefg")
    yield _query("doubled texts", BOMB, *BUSY)
    yield _query("doubled texts at once", BOMB + " # 2", *BUSY, at_once=16)
    yield _query("sorted cross", f"SELECT * {{ {cross} }} ORDER BY DESC(?g)", *BUSY)
    yield _query("distinct cross", f"SELECT DISTINCT * {{ {cross} }} OFFSET 9999999", 200, *BUSY)
    yield _query("grouped texts", f'SELECT (GROUP_CONCAT(?t) AS ?z) {{ {cross} BIND("{"a" * 2000}" AS ?t) }}', *BUSY)
    yield _query("long replacement", f'SELECT (REPLACE("{"a" * 50_000}", "a", "{"b" * 50_000}") AS ?x) {{}}')
    yield _query("large regex", 'ASK { FILTER(REGEX("a", "(((a{100}){100}){100}){100}")) }', 200, 400, *BUSY)
    yield _query("product of everything", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 200, *BUSY)
    yield _query("all of the product", "SELECT * { ?a ?b ?c . ?d ?e ?f }", 200, *BUSY)
    yield _query("constructed product", "CONSTRUCT { ?a ?e ?c } { ?a ?b ?c . ?d ?e ?f }", 200, *BUSY)
    yield _query("a hog", HOG, 200, *BUSY)
    yield _query("hogs at once", HOG + " # 2", 200, *BUSY, at_once=40)
    yield _query("many rows", MANY, 200, *BUSY)
    yield _query("many rows at once", MANY + " # 2", 200, *BUSY, at_once=12)


def large_requests() -> Iterator[Attack]:
    """Addresses, headers and bodies without end."""
    yield Attack("a huge address", [get("/sparql?query=" + "a" * 10_000_000)], (431,), PATIENCE)
    yield Attack("an endless address", [b"GET /", *repeat(b"a" * 65536, 5000)], (431,), PATIENCE)
    yield Attack("many parameters", [get("/sparql?" + "a=b&" * 50_000)], (400,), PATIENCE)
    yield Attack("a huge header", [get("/sparql?query=ASK%7B%7D", "X: " + "a" * 10_000_000)], (431,), PATIENCE)
    yield Attack("many headers", [get("/", *(f"X{i}: a" for i in range(100_000)))], (431,), PATIENCE)
    yield Attack(
        "endless headers", [b"GET / HTTP/1.1\r\nHost: h\r\n", *repeat(b"X: a\r\n" * 9999, 5000)], (431,), PATIENCE
    )
    yield Attack("many ranges", [get("/", "Accept: " + "a/b;q=0.1," * 20_000)], (431,), PATIENCE)
    yield Attack("a huge body", [post(b"query=" + b"a" * 50_000_000, kind=FORM_TYPE)], (413,), PATIENCE)
    yield Attack(
        "a body of 16 EB", [get("/sparql", "Content-Length: 18446744073709551615", method="POST")], (400, 413), PATIENCE
    )
    yield Attack("endless chunks", chunked(repeat(b"a" * 65536)), (413,), PATIENCE)
    yield Attack("endless small chunks", chunked(repeat(b"a")), (408, 413), PATIENCE)
    yield Attack(
        "an endless trailer",
        chain([*chunked([b"ASK {}"])][:-1], [b"0\r\n"], repeat(b"X: a\r\n" * 9999, 5000)),
        (413,),
        PATIENCE,
    )
    yield Attack(
        "an endless extension", chain([*chunked([])][:-1], [b"1;"], repeat(b"a" * 65536, 5000)), (413,), PATIENCE
    )
    yield Attack(
        "a compressed body", [post(b"\x1f\x8b" * 9, "Content-Encoding: gzip", kind=FORM_TYPE)], (415,), PATIENCE
    )


def floods() -> Iterator[Attack]:
    """More requests than anybody could want, by clients that do not listen, and texts that take long to read."""
    known, page = get("/sparql?query=ASK%7B%7D"), get("/")
    yield Attack("a flood of what is kept", [known * 1000], (200,), at_once=64, deaf=5)
    yield Attack("a flood of pages", [page * 1000], (200, 503), at_once=64, deaf=5)
    new = b"".join(ask(f"SELECT ({i} AS ?x) {{}}") for i in range(999))
    yield Attack("a flood of new questions", [new], (200, 429), at_once=64, deaf=5)
    yield Attack("a flood of junk", [b"\0" * 100_000], (400,), at_once=64, deaf=3)
    large = ask(f'SELECT ("{"x" * 9000}" AS ?z) {{ {DIGITS % "a"} {DIGITS % "b"} }}')
    yield Attack("a flood that nobody reads", [large], (200, *BUSY), at_once=100, deaf=5)
    for junk in (b"%zz", b"%", b"%\n", b"&a"):
        data = [post(b"query=" + junk * (900_000 // len(junk)), kind=FORM_TYPE)]
        yield Attack(f"a form of {junk!r}", data, (400,), at_once=32)


def pages() -> Iterator[Attack]:
    """Addresses of pages that take long to look up, to match or to repeat."""
    for path in (
        "/law/" + "a" * 200_000,
        "/" + "a/" * 100_000,
        "/plan/cn-2009/" + "1." * 50_000,
        "/export/" + "x" * 9000,
    ):
        yield Attack(f"a path {path[:16]}", [get(path, "Accept: text/html")], (414,), at_once=16)
    for path in (
        "/plan/cn-2009/II-1-3-77", "/law/" + "regulations-" * 17, "/law/" + "regulations-" * 300,
        f"/sitemap-{'9' * 4000}.xml", "/law/%00", "/law/%FF.ttl", "/law/%3E%20%3Cx.ttl",
    ):  # fmt: skip
        yield Attack(f"no page {path[:32]}", [get(path, "Accept: text/html")], (404,), at_once=16)
    for name, query in (
        ("search", "q=" + "a" * 200_000), ("search", "q=" + "patent+law+" * 20_000), ("search", "q=" + "%E4%B8%93" * 3000),
        ("search", "q=a&limit=99999999999&offset=-1"), ("suggest", "q=" + "a+" * 100_000), ("resolve", "q=" + "patent+law+of+" * 15_000),
        ("measures", "right=a&" * 900), ("measures", "area=%00&right=%FF"), ("sparql", "edit=" + "%3Cscript%3E" * 20_000),
    ):  # fmt: skip
        data, statuses = [get(f"/{name}?{query}", "Accept: text/html")], (200, 400, 404)
        yield Attack(f"page {name} {query[:24]}", data, statuses, at_once=16)
    # The files for download may not be made yet.
    yield Attack("no file", [get("/export/" + "iprgraph" * 12)], (404, 503), at_once=16)
    yield Attack("a file elsewhere", [get("/export/..%2f..%2fetc/passwd")], (404, 503), at_once=16)
    yield Attack(
        "many ranges of a file",
        [get("/export/iprgraph.nq", "Range: bytes=" + "0-1," * 3000)],
        (200, 206, 404, 416, 503),
    )


def half_open() -> Iterator[Attack]:
    """Requests that never end, by many at once."""
    for name, data in (
        ("half a line", b"GET /spar"),
        ("half a head", b"GET /sparql HTTP/1.1\r\nHost: h\r\n"),
        ("half a body", post(b"query=" + b"a" * 1000, kind=FORM_TYPE)[:-500]),
        ("half a chunk", b"".join(chunked([b"a" * 1000])).removesuffix(b"a\r\n0\r\n\r\n")),
    ):
        yield Attack(name, [data], (408,), PATIENCE, at_once=100)


def calls(port: int) -> Iterator[Attack]:
    """Queries that would have us call the listener."""
    target = f"http://127.0.0.1:{port}/"
    for number, text in enumerate(CALLS):
        yield Attack(f"service {number + 1}", [ask(text.replace("http://x/", target))], (403,))
    for text in (
        f"LOAD <{target}>",
        f"LOAD SILENT <{target}> INTO GRAPH <urn:g>",
        f"INSERT {{}} WHERE {{ SERVICE <{target}> {{}} }}",
    ):
        yield Attack(text.split("<")[0], [ask(text)], (400, 403))
    yield Attack("from", [ask(f"SELECT * FROM <{target}> FROM NAMED <{target}> {{ ?s ?p ?o }}")], (200,))
    yield Attack(
        "default-graph-uri", [get(f"/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri={target}")], (200,)
    )
    yield Attack("graph store", [get(f"/graph-store?graph={target}")], (404,))
    yield Attack("a proxy asked", [get(target)], (404, 200))
    yield Attack("connect", [get(f"127.0.0.1:{port}", method="CONNECT")], (400, 404, 405, 501))


def documents() -> Iterator[Attack]:
    """RDF that would be read at a cost, sent to whatever might read it."""
    remote = b'{"@context": "http://127.0.0.1/context", "@id": "a"}'
    for path in ("/sparql", "/graph-store?default", "/graph/meta", "/"):
        for method in ("POST", "PUT"):
            status = (415,) if (path, method) == ("/sparql", "POST") else (405,)
            yield Attack(
                f"entities {method} {path}",
                [post(ENTITIES, kind="application/rdf+xml", path=path, method=method)],
                status,
            )
    yield Attack(
        "nested json", [post(b'{"a":' * 100_000, kind="application/ld+json", path="/graph-store", method="PUT")], (405,)
    )
    yield Attack(
        "remote context", [post(remote, kind="application/ld+json", path="/graph-store", method="PUT")], (405,)
    )


def ways_in() -> Iterator[Attack]:
    """Traversal of paths and injection of headers."""
    for path in (
        "/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/static/%252e%252e/app.py",
        "/static/..%5c..%5capp.py", "/static/%00", "/static/....//....//etc/passwd", "/graph/../../etc/passwd",
        "/static/%c0%ae%c0%ae/app.py", "/static/..;/app.py", "//etc/passwd",
    ):  # fmt: skip
        yield Attack(f"path {path}", [get(path)], (404, 400))
    yield Attack("absolute path", [get("/static//etc/passwd")], (308, 404))
    yield Attack("break in format", [get(f"/sparql?query=ASK%7B%7D&format={INJECTED}")], (400,))
    yield Attack("break in the path", [get(f"/{INJECTED}")], (404,))
    yield Attack("break in a redirect", [get(f"/static//{INJECTED}")], (308, 404))
    yield Attack("break in Accept", [get("/sparql", "Accept: a/b\rSet-Cookie: a=b")], (400,))
    yield Attack("break in Host", [get("/static//a", host="a\rSet-Cookie: a=b")], (400,))
    yield Attack("markup in Host", [get("/sparql", host="a<script>")], (400,))
    yield Attack("null in a header", [get("/", "X: a\0b")], (400,))
    yield Attack(
        "two answers",
        [b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /a"],
        (400,),
    )


def all_attacks(port: int) -> list[Attack]:
    """The whole list; the listener has this port."""
    lists = (
        nesting(),
        planner_bombs(),
        memory_bombs(),
        large_requests(),
        floods(),
        pages(),
        half_open(),
        calls(port),
        documents(),
        ways_in(),
    )
    return [attack for attacks in lists for attack in attacks]
