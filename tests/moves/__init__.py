"""Members and plans brought along from other programs."""
