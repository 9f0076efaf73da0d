"""The web: citizens' pages, the officers' console and the API, all thin over ``intake.cases``."""
