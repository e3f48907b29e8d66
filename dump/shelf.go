package dump

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// shelf is the dumps in the directory of a tier as they were last read. They are
// read again when anybody, another process too, has made or removed one.
type shelf struct {
	path string

	mu    sync.Mutex
	files []string // the directory, and the manifest of whatever may be a dump
	marks []mark   // of the files; nil if all is to be read again in any case
	all   []*Manifest
	reads int // how often it was read
}

// mark tells states of a file apart. It is zero where there is none.
type mark struct {
	size     int64
	modified time.Time
}

// list is what the function list gives, which nobody may change, and a number that
// is another one for each time that it was read.
func (s *shelf) list() (all []*Manifest, reads int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.marks != nil && slices.Equal(s.marks, look(s.files)) {
		return s.all, s.reads, nil
	}
	s.reads++
	s.files, s.marks = []string{s.path}, nil
	marks := look(s.files) // before the names and manifests are read
	names, err := dumpNames(s.path)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		s.files = append(s.files, filepath.Join(s.path, name, manifestName))
	}
	marks = append(marks, look(s.files[1:])...)
	s.all = manifests(s.path, names)
	if settled(marks) {
		s.marks = marks
	}
	return s.all, s.reads, nil
}

func look(files []string) []mark {
	marks := make([]mark, len(files))
	for i, f := range files {
		if info, err := os.Stat(f); err == nil {
			marks[i] = mark{info.Size(), info.ModTime()}
		}
	}
	return marks
}

// settled reports whether the marks are so old that those of any later state are
// other ones: the times of files go on in steps, of two seconds in some systems.
func settled(marks []mark) bool {
	const step = 2 * time.Second
	return !slices.ContainsFunc(marks, func(m mark) bool { return time.Since(m.modified) <= step })
}
