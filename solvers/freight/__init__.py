"""Freight: what a shipment, a mode of transport, a carrier and a vehicle cost."""
