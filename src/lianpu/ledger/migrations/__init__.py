"""How ledgers made by an older lianpu become ledgers of this one: one revision a change of the tables (Alembic)."""
