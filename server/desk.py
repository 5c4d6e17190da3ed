"""Where questions are handed in: each client's share is looked after, and the shortest way to a worker is taken."""

from collections import Counter
from typing import NamedTuple

from graph.errors import QueryError, QuerySyntaxError
from graph.formats import kind_of
from server.channel import Head, Job
from server.engine import FORM_NUMBERS, Question
from server.fairness import Fairness, Visit
from server.gate import is_same_each_time
from server.limits import Limits
from server.negotiation import pick_format
from server.pool import WorkerPool
from server.preparing import Shape, Shapes
from server.refusals import ProblemError, engine_failed
from server.wire import ask_object, ask_prepared
from server.worker import Asked, Conversion


class About(NamedTuple):
    """What is known of an answer besides its bytes."""

    media_type: str
    lasting: bool = True
    rows: int | None = None
    compressed: bool = False


class Errand(Job):
    """A question of a client; those who ask override `answer`, `begin_answer` and what Job leaves open."""

    visit: Visit | None = None
    desk: "Desk | None" = None
    conversion: Conversion | None = None
    """What is asked for in place of an answer to the question."""
    known: About | None = None
    """What is known of the answer before it is there, where the question went the short way."""
    shape: Shape | None = None

    def __init__(self, question: Question, seconds: float, client: str | None) -> None:
        self.question, self.seconds, self.client = question, seconds, client

    def answer(self, about: About, body: bytes) -> None:
        """Here is the whole answer."""
        raise NotImplementedError

    def begin_answer(self, about: About) -> None:
        """Here is what is known of a large answer, whose pieces follow."""
        raise NotImplementedError

    def refuse(self, error: Exception) -> None:
        """There is no answer, or no more of it."""
        raise NotImplementedError

    def finish(self) -> None:
        """The last piece has come."""
        raise NotImplementedError

    def done(self, head: Head, body: bytes) -> None:
        """The worker has answered."""
        desk = self.desk
        if not head and desk is not None and self.known is not None:
            self._leave()
            desk.outcomes[200] += 1
            self.answer(self.known, body)
            return
        if desk is not None and desk.goes_on(self, head):
            return
        self._leave()
        error = error_of(head, self.limits)
        self._note(error)
        if error is None:
            self.answer(self.about(head), body)
        else:
            self.refuse(error)

    def begin(self, head: Head) -> None:
        """The worker has answered at length."""
        if self.visit is not None:
            self.visit.is_sending = True
        self.begin_answer(self.about(head))

    def end(self) -> None:
        """The worker has sent all."""
        self._leave()
        self._note(None)
        self.finish()

    def fail(self, error: Exception) -> None:
        """The worker was stopped, or there is none."""
        self._leave()
        self._note(error)
        self.refuse(error)

    def about(self, head: Head) -> About:
        """What the worker's words say of the answer."""
        rows, packed = head.get("rows"), bool(head.get("packed"))
        if self.known is None:
            return About(head["media_type"], head.get("lasting", True), rows, packed)
        return self.known._replace(rows=rows, compressed=packed) if head else self.known

    @property
    def limits(self) -> Limits:
        """Those of the desk."""
        assert self.desk is not None
        return self.desk.limits

    def leave(self) -> None:
        """Nobody wants the answer any more."""
        self._leave()
        if self.desk is not None:
            self.desk.cancel(self)

    def _note(self, error: Exception | None) -> None:
        if self.desk is not None:
            self.desk.outcomes[_status_of(error)] += 1

    def _leave(self) -> None:
        if self.visit is not None:
            self.visit.end()
        if self.shape is not None and self.took:
            self.shape.took(self.took)
            self.shape = None


class Desk:
    """Takes questions in the loop's thread."""

    def __init__(self, pool: WorkerPool, limits: Limits, fairness: Fairness | None) -> None:
        self._pool, self.limits, self._fairness = pool, limits, fairness
        self._shapes = Shapes(limits.rows)
        self.outcomes: Counter[int] = Counter()
        """How many questions ended with which status."""

    def ask(self, errand: Errand) -> None:
        """Have the question answered, now or soon; every refusal is told to the errand."""
        errand.desk = self
        if self._fairness is None or errand.client is None:
            self._start(errand)
            return
        errand.visit = Visit(errand.client, lambda: self._start(errand), lambda error: self._refuse(errand, error))
        self._fairness.enter(errand.visit)

    @property
    def statuses(self) -> dict[str, float]:
        """How many questions ended with which status."""
        return {str(status): count for status, count in self.outcomes.items()}

    def cancel(self, errand: Errand) -> None:
        """Free whatever answers it."""
        self._pool.cancel(errand)

    def _refuse(self, errand: Errand, error: Exception) -> None:
        self._pool.cancel(errand)
        errand.fail(error)

    def goes_on(self, errand: Errand, head: Head) -> bool:
        """Whether the question must be asked once more, now the full way: that way tells what is wrong with it."""
        if head.get("problem") == "prepared":
            errand.known, errand.message = None, _full_way(errand)
            self._pool.submit_again(errand)
            return True
        if errand.shape is not None and head.get("columns"):
            errand.shape.columns = tuple(head["columns"])
        return False

    def _start(self, errand: Errand) -> None:
        try:
            errand.message = self._message_of(errand)
        except Exception as error:  # whoever waits is told, and gives the place back, whatever happened
            errand.fail(error)
        else:
            self._pool.submit(errand)

    def _message_of(self, errand: Errand) -> bytes:
        question = errand.question
        is_plain = errand.conversion is None and not question.explain
        found = self._shapes.find(question.text) if is_plain else None
        if found is None:
            return _full_way(errand)
        errand.shape, cut = found
        errand.lane, errand.is_quick = errand.shape.lane, errand.shape.is_quick
        prepared = errand.shape.prepared
        if prepared is None or question.dataset is not None or question.bindings:
            return _full_way(errand)
        query = prepared.query
        form, media_type = pick_format(kind_of(query), question.format_name, question.accept)
        errand.known = About(media_type, is_same_each_time(query))
        text = prepared.text(cut).encode("utf-8")
        return ask_prepared(text, errand.seconds, FORM_NUMBERS[form], packing=question.gzip)


def _status_of(error: Exception | None) -> int:
    if error is None:
        return 200
    return error.status if isinstance(error, ProblemError) else 400 if isinstance(error, QueryError) else 500


def _full_way(errand: Errand) -> bytes:
    return ask_object(errand.conversion or Asked(errand.question, errand.seconds))


def error_of(head: Head, limits: Limits) -> Exception | None:
    """The refusal that a worker tells, as the error it was."""
    problem = head.get("problem")
    if problem is None:
        return None
    if problem == "refused":
        status, detail, headers = head["refusal"]
        return ProblemError(status, detail, headers)
    if problem == "syntax":
        refused = QuerySyntaxError(head["message"], head["line"], head["column"])
        refused.hint, refused.mended = head["hint"], head["mended"]
        return refused
    if problem == "query":
        return QueryError(head["message"])
    if problem == "memory":
        return limits.memory_used_up()
    return engine_failed()
