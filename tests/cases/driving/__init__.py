"""Cases driven at random: moves, what must hold after each, what a refusal may leave: nothing."""
