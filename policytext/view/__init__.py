"""Shows results: a page for one document, a card for notebooks, a map of provinces and tasks."""
