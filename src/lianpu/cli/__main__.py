"""``python -m lianpu.cli``."""

from lianpu.cli import main

if __name__ == "__main__":
    main()
