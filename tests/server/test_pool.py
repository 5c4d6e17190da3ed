"""The pool of workers: limits held, faults told, and nobody else notices."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import IprgraphError, QueryError, QuerySyntaxError, UsageError
from graph.formats import FORMATS, Format
from server.app import create_app
from server.blocking import _Waiting
from server.charge import Charge
from server.data import open_data
from server.engine import Answer, InProcessEngine, Question
from server.limits import Limits
from server.refusals import AnswerCutError, ProblemError, RefusedError
from server.workers import ForkedWorkers, SpawnedWorkers, WorkerSource
from tests.server.hosting import Hosted, hosted

LIMITS = Limits(seconds=1.0, memory=256 * 1024 * 1024, rows=1000, size=8 * 1024 * 1024)
PATIENT = replace(LIMITS, seconds=60.0)
"""For what passes another limit than that of time, though other processes take the processor."""
DIGITS = "VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 }"
MANY = "SELECT * { " + " ".join(DIGITS % name for name in "abcdefgh") + " }"
HOG = f"SELECT (COUNT(*) AS ?n) {{ {MANY.removeprefix('SELECT * ').strip('{ }')} }} }}"
# Some tenths of a second of work: more than a short question, less than the limit.
WORK = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(DIGITS % name for name in 'abcdef')} VALUES ?g {{ 0 1 2 3 }} }}"
HALF, TWICE = WORK.replace("0 1 2 3 } }", "0 1 } }"), WORK.replace("0 1 2 3 } }", "0 1 2 3 4 5 6 7 } }")
BOMB = (
    'SELECT ?z { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    + " BIND(STRLEN(?x40) AS ?z) }"
)


def charge(file: Path, limits: Limits = LIMITS, services: tuple[str, ...] = ()) -> Charge:
    return Charge(file, True, limits, os.getpid(), services)


@pytest.fixture(scope="module")
def pool(tiny: Path) -> Iterator[Hosted]:
    """Two workers over the tiny world."""
    with hosted(ForkedWorkers(charge(tiny)), LIMITS, 2) as host:
        yield host


def ask(pool: Hosted, query: str, seconds: float | None = None) -> Answer:
    return pool.engine.answer(Question(query), seconds)


def is_refused(pool: Hosted, query: str, seconds: float | None = None) -> bool:
    with pytest.raises(RefusedError):
        ask(pool, query, seconds)
    return True


def refusal(pool: Hosted, query: str) -> str:
    """The words with which the query is refused."""
    with pytest.raises(RefusedError) as caught:
        ask(pool, query)
    return caught.value.detail


def is_well(pool: Hosted) -> bool:
    """Whether both workers answer."""
    with ThreadPoolExecutor(2) as threads:
        return all(b"true" in answer.body for answer in threads.map(lambda _: ask(pool, "ASK {}"), range(4)))


def soon(true: Callable[[], object], seconds: float = 10.0) -> bool:
    """Whether it becomes true within a while."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(true())


def comes_to_none(pid: int, name: str) -> bool:
    """Whether the process may have none of it, soon: a worker that has not been asked yet may still be starting."""
    return soon(lambda: re.search(rf"^{name} +0 +0 ", Path(f"/proc/{pid}/limits").read_text(encoding="ascii"), re.M))


def test_the_pool_knows_the_data(pool: Hosted, tiny: Path) -> None:
    data = open_data(tiny, union=True)
    assert pool.facts.version == data.version
    assert (pool.facts.triples, pool.facts.graphs) == (3, ("http://g/1", "http://g/2"))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.kind}-{form.name}")
