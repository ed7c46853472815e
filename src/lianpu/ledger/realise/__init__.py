"""Whether and when announced projects come true, learnt from the ledger's own histories (docs/realise.md)."""
