"""Playing a campaign file through the verbs that the pages call."""
