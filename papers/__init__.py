"""The forms of enforcement (D01 to D52) and the papers made out on them."""
