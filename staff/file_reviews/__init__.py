"""The yearly review of files: the sample, its score sheets, what came out."""
