"""ECG pages with exact labels, drawn in this process.

    import ecgpress

    press = ecgpress.Press("config.yaml", {"seed": 7})
    page = press[12]
    page.image, page.leads[0].signal_mv, page.leads[0].positions_px

A page is the same, bit for bit, as the page with this index of a release that ``ecgpress run`` makes from the same
configuration: ``page.jpeg`` has the bytes of the release's file. MPI is not used. Units are in the names: mV, px, mm, s.
Positions have pixel centres at integers; boxes have edges, the image's left edge at 0 (docs/architecture.md, "Pixel frame").
"""

from ._press import ConfigError, DataError, Error, IoError, Lead, Page, Warp, __version__
from .press import Press

__all__ = ["ConfigError", "DataError", "Error", "IoError", "Lead", "Page", "Press", "Warp", "__version__"]

for _item in (ConfigError, DataError, Error, IoError, Lead, Page, Warp):
    _item.__module__ = __name__  # as messages and documents name them
