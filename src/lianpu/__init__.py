"""lianpu (链谱): documents about a region's industry → a sourced, dated, computable model of its chains."""

__version__ = "0.1.0"
