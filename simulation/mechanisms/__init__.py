"""The fourteen steps of a week, one file each.

Each file has its coefficients, `frame` (the only place where levers are read: it sets the rules of the game) where it has
levers, and `act` (what agents then do, reading no lever).
"""
