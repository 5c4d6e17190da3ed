"""The short way for queries, from a connection to a worker and back; the web application answers the same."""

from server.cache import AnswerCache, Entry
from server.coding import likes_gzip, refuse_compressed
from server.connection import Connection
from server.desk import About, Desk, Errand
from server.engine import Question
from server.messages import VARY, Request, common_headers, has_tag, tag_of, write_head
from server.negotiation import with_charset
from server.protocol import read_request, wants_page
from server.sending import Sender

_METHODS = frozenset({"GET", "HEAD", "POST"})


class HotPath:
    """Answers queries over one version of the data."""

    def __init__(self, desk: Desk, cache: AnswerCache, version: str) -> None:
        self._desk, self._cache, self.version = desk, cache, version
        self._heads: dict[About, bytes] = {}
        self.hits = 0

    @property
    def counts(self) -> dict[str, int]:
        """How often an answer was kept already, how many are, and how many bytes they take."""
        return {"hits": self.hits, **self._cache.counts}

    def kept(self, data: bytes) -> Entry | None:
        """The answer to a request with just these bytes, if it was given before."""
        entry = self._cache.find_request(data)
        self.hits += entry is not None
        return entry

    def take(self, connection: Connection, request: Request) -> bool:
        """Answer the request, if it is a query; refusals are raised."""
        headers = request.headers
        if request.method not in _METHODS:
            return False
        if b"content-encoding" in headers:
            refuse_compressed(request.header(b"content-encoding"))
        asked = read_request(request.method, request.query, request.header(b"content-type"), request.body)
        if asked.query is None or wants_page(asked, request.header(b"accept")):
            return False
        packing = b"accept-encoding" in headers and likes_gzip(request.header(b"accept-encoding"))
        question = Question(asked.query, request.header(b"accept"), asked.format_name, asked.dataset, packing)
        if asked.explain:
            question = question._replace(explain=True)
        entry = self._cache.find(question)
        if request.is_conditional and self._has(connection, request, question, entry):
            return True
        if entry is None:
            connection.sender = errand = _HotErrand(self, connection, request, question)
            errand.seconds = self._desk.limits.seconds_for(asked.seconds)
            self._desk.ask(errand)
        else:
            self._answer_again(connection, request, entry)
        return True

    def answered(self, errand: "_HotErrand", about: About, body: bytes) -> None:
        """Send the answer, and keep it where that is of use."""
        request, connection = errand.request, errand.connection
        head = self.head(about)
        if about.lasting:
            tag = tag_of(errand.question, self.version)
            head = b"%bContent-Length: %d\r\nETag: %b\r\n" % (head, len(body), tag.encode("ascii"))
            if self._cache.wants(errand.question, errand.took):
                self._cache.keep(Entry(errand.question, head, body))
            if request.is_conditional and request.headers[b"if-none-match"] == b"*":
                connection.respond(self._not_modified(tag), b"")
                return
        else:
            head = b"%bContent-Length: %d\r\n" % (head, len(body))
        connection.respond(head, body)

    def head(self, about: About) -> bytes:
        """The head of an answer, but for its length and tag."""
        head = self._heads.get(about)
        if head is None:
            headers = [*common_headers(self.version), ("Vary", ", ".join(VARY))]
            headers.append(("Content-Type", with_charset(about.media_type)))
            headers.append(("Cache-Control", "no-cache" if about.lasting else "no-store"))
            if about.compressed:
                headers.append(("Content-Encoding", "gzip"))
            if about.rows is not None:
                headers.append(("Iprgraph-Truncated", f"rows={about.rows}"))
            head = write_head(200, headers)
            if about.rows is None:
                self._heads[about] = head
        return head

    def _answer_again(self, connection: Connection, request: Request, entry: Entry) -> None:
        self.hits += 1
        if request.is_all_of_raw:
            self._cache.keep_request(request.raw, entry)
        connection.respond(entry.head, entry.body)

    def _has(self, connection: Connection, request: Request, question: Question, entry: Entry | None) -> bool:
        """Whether the client has the answer already, or any, and was told so."""
        names = request.header(b"if-none-match")
        if names.strip() == "*" and entry is None:
            return False
        tag = tag_of(question, self.version)
        if not has_tag(names, tag):
            return False
        connection.respond(self._not_modified(tag), b"")
        return True

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
        self.connection.start(self.hot.head(about))

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
