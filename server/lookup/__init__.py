"""Finding things by what people call them: search, suggestions, citations, reconciliation."""
