package crosswalk

import "issnd/register"

// Title is what people call the serial: its key title, else its title proper,
// "" where the view has neither.
func Title(v *register.View) string { return displayTitle(v.MARC()) }
