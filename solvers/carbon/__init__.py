"""Greenhouse gases of transport, by the method of ISO 14083, over factor tables that are data."""
