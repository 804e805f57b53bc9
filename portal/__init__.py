"""Pages for the public: no login, no personal data, no tables."""
