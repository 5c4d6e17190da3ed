"""The checked data set in, HTTP out."""
