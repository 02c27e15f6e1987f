"""Revision: cards, when each is due, and the exercises that each one draws."""
