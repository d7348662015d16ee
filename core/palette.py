"""Segment colours that colour-blind people can tell apart."""

ON_LIGHT = ("#b37b00", "#2483b8", "#00805d", "#a84f80", "#b84f00", "#004f7c", "#857c00", "#5c5c5c")
"""Okabe and Ito (2008), darkened until they carry on a light background."""
