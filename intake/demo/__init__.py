"""The demo province: invented people and matters on the real organisation of today's Vĩnh Long."""
