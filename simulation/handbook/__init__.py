"""The pages of `docs/` that the code writes: tables from declarations, the study that the README quotes, what its examples print.

A page keeps its own words; what is made stands between two marks and is replaced whole:

    <!-- made: levers -->
    ...
    <!-- end -->
"""
