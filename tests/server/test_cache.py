"""The cache of answers: found by question and by request, and within its size."""

from server.cache import AnswerCache, Entry
from server.engine import Question

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"


def entry(number: int, body: bytes = b"body") -> Entry:
    return Entry(Question(f"ASK {{}} # {number}"), HEAD, body)


def test_an_answer_is_found_by_its_question_and_by_its_request() -> None:
    cache, kept = AnswerCache(100_000), entry(1)
    cache.keep(kept)
    assert cache.find(Question("ASK {} # 1")) is kept
    assert cache.find(Question("ASK {} # 1", accept="text/csv")) is None
    assert cache.find_request(b"GET / HTTP/1.1\r\n\r\n") is None
    cache.keep_request(b"GET / HTTP/1.1\r\n\r\n", kept)
    assert cache.find_request(b"GET / HTTP/1.1\r\n\r\n") is kept


def test_the_cache_stays_within_its_size_and_forgets_the_least_used() -> None:
    cache = AnswerCache(20_000)
    for number in range(100):
        kept = entry(number)
        cache.keep(kept)
        cache.keep_request(b"%d" % number, kept)
        cache.find(Question("ASK {} # 0"))
    assert 0 < cache.counts["bytes"] <= 20_000
    assert cache.counts["entries"] < 100
    assert cache.find(Question("ASK {} # 0")) is not None
    assert cache.find(Question("ASK {} # 1")) is None
    assert cache.find_request(b"1") is None
    assert len(cache._requests) == cache.counts["entries"]


def test_what_is_used_by_its_bytes_is_not_forgotten() -> None:
    cache = AnswerCache(20_000)
    kept = entry(0)
    cache.keep(kept)
    cache.keep_request(b"0", kept)
    for number in range(1, 100):
        cache.keep(entry(number))
        assert cache.find_request(b"0") is kept


def test_large_answers_and_questions_are_not_kept() -> None:
    cache = AnswerCache(10_000_000)
    cache.keep(entry(1, b"x" * 1_100_000))
    cache.keep(Entry(Question("x" * 100_000), HEAD, b""))
    assert cache.counts == {"entries": 0, "bytes": 0}


def test_a_cache_without_size_keeps_nothing() -> None:
    cache, kept = AnswerCache(0), entry(1)
    cache.keep(kept)
    cache.keep_request(b"1", kept)
    assert cache.find(kept.question) is None
    assert cache.find_request(b"1") is None


def test_one_answer_remembers_only_some_requests() -> None:
    cache, kept = AnswerCache(100_000), entry(1)
    cache.keep(kept)
    for number in range(100):
        cache.keep_request(b"%d" % number, kept)
    assert len(kept.requests) == 8
    assert cache.find_request(b"x" * 10_000) is None


def test_what_took_next_to_no_time_is_kept_when_it_is_asked_again() -> None:
    cache, question = AnswerCache(100_000), Question("ASK {}")
    assert [cache.wants(question, 0.001) for _ in range(3)] == [False, True, True]
    assert not cache.wants(question._replace(accept="text/csv"), 0.001)
    assert cache.wants(Question("SELECT * {}"), 0.1)
    assert not AnswerCache(0).wants(question, 0.1)


def test_what_was_asked_long_ago_is_forgotten() -> None:
    cache, old, new = AnswerCache(100_000), Question("ASK {} # old"), Question("ASK {} # new")
    assert not cache.wants(old, 0.0)
    for number in range(40_000):
        cache.wants(Question(f"ASK {{}} # {number}"), 0.0)
    assert not cache.wants(new, 0.0)
    assert cache.wants(new, 0.0)
    assert not cache.wants(old, 0.0)
    assert len(cache._seen) + len(cache._seen_before) < 40_000
