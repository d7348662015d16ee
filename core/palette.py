"""Segment colours that colour-blind people can tell apart: Okabe and Ito (2008), for two backgrounds."""

ON_LIGHT = ("#b37b00", "#2483b8", "#00805d", "#a84f80", "#b84f00", "#004f7c", "#857c00", "#5c5c5c")
"""Darkened until they carry on a light background."""

ON_DARK = ("#e69f00", "#56b4e9", "#009e73", "#cc79a7", "#d55e00", "#4a90d9", "#f0e442", "#a8a8a8")
"""The blue lightened, the black as grey, for a dark background."""
