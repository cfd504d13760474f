"""The study of a contractor's estimate: what may stand beside it, what is decided per line, what catches the eye."""
