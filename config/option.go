package config

import (
	"reflect"
	"strings"
)

// Option is one setting: a field of a Config and its names.
type Option struct {
	Key  string // in the file, for example "log.level"
	Help string // one or two sentences
	Live bool   // a server takes it over while it runs
	value
}

// Env is the environment variable of the option, for example ISSND_LOG_LEVEL.
func (o *Option) Env() string { return envPrefix + envName.Replace(strings.ToUpper(o.Key)) }

// Flag is the name of the command line flag without its hyphens, for example
// "log-level".
func (o *Option) Flag() string { return strings.ReplaceAll(o.Key, ".", "-") }

const envPrefix = "ISSND_"

var envName = strings.NewReplacer(".", "_", "-", "_")

// Options lists the options of c in the order of its fields. Setting one sets
// the field of c.
func (c *Config) Options() []Option {
	return options(nil, "", reflect.ValueOf(c).Elem())
}

// Changes are the options of c that have another value in old.
func (c *Config) Changes(old *Config) (list []Option) {
	before := old.Options()
	for i, o := range c.Options() {
		if o.String() != before[i].String() {
			list = append(list, o)
		}
	}
	return list
}

func options(list []Option, prefix string, v reflect.Value) []Option {
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		key := prefix + tag.Get("key")
		if help, ok := tag.Lookup("help"); ok {
			list = append(list, Option{key, help, tag.Get("live") != "", value{v.Field(i).Addr().Interface()}})
		} else {
			list = options(list, key+".", v.Field(i))
		}
	}
	return list
}
