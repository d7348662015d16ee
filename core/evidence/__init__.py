"""Which K? Every index that speaks for or against a number of segments, and the verdict that is drawn from them."""
