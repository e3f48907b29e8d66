package portal_test

import "time"

// someday is the datestamp of every record in tests.
var someday = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
