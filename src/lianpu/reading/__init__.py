"""bytes → clean text with an offset map → claims with evidence spans."""
