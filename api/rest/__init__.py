"""REST for people who do not write SPARQL: lists that can be cut, and single records.

    /api/messages?sender=person/stalin-joseph&from=1950-10&format=csv

A request is read into filters (`filters`), which become conditions on the register of the version
(`register`: an index made once, by `shelves`); what they leave becomes records (`records`,
`models`), written as JSON, JSON-LD (`context`) or CSV (`writing`). `desk` knows the order.
"""

from api.rest.routes import rest_router

__all__ = ["rest_router"]
