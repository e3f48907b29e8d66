package config

import (
	"fmt"
	"slices"
	"strings"
)

// ownVariables start with the prefix of options and are none: the file of
// options, and what tells the tests how much to do.
var ownVariables = []string{envPrefix + "CONFIG", envPrefix + "SHARED", envPrefix + "KILL_ROUNDS",
	envPrefix + "CONSISTENCY", envPrefix + "CONSISTENCY_SEED", envPrefix + "HTTPFUZZ", envPrefix + "HTTPFUZZ_SEED"}

func (s *settings) readEnvironment(environ []string) error {
	for _, entry := range environ {
		name, val, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || slices.Contains(ownVariables, name) {
			continue
		}
		if err := s.setVariable(name, val); err != nil {
			return err
		}
	}
	return nil
}

func (s *settings) setVariable(name, val string) error {
	names := make([]string, len(s.options))
	for i := range s.options {
		o := &s.options[i]
		if names[i] = o.Env(); names[i] != name {
			continue
		}
		if err := s.set(o.Key, val); err != nil {
			return fmt.Errorf("environment variable %s: %w", name, err)
		}
		return nil
	}
	return fmt.Errorf("unknown environment variable %s; the nearest is %s", name, nearest(name, names))
}

// lookup is the value of a variable, or "". The last one counts, as it does
// for the programs that the environment is made for.
func lookup(environ []string, name string) (val string) {
	for _, entry := range environ {
		if v, ok := strings.CutPrefix(entry, name+"="); ok {
			val = v
		}
	}
	return val
}
