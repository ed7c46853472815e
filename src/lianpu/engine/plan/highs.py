"""A HiGHS object that says nothing: its banner would stand in front of what a command prints."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import Any


def quiet_highs() -> Any:
    """A new ``Highs`` with its output off. HiGHS 1.16 prints a banner from C when the object is made, before any option
    can be set; standard output is turned away for that moment."""
    from highspy import Highs

    make: Any = Highs

    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output to keep clean
        return _silent(make())
    away = os.open(os.devnull, os.O_WRONLY)
    try:
        _flush()
        os.dup2(away, 1)
        made = make()
        _flush()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(away)
    return _silent(made)


def _silent(made: Any) -> Any:
    made.silent()
    return made


def _flush() -> None:
    c = _libc()
    if c is not None:
        c.fflush(None)


@cache
def _libc() -> Any:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # a system whose C library has no such handle prints the banner, and no more
        return None
