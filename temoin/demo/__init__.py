"""An invented world, made by issuing actions as its people."""
