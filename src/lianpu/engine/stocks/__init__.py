"""Dynamic stocks: what stays in use of what flowed in, what leaves, and what of it comes back."""
