"""The ways in which a system of processes has no answer, each with its code and the names it is about."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.errors import LianpuError

SHOWN = 5


def named(indices: Sequence[int], names: Sequence[str] | None, what: str) -> str:
    """The first few of these processes or products by name (by number where they have none)."""
    shown = [names[i] if names is not None else f"{what} {i}" for i in indices[:SHOWN]]
    more = len(indices) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def not_square(products: int, processes: int) -> LianpuError:
    return LianpuError(
        f"{products} products and {processes} processes: the system is not square", code="not_square",
        hint="allocate joint products, and choose or mix the processes that make the same product",
    )  # fmt: skip


def nobody_makes(products: str, processes: str) -> LianpuError:
    return LianpuError(
        f"the system is singular: no process is left to make {products} (unused: {processes})", code="singular",
        hint="give each product a process of its own that makes it",
    )  # fmt: skip


def singular(loop: str) -> LianpuError:
    return LianpuError(
        f"the system is singular: the loop of {loop} makes exactly what it takes", code="singular",
        hint="look for a process that consumes all it makes, or one that stands there twice",
    )  # fmt: skip


def not_productive(loop: str) -> LianpuError:
    return LianpuError(
        f"the loop of {loop} takes at least as much as it makes (gain 1 or more)", code="not_productive",
        hint="look at the amounts and units of what these processes take from each other",
    )  # fmt: skip


def not_bounded(size: int) -> LianpuError:
    return LianpuError(
        f"a loop of {size} processes with credits cannot be solved with a bound on its error", code="not_bounded",
        hint="take credits (substitution) out of the loop, or choose allocation by mass or value",
    )  # fmt: skip


def not_converged(size: int, steps: int) -> LianpuError:
    return LianpuError(
        f"a loop of {size} processes was not solved in {steps} steps: its gain is close to 1 or more", code="not_converged",
        hint="look at the amounts and units of what its processes take from each other",
    )  # fmt: skip
