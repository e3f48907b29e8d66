package portal

import (
	"issnd/issn"
	"issnd/register"
)

const icon = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true">`

// mediumIcons and mediumNames show a medium to people.
var (
	mediumIcons = [...]string{
		register.Print:          icon + `<path d="M4 5c3-1 6-1 8 1 2-2 5-2 8-1v13c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v13"/></svg> `,
		register.Online:         icon + `<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/></svg> `,
		register.DigitalCarrier: icon + `<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="2.5"/></svg> `,
		register.OtherMedium:    icon + `<path d="M5 7h14v12H5zM5 7l3-3h8l3 3"/></svg> `,
	}
	mediumNames = [...]string{
		register.Print:          "Print",
		register.Online:         "Online",
		register.DigitalCarrier: "Digital carrier",
		register.OtherMedium:    "Other medium",
	}
)

const otherIcon = icon + `<path d="M7 4h10v12H7zM4 8v12h10"/></svg> `

// scanISSN is the number at the start of a subfield, if it is one.
func scanISSN(s string) (issn.ISSN, bool) {
	id, _, err := issn.Scan(s)
	return id, err == nil
}
