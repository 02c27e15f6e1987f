"""Distances of transport activity: along the great circle, and the allowance that goes with air."""

from __future__ import annotations

import math

from solvers.arguments import number
from solvers.errors import SolverError

__all__ = ["AIR_EXTRA_KM", "EARTH_RADIUS_KM", "great_circle_km"]

EARTH_RADIUS_KM = 6371.0088  # mean radius of the GRS 80 ellipsoid
AIR_EXTRA_KM = 95.0


def great_circle_km(
    from_latitude: float, from_longitude: float, to_latitude: float, to_longitude: float
) -> float:
    """Give the great-circle distance between two places in km.

    Latitudes from −90 to 90 and longitudes from −180 to 180, in decimal degrees, else SolverError. ISO 14083
    counts transport activity over it or over the shortest feasible distance; by air 95 km are added to it.

    2·R·asin √(sin²(Δφ/2) + cos φ₁·cos φ₂·sin²(Δλ/2)), R = 6371.0088 km.

    Source: haversine formula; ISO 14083 (2023), EN 16258 (2012) for the 95 km.

    >>> round(great_circle_km(48.8566, 2.3522, 40.7128, -74.006))
    5837
    """
    places = []
    for name, value, most in (
        ("from_latitude", from_latitude, 90),
        ("from_longitude", from_longitude, 180),
        ("to_latitude", to_latitude, 90),
        ("to_longitude", to_longitude, 180),
    ):
        degrees = number(name, value)
        if abs(degrees) > most:
            raise SolverError(name, value, "bounded", low=-most, high=most)
        places.append(math.radians(degrees))
    south, west, north, east = places
    part = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(part)))
