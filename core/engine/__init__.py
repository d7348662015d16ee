"""Who counts: the questions that the product asks of ratings, and the engines that answer them."""
