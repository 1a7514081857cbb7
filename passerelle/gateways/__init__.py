"""Outside services behind the rooms' own protocols: who takes cards, who publishes rates."""
