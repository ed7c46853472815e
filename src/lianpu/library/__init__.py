"""what industry knows: goods, technologies, prices, power; every row has a source."""
