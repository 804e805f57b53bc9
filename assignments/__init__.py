"""Work that one department of the county asks of another: asked, accepted, answered."""
