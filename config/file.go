package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

func (s *settings) readFile(path string) error {
	var tree map[string]any
	if _, err := toml.DecodeFile(path, &tree); err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			return fmt.Errorf("%s: line %d: %s", path, syntax.Position.Line, syntax.Message)
		}
		return fmt.Errorf("read the configuration: %w", err)
	}
	if err := s.setTree("", tree); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *settings) setTree(prefix string, tree map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		key := prefix + name
		if sub, ok := tree[name].(map[string]any); ok && !s.isTable(key) {
			if err := s.setTree(key+".", sub); err != nil {
				return err
			}
			continue
		}
		if err := s.setAny(key, tree[name]); err != nil {
			return err
		}
	}
	return nil
}

// isTable reports whether the key is of an option whose value is a table.
func (s *settings) isTable(key string) bool {
	return slices.ContainsFunc(s.options, func(o Option) bool {
		_, table := o.ptr.(*map[string]string)
		return table && o.Key == key
	})
}

func (s *settings) setAny(key string, v any) error {
	if !slices.ContainsFunc(s.options, func(o Option) bool { return o.Key == key }) {
		return s.unknown(key)
	}
	text, err := textOf(v)
	if err == nil {
		err = s.set(key, text)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// textOf is the value of the file in the form that value.Set reads.
func textOf(v any) (string, error) {
	switch v := v.(type) {
	case []any:
		list := make([]string, len(v))
		for i := range v {
			if list[i] = fmt.Sprint(v[i]); strings.Contains(list[i], ",") {
				return "", fmt.Errorf("%q holds a comma", list[i])
			}
		}
		return strings.Join(list, ","), nil
	case map[string]any:
		var list []string
		for name, val := range v {
			pair := fmt.Sprint(name, "=", val)
			if strings.Contains(pair, ",") || strings.Count(pair, "=") > 1 {
				return "", fmt.Errorf("%q holds a comma or an equals sign", pair)
			}
			list = append(list, pair)
		}
		return strings.Join(list, ","), nil
	}
	return fmt.Sprint(v), nil
}
