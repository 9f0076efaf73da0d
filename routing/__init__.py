"""The decisions: pure functions and the rule book; knows no database, web or queue."""
