"""A year of orders through the steps of a process: errors by cause, found in the house or by the customer, and actions.

`world` says what the data hold, `draws` what chance decides whatever the policy, `figures` what it comes to.
"""
