"""The named questions: each a file of SPARQL here, with its words and parameters in its head.

Adding one takes two steps: write `NN-name.rq` beside the others (`catalog` says how its head must
look), and give it a test with expected answers in `tests/queries/`.
"""

from kg.queries.catalog import Column, Parameter, Question, question, questions

__all__ = ["Column", "Parameter", "Question", "question", "questions"]
