"""The European Central Bank, who publishes reference rates: its file is fetched again and again, and kept."""
