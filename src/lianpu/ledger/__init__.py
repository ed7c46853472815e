"""documents, claims and reviews, append-only; the state as of a date."""
