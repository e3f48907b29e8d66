package main

import (
	"fmt"
	"slices"
	"strings"

	"issnd/marc"
	"issnd/register"
)

// where is a condition on records: a list of keys, all of which must hold,
// each with the values of which one must.
type where map[string][]string

// whereKeys tells for each key how a record is compared with a value, which is
// in lower case.
var whereKeys = map[string]func(r *register.Record, value string) bool{
	"status":      func(r *register.Record, v string) bool { return r.Status.String() == v },
	"country":     func(r *register.Record, v string) bool { return country(r.MARC) == v },
	"medium":      hasMedium,
	"open-access": func(r *register.Record, v string) bool { return r.OpenAccess == (v == "yes") },
	"withdrawn":   func(r *register.Record, v string) bool { return r.Deleted == (v == "yes") },
}

// whereFlags are the keys that are true or false; alone they mean true.
var whereFlags = []string{"open-access", "withdrawn"}

// parseWhere reads "status=confirmed,country=fr,open-access". The empty string
// is the condition that always holds.
func parseWhere(s string) (where, error) {
	w := where{}
	if s == "" {
		return w, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		key, value, given := strings.Cut(strings.ToLower(strings.TrimSpace(part)), "=")
		if whereKeys[key] == nil {
			return nil, fmt.Errorf("--where: unknown key %q; known are country, medium, open-access, status and withdrawn", key)
		}
		if !given && slices.Contains(whereFlags, key) {
			value = "yes"
		}
		if err := checkValue(key, value); err != nil {
			return nil, fmt.Errorf("--where: %w", err)
		}
		w[key] = append(w[key], value)
	}
	return w, nil
}

func checkValue(key, value string) error {
	_, isStatus := register.ParseStatus(value)
	switch {
	case value == "":
		return fmt.Errorf("%s needs a value", key)
	case slices.Contains(whereFlags, key) && value != "yes" && value != "no":
		return fmt.Errorf("%s is yes or no, not %q", key, value)
	case key == "status" && !isStatus:
		return fmt.Errorf("%q is not a record kind", value)
	case key == "medium" && !isMedium(value):
		return fmt.Errorf("%q is not a medium", value)
	}
	return nil
}

// match reports whether the condition holds for a record.
func (w where) match(r *register.Record) bool {
	for key, values := range w {
		if !slices.ContainsFunc(values, func(v string) bool { return whereKeys[key](r, v) }) {
			return false
		}
	}
	return true
}

func hasMedium(r *register.Record, value string) bool {
	for m := range r.Media.All() {
		if strings.ToLower(m.String()) == value {
			return true
		}
	}
	return false
}

func isMedium(value string) bool {
	for m := range (^register.Media(0)).All() {
		if strings.ToLower(m.String()) == value {
			return true
		}
	}
	return false
}

// country is the code in 008/15-17 without blanks and fill characters.
func country(m *marc.Record) string {
	v := m.Control(marc.T("008"))
	if len(v) < 18 {
		return ""
	}
	return strings.ToLower(strings.Trim(v[15:18], " |#"))
}
