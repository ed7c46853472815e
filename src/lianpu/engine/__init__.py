"""answers: balance, power, output value; arithmetic on sparse matrices."""
