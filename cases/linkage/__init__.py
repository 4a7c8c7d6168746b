"""Batch linkage: which of many records are about one person. Splink scores pairs; what is settled keeps them apart.

`engine.link` and `engine.clusters` are the way in; nothing else here needs Splink but `comparisons` and `training`.
"""
