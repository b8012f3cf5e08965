"""The browser pages: one world played week by week, scenarios side by side, odds, stored results.

What a page computes lives in plain modules (`address`, `shelf`, `live`, `why`, `odds`, `stored`, `drawings`), tested without a browser;
`pages/` only lays it out. `serve.py` starts the server.
"""