def test_answers_are_those_of_the_engine_in_process(pool: Hosted, tiny: Path, form: Format) -> None:
    engine = InProcessEngine(open_data(tiny, union=True).store)
    text = (
        "SELECT * { ?s ?p ?o } ORDER BY ?s" if form.kind == "solutions" else "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    )
    one, other = (asked.answer(Question(text, format_name=form.name)) for asked in (pool.engine, engine))
    assert (one.body, one.media_type, one.lasting) == (other.body, other.media_type, other.lasting)
    if form.kind == "graph":
        triples = '<http://e/a> <http://e/p> "x" .\n'
        assert pool.engine.convert(triples, form) == engine.convert(triples, form)


def test_errors_are_those_of_the_engine_in_process(pool: Hosted) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(pool, "SELECT ?x {\n ?x ?y }")
    assert (caught.value.line, caught.value.column) == (2, 2)
    with pytest.raises(QueryError, match="there is no function <a:b>"):
        ask(pool, "SELECT (<a:b>(1) AS ?x) {}")


@pytest.mark.parametrize("seconds", [None, 0.3])
def test_a_hog_is_stopped_at_its_limit(pool: Hosted, seconds: float | None) -> None:
    began = time.monotonic()
    with pytest.raises(RefusedError, match=f"the limit of {seconds or 1:g} seconds") as caught:
        ask(pool, HOG, seconds)
    assert time.monotonic() - began < (seconds or 1) + 0.2
    assert (caught.value.status, caught.value.retry_after) == (503, 10)
    assert is_well(pool)


def test_more_time_than_the_limit_cannot_be_had(pool: Hosted) -> None:
    with pytest.raises(RefusedError, match="the limit of 1 seconds"):
        ask(pool, HOG, 100)


def test_a_memory_bomb_is_stopped_and_the_limit_told(tiny: Path) -> None:
    with hosted(ForkedWorkers(charge(tiny, PATIENT)), PATIENT, 2) as host:
        with pytest.raises(RefusedError, match="the limit of 256 MB") as caught:
            ask(host, BOMB)
        assert caught.value.status == 507
        assert is_well(host)


def test_a_worker_that_dies_is_replaced_and_told_of(pool: Hosted) -> None:
    caught: list[BaseException] = []

    def hog() -> None:
        try:
            ask(pool, HOG)
        except RefusedError as error:
            caught.append(error)

    thread = threading.Thread(target=hog)
    thread.start()
    # One that dies as soon as it is asked has its question asked again.
    assert soon(lambda: any(time.monotonic() - channel.since > 0.2 for channel in pool.busy()))
    (busy,) = pool.busy()
    os.kill(busy.worker.pid, signal.SIGSEGV)
    thread.join(10)
    assert [getattr(error, "status", 0) for error in caught] == [503]
    assert "The engine failed at this query" in str(caught[0])
    assert is_well(pool)


def test_workers_that_died_idle_cost_nobody_an_answer(pool: Hosted) -> None:
    for _ in range(20):
        assert soon(lambda: len(pool.idle()) == 2)
        for channel in pool.idle():
            os.kill(channel.worker.pid, signal.SIGKILL)
        assert is_well(pool)


def test_a_keeper_that_died_is_started_again(pool: Hosted, caplog: pytest.LogCaptureFixture) -> None:
    source = pool.pool._crew._source
    assert isinstance(source, ForkedWorkers)
    assert source._process is not None
    source._process.kill()
    time.sleep(0.2)
    assert is_well(pool)
    assert soon(lambda: len(pool.idle()) == 2)
    assert "started again" in caplog.text


def test_others_are_answered_while_a_hog_runs(pool: Hosted) -> None:
    with ThreadPoolExecutor(1) as thread:
        hog = thread.submit(lambda: is_refused(pool, HOG))
        time.sleep(0.1)
        for _ in range(50):
            began = time.monotonic()
            ask(pool, "ASK {}")
            assert time.monotonic() - began < 0.2
        assert hog.result()


def test_short_questions_find_a_place_while_long_ones_fill_all_others(pool: Hosted) -> None:
    with ThreadPoolExecutor(8) as threads:
        hogs = [threads.submit(is_refused, pool, HOG) for _ in range(8)]
        waits = []
        for number in range(40):
            began = time.monotonic()
            ask(pool, f"ASK {{}} # {number}")
            waits.append(time.monotonic() - began)
        assert max(waits) < 0.8
        assert sorted(waits)[-3] < 0.3
        assert all(hog.result() for hog in hogs)
    assert soon(lambda: len(pool.idle()) == 2 and not pool.call(lambda: pool.pool._long))


def test_when_too_many_long_questions_are_asked_the_oldest_go_for_others(tiny: Path) -> None:
    limits = Limits(seconds=4.0)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 1) as host, ThreadPoolExecutor(12) as threads:
        told = [threads.submit(refusal, host, f"{HOG} # {number}") for number in range(12)]
        time.sleep(2.0)
        began = time.monotonic()
        ask(host, "ASK {}")
        assert time.monotonic() - began < 1
        assert host.call(lambda: host.pool.counts["long"]) <= 4
        ended = [one.result() for one in told]
    assert any("more than the limit of 4 long queries" in words for words in ended)
    assert any("longer than the limit of 4 seconds" in words for words in ended)


def test_questions_of_some_length_are_all_answered_though_many_ask(tiny: Path) -> None:
    limits = Limits(seconds=120.0)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 2) as host, ThreadPoolExecutor(12) as threads:
        answers = [threads.submit(ask, host, f"{HALF} # {number}") for number in range(16)]
        assert all(b"2000000" in answer.result().body for answer in answers)


