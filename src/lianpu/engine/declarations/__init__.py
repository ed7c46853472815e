"""Formulas of declarations that exporters and power users owe: CBAM, battery footprint, green power. Pure functions."""
