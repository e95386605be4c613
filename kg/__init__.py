"""Coldwire: Cold War correspondence as a knowledge graph in which every statement shows its words.

The way of the data is one direction; each step is a folder or module of this package:
read -> extract -> resolve -> to RDF -> store -> query, draw, serve.
"""
