"""Reconciliation: least weighted change of measured quantities that meets every balance (docs/reconcile.md)."""
