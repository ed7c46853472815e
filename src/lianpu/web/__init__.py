"""The workbench: a JSON API over the same functions as the command line, and the pages that draw it."""
