package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// kept reads what an earlier run has measured while it made files that are
// still there, and reports whether there is any.
func (b *bench) kept(name string, v any) bool {
	text, err := os.ReadFile(b.note(name))
	return err == nil && json.Unmarshal(text, v) == nil
}

// keep notes a measurement, after the files that it is of are complete.
func (b *bench) keep(name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	part := b.note(name) + ".part"
	if err := os.WriteFile(part, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(part, b.note(name))
}

// forget removes the note of files that are about to be made.
func (b *bench) forget(name string) { _ = os.Remove(b.note(name)) }

func (b *bench) note(name string) string {
	return filepath.Join(b.dir, b.name()+"-"+name+".json")
}
