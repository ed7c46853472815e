"""Footprints: products x processes as one sparse system, solved once for one product or once for all of them."""
