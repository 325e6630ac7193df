"""逢查必考 (task 4): the bank of questions, papers drawn from it, and what people knew when they were asked."""
