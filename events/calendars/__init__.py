"""Events as calendars read them: files to subscribe to, that stay right when things change."""
