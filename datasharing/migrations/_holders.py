"""Which roles a grant of each kind serves, as the views of the database spell it out since 0005."""

HOLDERS = {
    "referral": ["screener", "duty_manager", "emergency_duty"],
    "asked": ["key_worker", "team_member", "partner_contact", "social_worker"],
    "panel": ["panel_chair", "panel_member"],
    "team": ["key_worker", "team_member", "partner_contact", "social_worker", "da_adviser"],
    "key_worker": ["key_worker"],
    "supervision": ["team_manager"],
    "protection": ["duty_manager", "social_worker", "emergency_duty"],
    "monitoring": ["team_manager", "key_worker", "claims_officer", "internal_auditor"],
    "front_door": ["screener", "duty_manager"],
    "specific": ["screener", "duty_manager", "panel_chair", "panel_member", "team_manager", "key_worker", "team_member", "partner_contact", "social_worker", "emergency_duty", "da_adviser"],
    "emergency": ["screener", "duty_manager", "team_manager", "social_worker", "emergency_duty"],
}
