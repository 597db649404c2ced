"""The Vendor Privacy Tracker: how a city keeps its promise about data that vendors receive."""
