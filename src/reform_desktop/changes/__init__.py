"""The merge law: change, heads, eligibility, shown value. Pure functions over changes; no I/O."""
