"""The body shop: its boards, its mailbox, its missions and the estimates made from them."""
