"""A list of attacks on a server with its usual limits: `python -m tests.attacks [--no-limits] [--store disk]`.

Each must get a proper HTTP answer within its limit and a second, while a bystander asks a small question every 50 ms,
loses none, and waits less than a second for 99 of 100. A listener counts who calls. What was measured is printed as JSON.
"""

import json
import os
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

from tests.attack_list import BUSY, Attack, all_attacks
from tests.bystander import Bystander, joined, watching
from tests.hostile import NoAnswerError, Reply, Served, serving


@dataclass(frozen=True)
class Outcome:
    """What came of an attack: what is wrong, if anything, and what the bystander noticed."""

    name: str
    seconds: float
    fault: str
    bystander: Bystander


def carry_out(served: Served, attack: Attack) -> str:
    """What is wrong with the answers; nothing, where all is as it should be."""

    def send(number: int) -> str:
        began = time.monotonic()
        try:
            with served.line(f"127.0.3.{number % 100 + 1}", attack.limit + 5) as line:
                if attack.deaf:
                    line.shout(b"".join(attack.data), attack.deaf)
                else:
                    line.pour(attack.data, attack.limit)
                told = fault_of(line.reply(), attack)
        except (NoAnswerError, OSError) as error:
            told = repr(error)
        seconds = time.monotonic() - began
        return told or (f"answered after {seconds:.1f} s" if seconds > attack.limit + 1 else "")

    # Attackers sit at other machines: what they compute must not slow down this one.
    with ThreadPoolExecutor(attack.at_once, initializer=yield_to_others) as threads:
        return next(filter(None, threads.map(send, range(attack.at_once))), "")


def yield_to_others() -> None:
    """Give this thread, on Linux it alone, a low priority."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)


def fault_of(reply: Reply, attack: Attack) -> str:
    """What is wrong with the answer."""
    if reply.status not in attack.statuses:
        return f"{reply.status} {reply.body[:200]!r}"
    if reply.status >= 400 and reply.headers.get("content-type") == "application/problem+json":
        problem = json.loads(reply.body)
        if problem["status"] != reply.status or "Traceback" in problem["detail"]:
            return f"an odd refusal: {reply.body[:200]!r}"
        if reply.status in BUSY and not re.search("limit|busy|Try again", problem["detail"]):
            return f"no limit is named: {problem['detail']}"
    if "set-cookie" in reply.headers or b"root:" in reply.body or b"Traceback" in reply.body:
        return f"it got in: {reply.headers}"
    return ""


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port that nothing may call, and who has."""
    called: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    called.append(listener.accept()[1])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield listener.getsockname()[1], called
        listener.shutdown(socket.SHUT_RDWR)


def attack_one(served: Served, attack: Attack) -> Outcome:
    """Carry it out while a bystander asks."""
    began = time.monotonic()
    with watching(served.address) as bystander:
        time.sleep(0.15)
        fault = carry_out(served, attack)
        time.sleep(0.15)
    if not fault and bystander.others:
        fault = f"the bystander was told {dict(bystander.others)}"
    if not fault and bystander.p99 >= 1:
        fault = f"the bystander waited {bystander.p99:.1f} s"
    return Outcome(attack.name, time.monotonic() - began, fault, bystander)


def watch_alone(served: Served, seconds: float = 3) -> Bystander:
    """What the bystander notices where nobody attacks, for the machine may have other things to do."""
    with watching(served.address) as bystander:
        time.sleep(seconds)
    return bystander


def summary(outcomes: Sequence[Outcome], alone: Bystander, calls: int, served: Served) -> dict[str, Any]:
    """What there is to report."""
    failed = {outcome.name: outcome.fault for outcome in outcomes if outcome.fault}
    noticed = joined(outcome.bystander for outcome in outcomes)
    return {
        "attacks": f"{len(outcomes) - len(failed)} of {len(outcomes)}",
        "failed": failed,
        "bystander": {
            "questions": len(noticed.waits),
            "p99_ms": round(noticed.p99 * 1000),
            "worst_p99_ms": round(max(outcome.bystander.p99 for outcome in outcomes) * 1000),
            "max_ms": round(max(noticed.waits) * 1000),
            "lost": noticed.lost,
            "p99_ms_without_attack": round(alone.p99 * 1000),
        },
        "calls": calls,
        "log": [line for line in served.log if "Traceback" in line or "failed" in line or "has died" in line],
    }


@click.command()
@click.option("--no-limits", is_flag=True, help="No share for each client.")
@click.option("--store", type=click.Choice(["memory", "disk"]), default="memory", show_default=True)
@click.option("--only", default="", help="Attacks with this in their name.")
def main(no_limits: bool, store: str, only: str) -> None:
    """Attack a server over the committed data set in every way of the list."""
    outcomes = []
    with tempfile.TemporaryDirectory() as folder, listening() as (port, called):
        with serving("--store", store, "--store-dir", folder, *["--no-limits"] * no_limits) as served:
            before, alone = served.usage(), [watch_alone(served)]
            for attack in (attack for attack in all_attacks(port) if only in attack.name):
                outcome = attack_one(served, attack)
                outcomes.append(outcome)
                told = f"{outcome.seconds:5.1f} s  p99 {outcome.bystander.p99 * 1000:4.0f} ms  {attack.name}"
                click.echo(f"{told}  {outcome.fault}", err=True)
            served.settle()
            alone.append(watch_alone(served))
            after = served.usage()
        told_all = summary(outcomes, joined(alone), len(called), served)
    told_all["front_mb"] = [round(usage.front) for usage in (before, after)]
    told_all["load"] = os.getloadavg()
    told_all["keeper_is_the_same"] = before.keeper_pid == after.keeper_pid
    click.echo(json.dumps(told_all, indent=1, ensure_ascii=False))
    if told_all["failed"] or told_all["calls"] or told_all["log"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
