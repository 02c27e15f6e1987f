"""A returns cell over a year: goods come back, are inspected with errors, repaired, sold again, recycled or destroyed.

`world` says what the data hold, `draws` what chance decides whatever the policy, `compiled` lives a run, `figures`
turns runs into indicators and into the days of a story.
"""
