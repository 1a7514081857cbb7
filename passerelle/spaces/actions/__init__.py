"""What can be done with a space: its page, hours and closed dates in `places`, the people who act for it in `staff`."""
