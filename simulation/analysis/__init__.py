"""What ensembles say when they are set side by side: paired comparisons."""