def test_questions_of_a_shape_that_took_long_have_a_lane_of_their_own(tiny: Path) -> None:
    limits = Limits(seconds=10.0)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 2) as host, ThreadPoolExecutor(6) as threads:
        for number in range(2):
            ask(host, f"{WORK} # {number}")
        assert host.call(lambda: len(host.pool._own["heavy"].idle)) == 0
        asked = [threads.submit(ask, host, f"{WORK} # {number}") for number in range(2, 8)]
        assert soon(lambda: host.call(lambda: host.pool.counts["heavy"]) == 2)
        assert host.call(lambda: host.pool.counts["short"]) == 0
        assert all(b"4000000" in one.result().body for one in asked)
        assert soon(lambda: host.call(lambda: len(host.pool._own["heavy"].idle)) == 2)
        os.kill(host.call(lambda: host.pool._own["heavy"].idle[0].worker.pid), signal.SIGKILL)
        assert soon(lambda: host.call(lambda: len(host.pool._own["heavy"].idle)) == 1)
        assert all(b"4000000" in one.body for one in threads.map(lambda n: ask(host, f"{WORK} # {n}"), range(3)))
        assert len(host.idle()) == 2


def test_of_questions_of_some_milliseconds_only_so_many_are_answered_at_once(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.pool.PROCESSORS", 1)
    some = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(DIGITS % name for name in 'abcd')} VALUES ?g {{ 0 1 2 3 4 5 6 7 }} }}"
    with hosted(ForkedWorkers(charge(tiny, PATIENT)), PATIENT, 2) as host, ThreadPoolExecutor(6) as threads:

        def ask_one(number: int) -> int:
            assert b"80000" in ask(host, f"{some} # {number}").body
            return int(host.call(lambda: host.pool.counts["middle"]))

        assert soon(lambda: host.call(lambda: host.pool._own["middle"].idle) or ask_one(0) < 0)
        assert set(threads.map(ask_one, range(60))) <= {0, 1}
        assert host.call(lambda: len(host.pool._own["middle"].idle)) == 1


def test_who_waits_too_long_in_the_lane_of_long_questions_leaves_it(tiny: Path) -> None:
    limits = Limits(seconds=2.0)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 2) as host, ThreadPoolExecutor(8) as threads:
        assert all(is_refused(host, f"{HOG} # {number}", 0.3) for number in range(3))
        hogs = [threads.submit(is_refused, host, f"{HOG} # {number}") for number in range(3, 7)]
        assert soon(lambda: host.call(lambda: host.pool.counts["heavy"]) == 2)
        assert soon(lambda: host.call(lambda: host.pool.counts["short"]) == 2)
        assert all(hog.result() for hog in hogs)


def test_before_memory_runs_out_the_largest_worker_goes(pool: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.pool.is_memory_short", lambda: bool(pool.pool._busy))
    assert "ran short of memory" in refusal(pool, HOG)
    monkeypatch.undo()
    assert is_well(pool)


def test_a_long_question_goes_on_while_others_are_answered(tiny: Path) -> None:
    limits = Limits(seconds=120.0)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 2) as host, ThreadPoolExecutor(3) as threads:
        long = [threads.submit(ask, host, TWICE) for _ in range(3)]
        assert all(b"8000000" in one.result().body for one in long)


def test_too_many_rows_are_cut_and_told(pool: Hosted) -> None:
    answer = ask(pool, MANY)
    assert answer.rows == 1000
    assert answer.body.count(b'"h":') == 1000
    assert ask(pool, MANY + " LIMIT 1000").rows is None


def large(rows: int) -> str:
    """A query with an answer of more than a megabyte."""
    long = "x" * 3000
    return f'SELECT ?a ?b ?c ("{long}" AS ?z) {{ {DIGITS % "a"} {DIGITS % "b"} {DIGITS % "c"} }} LIMIT {rows}'


def test_a_large_answer_comes_in_pieces_and_frees_its_worker(pool: Hosted) -> None:
    answer = ask(pool, large(900))
    assert answer.rest is not None
    pieces = list(answer.rest)
    assert max(map(len, pieces)) < 1024 * 1024
    assert b"".join(pieces).endswith(b"]}}")
    assert soon(lambda: len(pool.idle()) == 2)


def test_a_worker_whose_answer_was_paused_answers_on(pool: Hosted) -> None:
    for _ in range(20):
        answer = ask(pool, large(450))
        time.sleep(0.01)
        assert len(b"".join(answer.rest or ())) > 1024 * 1024
    assert is_well(pool)


def test_a_client_that_leaves_in_the_middle_frees_the_worker(pool: Hosted) -> None:
    answer = ask(pool, large(900))
    assert answer.rest is not None
    next(answer.rest)
    answer.rest.close()  # type: ignore[attr-defined]
    assert soon(lambda: len(pool.idle()) == 2)
    assert is_well(pool)


