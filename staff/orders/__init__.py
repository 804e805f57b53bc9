"""Orders made out on site: released in advance, numbers that came back, papers that wait."""
