"""Speed as ratios: our work against the bare work, in one run on one machine."""
