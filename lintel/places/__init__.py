"""Taking a whole place in: its agencies, its partners' files, its referrals and its supported families."""
