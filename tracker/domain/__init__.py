"""The rules of the product: pure functions over dated facts, standard library only."""
