"""One measure as the paper sheet people know, filled in in place."""

from reform_desktop.ui.pages.measures.sheet.measure_sheet import MeasureSheet

__all__ = ["MeasureSheet"]
