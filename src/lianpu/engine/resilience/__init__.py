"""what breaks when something is lost: time to recover, time to survive, what each plant and good is worth to the rest."""
