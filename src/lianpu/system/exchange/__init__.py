"""Other formats of models, read into a planning System."""
