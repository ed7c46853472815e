"""An open door to a language model, off by default: it adds links between what is printed, never a number."""
