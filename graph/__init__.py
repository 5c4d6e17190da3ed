"""Text in, checked data set out: a numbered plan becomes a knowledge graph. Knows no HTTP."""
