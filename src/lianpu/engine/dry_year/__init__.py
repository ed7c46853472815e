"""The dry year: a province's power month by month, who gives way when it is short, and what a city's plants lose."""
