"""Who pays what of a body shop's invoice, and the weekly lists by which insurers pay body shops directly."""
