"""Starts what serves, changes it for a new version of the data without losing a request, and stops it."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from graph.errors import IprgraphError
from graph.retirements import read_retired
from server.asked_at import ADDRESS
from server.blocking import BlockingEngine
from server.cache import AnswerCache
from server.charge import Charge
from server.connection import Connection
from server.desk import Desk
from server.downloads import Downloads
from server.fairness import Fairness
from server.front import Front, Serving, report_loop_errors
from server.hot import HotPath
from server.pool import WorkerPool
from server.wire import PeerGoneError
from server.workers import workers_for

try:
    import uvloop
except ImportError:  # Windows
    uvloop = None  # type: ignore[assignment]

# A connection that is accepted takes a file descriptor, and so does each worker.
_BACKLOG = 1024
_LAST_ANSWERS = 5.0
_LONGEST_RETIREMENT = 600.0
_WATCH_SECONDS = 1.0
# Requests make hardly any cycles; to look for them less often is worth a few percent.
_GARBAGE = 20_000
_FAIRNESS_SECONDS = 0.05
# Seconds that a thread which draws pages may go on while the loop waits; with Python's own 0.005 each of sixteen could
# hold up every question.
_TURN = 0.0002
_log = logging.getLogger("iprgraph")


@dataclass(frozen=True)
class Plan:
    """What to serve, and how."""

    charge: Charge
    host: str
    port: int
    workers: int
    fairness: Fairness | None
    cache: int
    """Bytes of answers kept."""
    patience: float
    proxy: str | None = None
    watch: bool = False
    address: str = ""
    """Where others find the server, with its last slash; empty where nobody has said so."""
    root: Path | None = None
    """The data folder that the file was built from, if it was; it lists the IRIs that are gone."""


def new_loop() -> asyncio.AbstractEventLoop:
    """The fastest event loop there is here that can watch sockets of ours: uvloop, where it exists."""
    if uvloop is not None:
        return uvloop.new_event_loop()
    return asyncio.SelectorEventLoop()


async def run(plan: Plan, tell: Callable[[Serving, list[tuple[str, int]]], None]) -> None:
    """Serve until SIGTERM or SIGINT; tells what is served and where. Every failure to start is raised."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report_loop_errors)
    sys.setswitchinterval(_TURN)
    server = _Server(plan, loop)
    server.hear_signals()
    try:
        await server.until_stopped(server.start(tell))
    finally:
        await server.stop()


class _Server:
    def __init__(self, plan: Plan, loop: asyncio.AbstractEventLoop) -> None:
        self._plan, self._loop = plan, loop
        self._front = Front(plan.patience, plan.proxy)
        self._stopped, self._changed = asyncio.Event(), asyncio.Event()
        self._listener: asyncio.Server | None = None
        self._retiring: set[asyncio.Task[None]] = set()

    def hear_signals(self) -> None:
        """SIGTERM and SIGINT stop, SIGHUP reads the data anew."""
        heard = {signal.SIGTERM: self._stopped, signal.SIGINT: self._stopped}
        if hasattr(signal, "SIGHUP"):
            heard[signal.SIGHUP] = self._changed
        for number, event in heard.items():
            try:
                self._loop.add_signal_handler(number, event.set)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_, event=event: self._loop.call_soon_threadsafe(event.set))

    async def until_stopped(self, work: Awaitable[None]) -> None:
        """Do the work until it is done or a signal ends everything."""
        tasks = {asyncio.ensure_future(work), asyncio.ensure_future(self._stopped.wait())}
        done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for task in done:
            task.result()

    async def start(self, tell: Callable[[Serving, list[tuple[str, int]]], None]) -> None:
        """Load, listen, and look after both until cancelled."""
        serving = await self._open()
        self._front.serve(serving)
        plan = self._plan
        self._listener = await self._loop.create_server(
            lambda: Connection(self._front), plan.host, plan.port, backlog=_BACKLOG
        )
        addresses = [sock.getsockname()[:2] for sock in self._listener.sockets]
        self._front.address = addresses[0]
        tell(serving, addresses)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_shares())
            group.create_task(self._renew())
            if plan.watch:
                group.create_task(self._watch())

    async def stop(self) -> None:
        """Take no more, answer what is under way, end the workers."""
        if self._listener is not None:
            self._listener.close()
        await self._front.stop(_LAST_ANSWERS)
        for task in self._retiring:
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._front.serving is not None:
            await self._end(self._front.serving)

    async def _open(self) -> Serving:
        plan = self._plan
        heavy, outdated = max(1, plan.workers // 2), self._changed.set
        pool = WorkerPool(workers_for(plan.charge), plan.charge.limits, plan.workers, heavy, outdated)
        try:
            # In the time that another process loads the data in: to read Flask and the pages takes a tenth of a second.
            app_code = self._loop.run_in_executor(None, import_module, "server.app")
            facts = await pool.open()
            made = await app_code
            desk = Desk(pool, plan.charge.limits, plan.fairness)
            engine = BlockingEngine(desk, plan.charge.limits, self._loop)
            # In a thread, for it asks the engine, which answers in this one.
            retired = read_retired(plan.root) if plan.root is not None else {}
            downloads = Downloads(plan.charge.path, facts)
            app = await self._loop.run_in_executor(None, made.create_app, facts, engine, retired, downloads)
            app.config[ADDRESS] = plan.address
        except BaseException:
            await pool.close()
            raise
        gc.collect()
        gc.freeze()  # what is there now stays; to look through it again and again would cost pauses
        gc.set_threshold(_GARBAGE)
        self._loop.run_in_executor(None, made.warm_up, app)
        hot = HotPath(desk, AnswerCache(plan.cache), facts.version)
        return Serving(facts, pool, desk, hot, app, downloads.close)

    async def _keep_shares(self) -> None:
        """Hold clients to their shares."""
        while True:
            await asyncio.sleep(_FAIRNESS_SECONDS)
            if self._plan.fairness is not None and self._plan.fairness.is_crowded:
                try:
                    self._plan.fairness.look()
                except Exception as error:  # one client that cannot be told must not end everything
                    _log.error("a client could not be held to its share", exc_info=error)

    async def _renew(self) -> None:
        """Read the data anew whenever it is asked for; the old version answers until the new one can."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                serving = await self._open()
            except (IprgraphError, PeerGoneError, OSError) as error:
                told = str(error) or "a process died"
                _log.error("the new data cannot be served, the old are served on: %s", told)
                continue
            before = self._front.serve(serving)
            _log.warning("now serving version %s: %d triples", serving.facts.version, serving.facts.triples)
            if before is not None:
                task = self._loop.create_task(self._retire(before))
                self._retiring.add(task)
                task.add_done_callback(self._retiring.discard)

    async def _retire(self, serving: Serving) -> None:
        """End the workers of an old version once nobody waits for their answers."""
        try:
            end = self._loop.time() + _LONGEST_RETIREMENT
            await asyncio.sleep(_WATCH_SECONDS)
            while not serving.pool.is_idle and self._loop.time() < end:
                await asyncio.sleep(_WATCH_SECONDS)
        finally:
            await self._end(serving)

    async def _end(self, serving: Serving) -> None:
        """End its workers, and clear away the files that were made."""
        await self._loop.run_in_executor(None, serving.close)
        await serving.pool.close()

    async def _watch(self) -> None:
        """Look once a second whether the file is another one."""
        path = self._plan.charge.path
        known = _state(path)
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            state = _state(path)
            if state is not None and state != known:
                known = state
                self._changed.set()


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
