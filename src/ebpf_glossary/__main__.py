"""`python -m ebpf_glossary` is the command `ebpf-glossary`."""

import sys

from ebpf_glossary.cli import main

if __name__ == "__main__":
    sys.exit(main())
