"""The room of after-school money: schools, their months, their payouts."""
