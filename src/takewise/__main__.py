"""``python -m takewise``: the command line."""

from takewise.cli import main

if __name__ == "__main__":
    main()
