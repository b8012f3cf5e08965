"""The model held to published figures: what they are, how each is measured in runs, and how coefficients are fitted to some of them."""
