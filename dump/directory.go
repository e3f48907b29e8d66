package dump

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"issnd/internal/disk"
	"issnd/register"
)

// ErrBusy says that another dump into the same directory is being made.
var ErrBusy = errors.New("another dump is being made there")

// directory holds the dumps of one tier.
type directory struct {
	path string
	lock *os.File // held while a dump is being made
}

// openDirectory makes and locks the directory of a tier and removes what an
// interrupted dump or removal left. Only one of the released tier is open to
// every user of the machine.
func openDirectory(path string) (*directory, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	mode := os.FileMode(0o750)
	if filepath.Base(path) == register.Released.String() {
		mode = 0o755
	}
	if err := os.Mkdir(path, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(path, ".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: %w", path, ErrBusy)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	d := &directory{path, lock}
	if err := errors.Join(os.RemoveAll(d.partial()), os.RemoveAll(d.removed())); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// close lets others make dumps. An unfinished one is removed.
func (d *directory) close() error {
	return errors.Join(os.RemoveAll(d.partial()), d.lock.Close())
}

func (d *directory) partial() string { return filepath.Join(d.path, ".partial") }

// begin makes the directory of a new dump.
func (d *directory) begin() (string, error) { return d.partial(), os.Mkdir(d.partial(), 0o755) }

// publish gives the finished dump its name.
func (d *directory) publish(name string) error {
	if err := disk.SyncDir(d.partial()); err != nil {
		return err
	}
	if err := os.Rename(d.partial(), filepath.Join(d.path, name)); err != nil {
		return err
	}
	return disk.SyncDir(d.path)
}

func (d *directory) removed() string { return filepath.Join(d.path, ".removed") }

// remove takes a dump out of the list, at once and for good, and then its files,
// which those can read to the end who have them open.
func (d *directory) remove(name string) error {
	if err := os.Rename(filepath.Join(d.path, name), d.removed()); err != nil {
		return err
	}
	if err := disk.SyncDir(d.path); err != nil {
		return err
	}
	return os.RemoveAll(d.removed())
}

// list is the manifests of the dumps in the directory of a tier, the latest
// first and full ones before those of changes. What is no dump is passed over;
// a directory that is not there has none.
func list(path string) ([]*Manifest, error) {
	names, err := dumpNames(path)
	if err != nil {
		return nil, err
	}
	return manifests(path, names), nil
}

// dumpNames lists what may be dumps in the directory of a tier.
func dumpNames(path string) (names []string, err error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// manifests reads those of the dumps with the names, in the order of list.
func manifests(path string, names []string) []*Manifest {
	var found []*Manifest
	for _, name := range names {
		if m, _, err := readManifest(filepath.Join(path, name)); err == nil {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b *Manifest) int {
		return cmp.Or(b.Position.compare(&a.Position), cmp.Compare(a.from(), b.from()))
	})
	return found
}

// from is the sequence number after which the changes in a dump begin.
func (m *Manifest) from() uint64 {
	if m.Since == nil {
		return 0
	}
	return m.Since.Position.Seq
}

// ErrNoDump says that there is no dump to go on from.
var ErrNoDump = errors.New("there is no such dump to go on from")

// ErrNotEarlier says that the register does not go on from a dump: it is of
// another register, or of a state that was lost when this one was put back to
// an earlier one.
var ErrNotEarlier = errors.New("not a dump of an earlier state of this register: make a full one")

// since finds the dump that a dump of changes goes on from, by its name or as
// Last, which is the last one whose position the register holds.
func (d *directory) since(name string, holds func(*Position) (bool, error)) (*Link, error) {
	if name == Last {
		return d.last(holds)
	}
	if name != filepath.Base(name) {
		return nil, fmt.Errorf("%q: %w", name, ErrNoDump)
	}
	m, sum, err := readManifest(filepath.Join(d.path, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s in %s: %w", name, d.path, ErrNoDump)
	}
	if err != nil {
		return nil, err
	}
	fits, err := holds(&m.Position)
	if err == nil && !fits {
		err = fmt.Errorf("%s: %w", name, ErrNotEarlier)
	}
	if err != nil {
		return nil, err
	}
	return &Link{m.Name, m.Position, sum}, nil
}

func (d *directory) last(holds func(*Position) (bool, error)) (*Link, error) {
	all, err := list(d.path)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if fits, err := holds(&m.Position); err != nil {
			return nil, err
		} else if fits {
			return d.since(m.Name, holds)
		}
	}
	if len(all) > 0 {
		return nil, fmt.Errorf("none of %s: %w", d.path, ErrNotEarlier)
	}
	return nil, fmt.Errorf("%w in %s", ErrNoDump, d.path)
}
