"""What a person reads: tables for the terminal, figures, and one self-contained page."""
