"""Engines that run the analyses: the same SQL text on each."""
