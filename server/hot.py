"""The short way for queries, from a connection to a worker and back; the web application answers the same."""

from server.cache import AnswerCache, Entry
from server.coding import likes_gzip, refuse_compressed
from server.connection import Connection, Sender
from server.desk import About, Desk, Errand
from server.engine import Question
from server.messages import VARY, Request, common_headers, has_tag, tag_of, write_head
from server.negotiation import with_charset
from server.protocol import SparqlRequest, read_request

_METHODS = frozenset({"GET", "HEAD", "POST"})


class HotPath:
    """Answers queries over one version of the data."""

    def __init__(self, desk: Desk, cache: AnswerCache, version: str) -> None:
        self._desk, self._cache, self.version = desk, cache, version
        self._heads: dict[str, bytes] = {}
        self.hits = 0

    @property
    def counts(self) -> dict[str, int]:
        """How often an answer was kept already, how many are, and how many bytes they take."""
        return {"hits": self.hits, **self._cache.counts}

    def kept(self, data: bytes) -> bytes | None:
        """The answer to a request with just these bytes, if it was given before."""
        entry = self._cache.find_request(data)
        if entry is None:
            return None
        self.hits += 1
        return entry.message

    def take(self, connection: Connection, request: Request) -> bool:
        """Answer the request, if it is a query; refusals are raised."""
        if request.method not in _METHODS:
            return False
        refuse_compressed(request.header(b"content-encoding"))
        asked = read_request(request.method, request.query, request.header(b"content-type"), request.body)
        if asked.query is None:
            return False
        coding = request.header(b"accept-encoding")
        accept = request.header(b"accept")
        packing = bool(coding) and likes_gzip(coding)
        self._ask(connection, request, asked, Question(asked.query, accept, asked.format_name, asked.dataset, packing))
        return True

    def _ask(self, connection: Connection, request: Request, asked: SparqlRequest, question: Question) -> None:
        entry = self._cache.find(question)
        tags = request.header(b"if-none-match")
        if tags and (tags.strip() != "*" or entry) and has_tag(tags, tag := tag_of(question, self.version)):
            connection.respond(self._not_modified(tag), b"")
        elif entry is None:
            connection.sender = errand = _HotErrand(self, connection, request, question)
            errand.seconds = self._desk.limits.seconds_for(asked.seconds)
            self._desk.ask(errand)
        elif request.is_all_of_raw:
            self.hits += 1
            self._cache.keep_request(request.raw, entry)
            connection.respond(entry.head, entry.body)
        else:
            self.hits += 1
            connection.respond(entry.head, entry.body)

    def answered(self, errand: "_HotErrand", about: About, body: bytes) -> None:
        """Send the answer, and keep it where that is of use."""
        question, tag = errand.question, ""
        head = self.head(about) + b"Content-Length: %d\r\n" % len(body)
        if about.lasting:
            tag = tag_of(question, self.version)
            head += f"Cache-Control: no-cache\r\nETag: {tag}\r\n".encode("ascii")
            entry = Entry(question, head, body, tag)
            self._cache.keep(entry)
            if errand.request.header(b"if-none-match").strip() == "*":
                errand.connection.respond(self._not_modified(tag), b"")
                return
            if errand.request.is_all_of_raw:
                self._cache.keep_request(errand.request.raw, entry)
        else:
            head += b"Cache-Control: no-store\r\n"
        errand.connection.respond(head, body)

    def head(self, about: About) -> bytes:
        """The head of an answer without what differs from one to the next."""
        head = self._heads.get(about.media_type)
        if head is None:
            headers = [*common_headers(self.version), ("Vary", ", ".join(VARY))]
            head = write_head(200, [*headers, ("Content-Type", with_charset(about.media_type))])
            self._heads[about.media_type] = head
        if about.compressed:
            head += b"Content-Encoding: gzip\r\n"
        if about.rows is not None:
            head += b"Iprgraph-Truncated: rows=%d\r\n" % about.rows
        return head

    def _not_modified(self, tag: str) -> bytes:
        headers = [*common_headers(self.version), ("Vary", ", ".join(VARY)), ("Cache-Control", "no-cache")]
        return write_head(304, [*headers, ("ETag", tag)])


class _HotErrand(Errand, Sender):
    """A query whose answer goes straight to its connection."""

    def __init__(self, hot: HotPath, connection: Connection, request: Request, question: Question) -> None:
        super().__init__(question, 0.0, request.client)
        self.hot, self.connection, self.request = hot, connection, request
        self._begun = False

    def answer(self, about: About, body: bytes) -> None:
        self.hot.answered(self, about, body)

    def begin_answer(self, about: About) -> None:
        self._begun = True
        kind = b"Cache-Control: no-cache\r\n" if about.lasting else b"Cache-Control: no-store\r\n"
        self.connection.start(self.hot.head(about) + kind)

    def piece(self, data: bytes) -> None:
        self.connection.write(data)

    def finish(self) -> None:
        self.connection.end()

    def refuse(self, error: Exception) -> None:
        if self._begun:
            self.connection.abort()
        else:
            self.connection.respond_error(error)

    def pause(self) -> None:
        if self.channel is not None and self.channel.job is self:
            self.channel.pause()

    def resume(self) -> None:
        if self.channel is not None and self.channel.job is self:
            self.channel.resume()
