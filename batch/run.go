package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/renew"
)

// Options say how a batch is run.
type Options struct {
	Workers     int              // how many rows are worked on at a time; 0 is one for each processor, and one that writes meanwhile
	Shard       Shard            // which part of the rows is made
	MaxFailures int              // stop when more rows than this have failed; negative for never
	DryRun      bool             // write nothing: say what would be done
	Force       bool             // overwrite files that are not of this batch, or were changed since
	Now         func() time.Time // for the durations in the manifest; nil leaves them 0
	Report      func(Event)      // told of each row, in order, by one goroutine; may be nil

	// Elsewhere makes the files of a row in another process: as [Maker.Make] does of the
	// job of the row, whose key it is given. Nil for this process.
	Elsewhere func(ctx context.Context, key string, row *renew.Last) (*Outcome, error)
}

// An Event is news of one row.
type Event struct {
	Phase    Phase
	Row      int // of the input
	Of       int // how many rows of the shard there are; 0 while they are checked
	Name     string
	Action   Action
	Reason   string             // why it was made again
	Problems agreement.Problems // that stopped it; nil where they were told while checking
}

// A Phase is a pass over the input.
type Phase uint8

const (
	Checking Phase = iota // nothing is written
	Making
)

// An Action is what was done about a row.
type Action string

const (
	Checked Action = "checked"
	Made    Action = "made"
	Remade  Action = "made again"
	Kept    Action = "kept"
	Failing Action = "failed"
)

// A Summary counts the rows of a batch, or of a shard of it.
type Summary struct {
	Rows    int  `json:"rows"`
	Made    int  `json:"made"`
	Remade  int  `json:"made_again"`
	Kept    int  `json:"kept"`
	Failed  int  `json:"failed"`
	Flagged int  `json:"flagged"` // agreements in which the checks found something
	Left    int  `json:"left"`    // files that no row makes any more
	Stopped bool `json:"stopped"` // interrupted, or too many failures: not every row was reached
}

// entry is what is kept of each row between the passes.
type entry struct {
	name  nameHash
	bad   bool  // it was found wanting, and that was told
	rival int32 // another row with the same name, or 0
}

// told reports whether the preflight said why the row cannot be made.
func (e entry) told() bool { return e.bad || e.rival != 0 }

// errStop ends a pass early.
var errStop = errors.New("stop")

type run struct {
	Options
	ctx      context.Context
	in       *Input
	maker    *Maker
	dir      string
	files    folder
	lock     *lock
	entries  []entry
	names    map[nameHash]int32 // the first row of each name
	old      *manifest
	journal  *journal
	failures *failures
	sum      Summary
}

// Run makes the agreements of an input into a folder, which is made if need be.
// Rows that fail are in the summary, the manifest and the list of failures; the
// error is that the batch as a whole cannot go on.
func Run(ctx context.Context, in *Input, m *Maker, dir string, o Options) (Summary, error) {
	return newRun(ctx, in, m, dir, o).run()
}

func newRun(ctx context.Context, in *Input, m *Maker, dir string, o Options) *run {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0) + 1
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Time{} }
	}
	if o.Report == nil {
		o.Report = func(Event) {}
	}
	return &run{Options: o, ctx: ctx, in: in, maker: m, dir: dir, files: folder{create: createTemp}, names: map[nameHash]int32{}}
}

func (r *run) run() (Summary, error) {
	from, err1 := os.Stat(r.in.Name)
	to, err2 := os.Stat(r.dir)
	if err1 == nil && err2 == nil && os.SameFile(from, to) {
		return r.sum, problem("batch-input", r.dir, "the agreements would be written among the term sheets", "give another folder with --to")
	}
	if err := r.preflight(); err != nil || r.sum.Stopped {
		return r.sum, err
	}
	if err := r.open(); err != nil {
		return r.sum, err
	}
	err := r.make()
	if err2 := r.close(err == nil && !r.sum.Stopped); err == nil {
		err = err2
	}
	return r.sum, err
}

// prefix is how the names of this shard's unfinished files begin.
func (r *run) prefix() string { return temporary + "batch" + r.Shard.suffix() + "-" }

// open reads the manifest of an earlier run and prepares to write.
func (r *run) open() (err error) {
	manifest := filepath.Join(r.dir, r.Shard.ManifestName())
	if r.DryRun {
		r.old, err = readManifest(manifest)
		return err
	}
	if err := os.MkdirAll(r.dir, 0o777); err != nil {
		return cannotWrite(r.dir, err)
	}
	if r.lock, err = lockFolder(r.dir, r.Shard.suffix()); err != nil {
		return err
	}
	if r.old, err = readManifest(manifest); err == nil {
		r.journal, err = r.old.open()
	}
	if err == nil {
		err = sweep(r.dir, r.prefix())
	}
	if err != nil {
		r.lock.release()
		return err
	}
	r.failures = &failures{in: r.in, folder: r.files, name: filepath.Join(r.dir, FailuresName(r.in, r.Shard)), prefix: r.prefix()}
	return nil
}

// close ends the manifest and the list of failures.
func (r *run) close(complete bool) error {
	if r.DryRun {
		return nil
	}
	defer r.lock.release()
	defer syncFolder(r.dir)
	if !complete {
		r.journal.close()
		err := r.failures.close(false)
		_ = sweep(r.dir, r.prefix()) // of rows after the one that stopped it; the next run sweeps too
		return err
	}
	if err := r.leave(); err != nil {
		r.journal.close()
		return err
	}
	if err := r.failures.close(true); err != nil {
		r.journal.close()
		return err
	}
	return r.journal.finish(r.files, r.prefix(), r.carry)
}
