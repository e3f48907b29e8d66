package dump

import "fmt"

// prune removes the dumps that nobody needs if so many full ones are kept, and
// gives their names. The one with the given name stays in any case.
func (d *directory) prune(full int, name string) (removed []string, err error) {
	all, err := list(d.path)
	if err != nil {
		return nil, err
	}
	keep := needed(all, full, name)
	for _, m := range all { // what goes on from a dump is mostly before it
		if keep[m.Name] {
			continue
		}
		if err := d.remove(m.Name); err != nil {
			return removed, fmt.Errorf("%s is made, but %s is not removed: %w", name, m.Name, err)
		}
		removed = append(removed, m.Name)
	}
	return removed, nil
}

// needed is the names of those that stay of all dumps, which are in the order of
// list: the one that was just made, the latest full ones, the dumps of changes that
// begin where the oldest of these ends, or later, and all that one of them goes on
// from. While there are fewer full ones nothing goes.
func needed(all []*Manifest, full int, made string) map[string]bool {
	var oldest *Manifest
	byName := map[string]*Manifest{}
	fulls := 0
	for _, m := range all {
		byName[m.Name] = m
		if m.Since == nil {
			if fulls++; fulls == full {
				oldest = m
			}
		}
	}
	keep := map[string]bool{}
	for _, m := range all {
		begins := m.Position
		if m.Since != nil {
			begins = m.Since.Position
		}
		if m.Name != made && oldest != nil && begins.compare(&oldest.Position) < 0 {
			continue
		}
		for m != nil && !keep[m.Name] {
			keep[m.Name] = true
			if m.Since == nil {
				break
			}
			m = byName[m.Since.Name]
		}
	}
	return keep
}
