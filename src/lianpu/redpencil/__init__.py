"""The red pencil: what in a draft does not fit, mark by mark, each at its place in the draft and with its evidence."""
