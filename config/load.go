package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Loader puts a Config together. The zero Loader has no command line.
type Loader struct {
	file  string
	flags []*flag
	given []string // keys
}

// flag is an option on the command line. Its value is checked at once and
// applied last, after the file and the environment.
type flag struct {
	Option
	given bool
}

// Set checks and keeps the value.
func (f *flag) Set(s string) error {
	f.given = true
	return f.Option.Set(s)
}

// Bind adds --config and the flags of the options with the keys to a flag set;
// of all options if there are no keys.
func (l *Loader) Bind(fs *pflag.FlagSet, keys ...string) {
	fs.StringVar(&l.file, "config", "", "TOML file of options (environment ISSND_CONFIG)")
	scratch := Default()
	for _, o := range scratch.Options() {
		if len(keys) > 0 && !slices.Contains(keys, o.Key) {
			continue
		}
		f := &flag{Option: o}
		l.flags = append(l.flags, f)
		if pf := fs.VarPF(f, o.Flag(), "", o.Help); f.Type() == "bool" {
			pf.NoOptDefVal = "true"
		}
	}
}

// Load is the configuration that the defaults, the file, the environment and
// the command line make together, validated. The environment is a list of
// NAME=value as os.Environ gives it. The file is that of --config, else of
// ISSND_CONFIG, else there is none.
func (l *Loader) Load(environ []string) (Config, error) {
	c := Default()
	s := settings{options: c.Options()}
	defer func() { l.given = s.given }()
	file := l.file
	if file == "" {
		file = lookup(environ, envPrefix+"CONFIG")
	}
	if file != "" {
		if err := s.readFile(file); err != nil {
			return Config{}, err
		}
	}
	if err := s.readEnvironment(environ); err != nil {
		return Config{}, err
	}
	for _, f := range l.flags {
		if !f.given {
			continue
		}
		if err := s.set(f.Key, f.String()); err != nil {
			return Config{}, fmt.Errorf("--%s: %w", f.Flag(), err)
		}
	}
	if c.PublicURL != "" && !strings.HasSuffix(c.PublicURL, "/") {
		c.PublicURL += "/"
	}
	return c, c.Validate()
}

// Gives reports whether the latest Load found an option with that beginning of its
// key, such as "register.", in the file, in the environment or on the command line.
func (l *Loader) Gives(prefix string) bool {
	return slices.ContainsFunc(l.given, func(key string) bool { return strings.HasPrefix(key, prefix) })
}

// settings writes options by key, and keeps the keys.
type settings struct {
	options []Option
	given   []string
}

func (s *settings) set(key, val string) error {
	for i := range s.options {
		if s.options[i].Key == key {
			s.given = append(s.given, key)
			return s.options[i].Set(val)
		}
	}
	return s.unknown(key)
}

func (s *settings) unknown(key string) error {
	names := make([]string, len(s.options))
	for i := range s.options {
		names[i] = s.options[i].Key
	}
	return fmt.Errorf("unknown key %q; the nearest is %q", key, nearest(key, names))
}
