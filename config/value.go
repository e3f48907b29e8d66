package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"issnd/limit"
)

// value is a pointer to a field of a Config, read and written as text. It is a
// pflag.Value.
type value struct{ ptr any }

// Set gives the field the value that s says, instead of what it held: lists
// are separated by commas, tables are name=value pairs separated by commas.
func (v value) Set(s string) (err error) {
	switch p := v.ptr.(type) {
	case *string:
		*p = s
	case *bool:
		if *p, err = strconv.ParseBool(s); err != nil {
			err = errors.New("must be true or false")
		}
	case *int:
		if *p, err = strconv.Atoi(s); err != nil {
			err = errors.New("must be a whole number")
		}
	case *time.Duration:
		if *p, err = time.ParseDuration(s); err != nil {
			err = errors.New("must be a time such as 10s or 1m30s")
		}
	case *Size:
		*p, err = ParseSize(s)
	case *limit.Rate:
		*p, err = limit.ParseRate(s)
	case *[]string:
		*p = split(s)
	case *map[string]string:
		*p, err = pairs(s)
	default:
		err = fmt.Errorf("no values of type %T", p)
	}
	return err
}

// String is the text that Set reads.
func (v value) String() string {
	switch p := v.ptr.(type) {
	case *string:
		return *p
	case *bool:
		return strconv.FormatBool(*p)
	case *int:
		return strconv.Itoa(*p)
	case *time.Duration:
		return p.String()
	case *Size:
		return p.String()
	case *limit.Rate:
		return p.String()
	case *[]string:
		return strings.Join(*p, ",")
	case *map[string]string:
		var list []string
		for _, k := range slices.Sorted(maps.Keys(*p)) {
			list = append(list, k+"="+(*p)[k])
		}
		return strings.Join(list, ",")
	}
	return ""
}

// Type names the kind of value in the usage text of a flag.
func (v value) Type() string {
	switch v.ptr.(type) {
	case *bool:
		return "bool"
	case *int:
		return "number"
	case *time.Duration:
		return "time"
	case *Size:
		return "size"
	case *limit.Rate:
		return "rate"
	case *[]string:
		return "list"
	case *map[string]string:
		return "table"
	}
	return "text"
}

func split(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func pairs(s string) (map[string]string, error) {
	table := map[string]string{}
	for _, part := range split(s) {
		name, val, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not a name=value pair", part)
		}
		table[strings.TrimSpace(name)] = strings.TrimSpace(val)
	}
	return table, nil
}
