"""What a carrier asks for: a price by shipment, weight, pallet, volume, vehicle, with bands, minimum and fuel."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number


@dataclass(frozen=True)
class Band:
    """From `least` kilograms of chargeable weight on, `price` per 100 kg."""

    least: Number
    price: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("least", least=0)
        check.number("price", least=0)
        check.done()


@dataclass(frozen=True)
class Tariff:
    """Prices of a leg, in the currency of the world; each is 0 unless given.

    Of a shipment: `per_shipment` + `per_100_kg` × chargeable weight / 100 + `per_pallet` + `per_cubic_metre` +
    `per_loading_metre` + `ad_valorem` × value of the goods (insurance, duties), at least `minimum`; of a departure:
    `per_vehicle` for each vehicle. All but the ad valorem part carry the `fuel` surcharge (a share). Chargeable weight
    is the larger of the weight and volume × `density` (kilograms per cubic metre; 0: the weight). `bands`, rising, take
    the place of `per_100_kg`; with `next_band` one may pay for the least weight of a higher band where that is less.
    """

    per_shipment: Number = 0
    per_vehicle: Number = 0
    per_100_kg: Number = 0
    per_pallet: Number = 0
    per_cubic_metre: Number = 0
    per_loading_metre: Number = 0
    ad_valorem: Number = 0
    minimum: Number = 0
    fuel: Number = 0
    density: Number = 0
    bands: tuple[Band, ...] = ()
    next_band: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        for name in (
            "per_shipment", "per_vehicle", "per_100_kg", "per_pallet", "per_cubic_metre", "per_loading_metre",
            "ad_valorem", "minimum", "fuel", "density",
        ):  # fmt: skip
            check.number(name, least=0)
        check.flag("next_band")
        if check.sound and self.bands and self.per_100_kg:
            check.fault("bands", "bands_or_price")
        if check.sound and any(
            one.least >= two.least for one, two in zip(self.bands, self.bands[1:], strict=False)
        ):
            check.fault("bands", "bands_rise")
        if check.sound and self.bands and self.bands[0].least > 0:
            check.fault("bands", "bands_zero")
        check.done()
