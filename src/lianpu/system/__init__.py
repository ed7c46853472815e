"""the region as a typed model, from ledger and library."""
