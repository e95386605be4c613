"""How right the extractors are: predictions, gold records, scores."""
