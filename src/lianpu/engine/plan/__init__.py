"""The planning engine: a System becomes sparse arrays, HiGHS solves them, the result carries its own evidence."""
