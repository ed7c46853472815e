"""The dossier of the sample document, through the real line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.pipeline import open_dossier
from lianpu.views.dossier import Dossier

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return open_dossier([EXAMPLE])
