"""Sweeps: a design of many settings, run in many worlds, durable and resumable.

experiment.py  what a TOML file of experiments/ asks for, checked; varied.py  what varies and what is uncertain
design.py      the points that it means            plan.py    which runs make which chunk; what the sweep is
chunks.py      running one chunk                   store.py   parts on disk: written whole or not at all
engine.py      all chunks, over threads            cluster.py all chunks, over workers of dask.distributed
results.py     what a folder holds, as tables      merging.py shards into one
"""
