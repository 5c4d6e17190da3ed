"""Shuts a process off for good by what Linux offers to anyone: a filter of system calls, and no way to files.

Each is a layer above the limits of `server.limits`; where the kernel or a container lacks one, the others hold.
"""

import ctypes
import errno
import os
import struct
import sys
from pathlib import Path

# Of <linux/prctl.h>, <linux/seccomp.h>, <linux/audit.h> and <linux/filter.h>.
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _OF_ALL_THREADS = 1, 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4
# Each machine: its name in audits, its number of `seccomp`, and its place in the tables below.
_MACHINES = {"x86_64": (0xC000003E, 317, 0), "aarch64": (0xC00000B7, 277, 1)}
# Numbers from here on are of the x32 calls of x86_64, which do the same again.
_X32 = 0x40000000
# Sending and receiving are not here: a worker talks over the socket that it was born with.
_TO_CONNECT = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
}
# To become another program, to reach into another process, and the ring that does what a filter cannot see.
_NEVER = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
# Of <linux/landlock.h>: its calls have the same numbers everywhere.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_TELL_VERSION, _BENEATH_PATH = 1, 1
# How many kinds of access each version can forbid, a bit each; moving between folders came second, truncating third.
_BITS_OF_VERSION = (13, 14, 15)
_READ = 1 << 2 | 1 << 3


def close_file_system(readable: Path | None) -> bool:
    """Forbids this thread, and those it will start, every path but to read below `readable`; False where that fails."""
    libc = _libc()
    if libc is None:
        return False
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _TELL_VERSION)
    if version < 1:
        return False
    handled = struct.pack("=Q", (1 << _BITS_OF_VERSION[min(version, 3) - 1]) - 1)
    rules = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if rules < 0:
        return False
    try:
        if readable is not None:
            folder = os.open(readable, os.O_PATH | os.O_CLOEXEC)
            allowed = struct.pack("=Qi", _READ, folder)
            added = libc.syscall(_ADD_RULE, rules, _BENEATH_PATH, allowed, 0)
            os.close(folder)
            if added:
                return False
        return _gain_nothing(libc) and not libc.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def filter_calls(*, may_connect: bool) -> bool:
    """Makes calls that no query needs fail with EACCES in all threads; False where that cannot be had."""
    libc = _libc()
    machine = _MACHINES.get(os.uname().machine) if libc else None
    if libc is None or machine is None or struct.calcsize("P") != 8:
        return False
    audit, seccomp, place = machine
    table = _NEVER if may_connect else _NEVER | _TO_CONNECT
    program = _program(audit, [numbers[place] for numbers in table.values()])
    code = ctypes.create_string_buffer(program)
    pointed = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    return _gain_nothing(libc) and libc.syscall(seccomp, _SET_MODE_FILTER, _OF_ALL_THREADS, pointed) == 0


def _program(audit: int, refused: list[int]) -> bytes:
    """The filter in the kernel's code: calls of another architecture are refused too, their numbers mean others."""
    to_refusal = len(refused) + 2
    steps = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_IF_EQUAL, 0, to_refusal + 1, audit),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_IF_AT_LEAST, to_refusal - 1, 0, _X32),
        *((_IF_EQUAL, len(refused) - i, 0, number) for i, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _gain_nothing(libc: ctypes.CDLL) -> bool:
    """Without it only the administrator may restrict a process; with it no program run later gains rights."""
    return bool(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
