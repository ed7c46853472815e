"""The twelve questions in a few sentences each, with a table, and with what is lacking by name."""
