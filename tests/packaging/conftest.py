"""The scripts of `packaging/` import each other by their bare names, as they do when run by path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
