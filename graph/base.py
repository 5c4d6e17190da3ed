"""The base of every IRI of ours, apart from the terms, so that it can be known without the engine."""

BASE = "https://w3id.org/iprgraph/"
