package dump

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"issnd/register"
)

// Last stands for the latest dump of the same tier in Job.Since.
const Last = "last"

// ErrChanged says that the register changed while it was dumped.
var ErrChanged = errors.New("the register changed while it was dumped")

// Job is one dump. Store, Dir and Kinds must be set.
type Job struct {
	Store register.Store
	Dir   string        // for the dumps of all tiers
	Tier  register.Tier // Released or Complete
	Kinds []*Kind       // the table of deletions is always made as well

	// Since is the dump to go on from, by its name or as Last. Empty is a full
	// dump.
	Since string

	// Keep is how many full dumps of the tier are kept, the latest ones, with the
	// dumps of changes that go on from them. Others are removed when the dump is
	// made. 0 is all.
	Keep int

	Licence Licence
	Base    string

	Workers  int              // that render; zero is one for each core
	Progress func(Progress)   // called after every block; may be nil
	Now      func() time.Time // nil is time.Now
}

// Progress is how far a dump has come.
type Progress struct {
	Read    uint64 // records, those that are not in the dump included
	Of      uint64 // at most this many
	Seq     uint64 // of the position
	Elapsed time.Duration
}

// Result is a dump.
type Result struct {
	Manifest *Manifest
	Path     string   // its directory
	Made     bool     // false: it was there already
	Removed  []string // names of dumps that are not kept
}

// Run makes the dump, or finds that it is there already: a full one of this
// position, or for a dump of changes the one to go on from if nothing changed
// since. It is an error if the one that is there has other files. After an
// error or the end of ctx there is nothing new in the directory, unless it is an
// error of removing others.
func (j *Job) Run(ctx context.Context) (res *Result, err error) {
	tier, ok := tierName(j.Tier)
	if !ok {
		return nil, fmt.Errorf("dump: the %s tier is not to be dumped", j.Tier)
	}
	dir, err := openDirectory(filepath.Join(j.Dir, tier))
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	defer func() { err = errors.Join(err, dir.close()) }()
	r := &run{Job: j, manifest: &Manifest{Version: 1, Tier: tier, Licence: j.Licence, Base: j.Base}}
	res, err = r.dump(ctx, dir)
	if err == nil && j.Keep > 0 {
		res.Removed, err = dir.prune(j.Keep, res.Manifest.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	return res, nil
}

// run is a dump in the making.
type run struct {
	*Job
	manifest *Manifest
	total    uint64 // records to read, at most
}

func (r *run) dump(ctx context.Context, dir *directory) (*Result, error) {
	if err := r.position(ctx, dir); err != nil {
		return nil, err
	}
	m := r.manifest
	m.Name = name(m.Position, m.Since)
	if there, err := r.there(dir); there != nil || err != nil {
		return there, err
	}
	if err := r.write(ctx, dir); err != nil {
		return nil, err
	}
	return &Result{Manifest: m, Path: filepath.Join(dir.path, m.Name), Made: true}, nil
}

// position finds where the dump begins and ends.
func (r *run) position(ctx context.Context, dir *directory) error {
	s, err := r.Store.Stats(ctx)
	if err != nil {
		return err
	}
	m := r.manifest
	m.Position = Position{s.ID, s.Branch, s.Seq, s.Updated}
	r.total = s.Records
	if r.Since == "" {
		return nil
	}
	m.Since, err = dir.since(r.Since, func(p *Position) (bool, error) {
		return register.Holds(ctx, r.Store, p.place())
	})
	if err != nil {
		return err
	}
	r.total = min(r.total, s.Seq-m.Since.Position.Seq)
	return nil
}

// there finds the dump where it need not be made.
func (r *run) there(dir *directory) (*Result, error) {
	m := r.manifest
	name := m.Name
	if m.Since != nil && m.Since.Position.Seq == m.Position.Seq {
		name = m.Since.Name
	}
	path := filepath.Join(dir.path, name)
	old, _, err := readManifest(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if name == m.Name && (old.Position.place() != m.Position.place() || !slices.Equal(r.files(), old.fileNames())) {
		return nil, fmt.Errorf("%s is there already with other content: remove it to make it anew", path)
	}
	return &Result{Manifest: old, Path: path}, nil
}

// files lists the names of the files to be made.
func (j *Job) files() []string {
	var names []string
	for _, k := range append(slices.Clone(j.Kinds), deletions()) {
		names = append(names, k.File+".gz")
	}
	return names
}

func (m *Manifest) fileNames() []string {
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Name)
	}
	return names
}

// write makes the files, then the manifest, and gives the dump its name.
func (r *run) write(ctx context.Context, dir *directory) error {
	m := r.manifest
	path, err := dir.begin()
	if err != nil {
		return err
	}
	if m.Files, err = r.writeFiles(ctx, path); err != nil {
		return err
	}
	m.Deletions = m.Files[len(m.Files)-1].Records
	text, err := m.encode()
	if err != nil {
		return err
	}
	if err := writeSynced(filepath.Join(path, manifestName), text); err != nil {
		return err
	}
	if err := writeSynced(filepath.Join(path, sumsName), m.sums(text)); err != nil {
		return err
	}
	return dir.publish(m.Name)
}

func (j *Job) workers() int {
	if j.Workers > 0 {
		return j.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (j *Job) now() time.Time {
	if j.Now != nil {
		return j.Now()
	}
	return time.Now()
}
