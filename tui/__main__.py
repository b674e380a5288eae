"""``python -m tui``: the same as ``kurator`` (some Windows policies block generated .exe stubs)."""

from tui.cli.main import main

if __name__ == "__main__":
    main()