def test_an_answer_that_is_not_fetched_in_time_ends_in_the_middle(pool: Hosted) -> None:
    answer = ask(pool, large(900))
    assert answer.rest is not None
    next(answer.rest)
    time.sleep(1.1)
    assert soon(lambda: len(pool.idle()) == 2)
    with pytest.raises(AnswerCutError):
        list(answer.rest)
    assert is_well(pool)


def test_a_graph_beyond_the_size_is_refused(tiny: Path) -> None:
    limits = Limits(seconds=1.0, size=10)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 1) as host:
        with pytest.raises(ProblemError, match="larger than the limit") as caught:
            ask(host, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert caught.value.status == 507


def test_a_question_that_nobody_waits_for_any_more_frees_its_worker(pool: Hosted) -> None:
    errand = _Waiting(pool.loop, Question(HOG), 1.0, None)
    pool.call(lambda: pool.desk.ask(errand))
    assert soon(lambda: len(pool.busy()) == 1)
    pool.call(errand.leave)
    assert pool.busy() == []
    assert soon(lambda: len(pool.idle()) == 2, 0.5)


def test_a_worker_can_open_neither_file_nor_connection(pool: Hosted) -> None:
    pid = pool.idle()[0].worker.pid
    for name in ("Max open files", "Max core file size", "Max file size"):
        assert comes_to_none(pid, name)
    with pytest.raises(ProblemError, match="not allowed"):
        ask(pool, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_nothing_survives_a_killed_parent(tiny: Path) -> None:
    program = (
        "import os, sys, time; from pathlib import Path; from server.charge import Charge; from server.limits import Limits;"
        "from server.workers import ForkedWorkers;"
        "source = ForkedWorkers(Charge(Path(sys.argv[1]), True, Limits(), os.getpid())); source.start();"
        "print(source._process.pid, source.new().pid, source.new().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tiny)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 3
        parent.kill()
    assert soon(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids))


@pytest.mark.parametrize("kind", [ForkedWorkers, SpawnedWorkers])
def test_a_file_that_cannot_be_served_is_told(tmp_path: Path, kind: type[WorkerSource]) -> None:
    with pytest.raises(IprgraphError, match="there is no file"):
        kind(charge(tmp_path / "missing.nq")).start()  # type: ignore[call-arg]
    with pytest.raises(UsageError, match="suffix"):
        kind(charge(tmp_path / "missing")).start()  # type: ignore[call-arg]


def test_without_fork_there_are_workers_too(tiny: Path) -> None:
    with hosted(SpawnedWorkers(charge(tiny, PATIENT)), PATIENT, 1) as host:
        assert b"true" in ask(host, "ASK {}").body
        began = time.monotonic()
        with pytest.raises(RefusedError, match="longer than the limit"):
            ask(host, HOG, 0.3)
        assert time.monotonic() - began < 5
        assert soon(lambda: len(host.idle()) == 1)
        with pytest.raises(RefusedError, match="more memory"):
            ask(host, BOMB)
        assert soon(lambda: len(host.idle()) == 1)
        assert b"true" in ask(host, "ASK {}").body


def test_the_application_answers_the_same_over_a_pool(pool: Hosted, tiny: Path) -> None:
    over_pool = create_app(pool.facts, pool.engine).test_client()
    in_process = create_app(open_data(tiny, union=True)).test_client()
    for path in ("/", "/health", "/version", "/sparql", "/sparql?query=ASK{}", "/sparql?query=nonsense"):
        one, other = over_pool.get(path), in_process.get(path)
        assert (one.status, one.data, list(one.headers)) == (other.status, other.data, list(other.headers))
    assert over_pool.get("/sparql", query_string={"query": HOG, "timeout": "0.2"}).status_code == 503
    assert over_pool.get("/sparql?query=ASK{}&timeout=never").status_code == 400
    cut = over_pool.get("/sparql", query_string={"query": MANY})
    assert cut.headers["Iprgraph-Truncated"] == "rows=1000"


def test_bound_values_hold_however_often_a_query_is_asked(pool: Hosted) -> None:
    query = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"
    for thing, value in (("http://e/a", "x"), ("http://e/b", "y"), ("http://e/a", "x")) * 2:
        answer = pool.engine.answer(Question(query, format_name="csv", bindings=(("s", thing),)))
        assert set(answer.body.decode().split("\r\n")[1:-1]) == {f"{thing},{value}"}


def test_a_bound_value_that_is_no_iri_is_refused(pool: Hosted) -> None:
    with pytest.raises(QueryError, match="no IRI"):
        pool.engine.answer(Question("SELECT ?s { ?s ?p ?o }", bindings=(("s", "http://e/a> b"),)))
