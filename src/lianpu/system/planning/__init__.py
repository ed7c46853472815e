"""The planning System: typed tables of what is planned."""

from lianpu.system.planning.columns import Place
from lianpu.system.planning.system import MONTHS, Conventions, System

__all__ = ["MONTHS", "Conventions", "Place", "System"]
