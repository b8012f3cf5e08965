"""What the pages look like. `app.Page` is the whole; each page lays out what plain modules compute."""
