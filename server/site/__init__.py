"""The pages for people: what is known of a thing, as HTML, Markdown and JSON."""
