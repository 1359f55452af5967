"""The Excel writer: real types, named styles, print set-up, drop-downs, and never a formula."""
