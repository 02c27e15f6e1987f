"""A production plan (PIC, S&OP) executed over a year: what was decided each month, and what customers then asked for.

One family of products, one figure a period. A period: staff is hired or laid off; what was bought and is due comes
in; regular hours, overtime and purchases are worked as the plan says, and mended where the projected stock of its
close, by the forecast of the day, falls under the levels of the policy or passes its ceiling; customers ask; the
close. `world` says what the data hold, `period` closes one period whatever decided it, `run` decides by the policy.
"""
