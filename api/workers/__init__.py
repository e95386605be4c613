"""Queries run in worker processes, never in the process that talks to the web.

The engine cannot stop a query, and a small one can crash it or keep it busy for hours. So:

    web process (pool) --control--> keeper: opens the store, forks workers, kills and buries them
          |                           |
          +------- a channel each --- worker, worker, worker ...: one query at a time

The keeper is a process of one thread that holds the store; a fork of it costs some milliseconds
and shares its memory. The pool keeps the time: a worker whose query is too long, or whose client
went away, is killed and replaced. `frames` is what they say to each other.
"""
