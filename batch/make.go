package batch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/text/unicode/norm"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/renew"
)

// A result is what became of a row in the second pass.
type result struct {
	row      *Row
	record   Record
	action   Action
	reason   string
	problems agreement.Problems // to be told
	staged   []staged           // its files
	fatal    error              // the batch cannot go on
}

// make makes each row of the shard that is not done already.
func (r *run) make() error {
	var broken error
	total := r.sum.Rows
	err := ordered(r.ctx, r.Workers, r.each(&broken, func(row *Row) bool { return r.Shard.has(row.Number) }), r.one, func(x *result) error {
		if x.fatal != nil {
			return x.fatal
		}
		// Files get their names here, one row after the other, each followed by its
		// record, so that whenever the batch is cut off the manifest lacks one row at
		// most of what stands in the folder.
		for _, s := range x.staged {
			if err := s.commit(); err != nil {
				return cannotWrite(s.name, err)
			}
		}
		if err := r.note(x); err != nil {
			return err
		}
		r.Report(Event{Making, x.row.Number, total, x.record.Name, x.action, x.reason, x.problems})
		return r.tooMany()
	})
	r.sum.Stopped = r.ctx.Err() != nil || errors.Is(err, errStop)
	switch {
	case broken != nil:
		return broken
	case r.sum.Stopped && errors.Is(err, errStop):
		return nil
	case err == nil && !r.sum.Stopped && r.sum.Made+r.sum.Remade+r.sum.Kept+r.sum.Failed != total:
		return problem("input-changed", r.in.Name, "it has fewer rows than when the batch began", "do not change the input while it is worked on; run the command again")
	}
	return err
}

// note counts a row and writes it down.
func (r *run) note(x *result) error {
	switch x.action {
	case Made:
		r.sum.Made++
	case Remade:
		r.sum.Remade++
	case Kept:
		r.sum.Kept++
	case Failing:
		r.sum.Failed++
	case Checked:
	}
	if x.action != Failing && len(x.record.Findings) > 0 {
		r.sum.Flagged++
	}
	if r.DryRun {
		return nil
	}
	if x.action == Failing {
		if err := r.failures.add(x.row, x.record.Findings); err != nil {
			return err
		}
	}
	return r.journal.add(&x.record)
}

// one does what is to be done about a row.
func (r *run) one(row *Row) *result {
	x := &result{row: row, action: Failing}
	began := r.Now()
	if err := r.attempt(x); err != nil {
		var ps agreement.Problems
		if errors.As(err, &ps) && ps[0].ID == "cannot-write" {
			x.fatal = err
			return x
		}
		placed := row.placed(err)
		x.record.Status, x.record.Outputs, x.record.Changes = Failed, []Output{}, nil
		x.record.Findings = findings(placed)
		if row.Number > len(r.entries) || !r.entries[row.Number-1].told() {
			x.problems = placed
		}
	}
	if x.action != Kept {
		x.record.Duration = float64(r.Now().Sub(began).Microseconds()) / 1000
	}
	x.record.Row, x.record.Input, x.record.File, x.record.Line = row.Number, r.in.Name, "", row.Pos.Line
	if row.Pos.Filename != r.in.Name {
		x.record.File = row.Pos.Filename
	}
	return x
}

// attempt makes a row, or finds that it is done.
func (r *run) attempt(x *result) error {
	if x.row.Number > len(r.entries) {
		return errInputChanged
	}
	e := r.entries[x.row.Number-1]
	f, err := x.row.load()
	if err != nil {
		x.record = Record{Name: r.nameOf(f)}
		return r.leftBy(x, err)
	}
	job, err := r.maker.Job(f)
	if err != nil {
		return err
	}
	name, err := job.name()
	if err != nil {
		return err
	}
	if e.rival != 0 {
		return r.rivals(x.row, job, e.rival)
	}
	if e.name != hashName(name) {
		return errInputChanged
	}
	x.record = r.maker.record(job, name)
	before, err := r.old.find(e.name)
	if err != nil {
		return err
	}
	if e.bad {
		return r.leftBy(x, r.maker.Check(job))
	}
	return r.fulfil(x, f, job, before)
}

var errInputChanged = problem("input-changed", "", "the row is another than when the batch began", "do not change the input while it is worked on; run the command again")

// produce makes the files of a row here or elsewhere.
func (r *run) produce(row *renew.Last, job *Job, key string) (*Outcome, error) {
	if r.Elsewhere == nil {
		return r.maker.Make(job)
	}
	out, err := r.Elsewhere(r.ctx, key, row)
	if err == nil && out.Record.Key != key {
		err = errInputChanged
	}
	if err != nil {
		out = &Outcome{Record: r.maker.record(job, norm.NFC.String(job.Sheet.Sheet.Deal.ID))}
	}
	return out, err
}

// fulfil makes a job that an earlier run has not done.
func (r *run) fulfil(x *result, row *renew.Last, job *Job, before *Record) error {
	reason, done, err := r.compareWith(before, &x.record)
	if err != nil {
		return err
	}
	if done {
		x.action, x.record = Kept, *before
		return nil
	}
	if x.reason = reason; r.DryRun {
		if err := r.maker.try(job); err != nil {
			return err
		}
	} else {
		out, err := r.produce(row, job, x.record.Key)
		x.record = out.Record
		if err == nil {
			x.staged, err = r.stage(out, before)
		}
		if err != nil {
			return r.leftBy(x, err)
		}
	}
	if x.action = Made; reason != "" {
		x.action = Remade
	}
	return nil
}

// compareWith says whether the earlier record of a name is of the same work and
// its files stand as they were made; otherwise why it is done again.
func (r *run) compareWith(before, now *Record) (reason string, done bool, err error) {
	if before == nil || before.Status != Done {
		return "", false, nil
	}
	for _, o := range before.Outputs {
		sum, err := digestOf(filepath.Join(r.dir, o.File))
		switch {
		case err != nil:
			return "", false, err
		case sum == "":
			return o.File + " is gone", false, nil
		case sum != o.SHA256:
			return o.File + " was changed after it was made", false, nil
		}
	}
	switch {
	case before.Key == now.Key:
		return "", true, nil
	case before.Sheet != now.Sheet:
		return "the term sheet has changed", false, nil
	case before.Library != now.Library:
		return "the clause library has changed", false, nil
	case before.Engross != now.Engross:
		return "engross " + before.Engross + " made it", false, nil
	case before.Options != now.Options:
		return "it was made with other options: " + before.Options, false, nil
	}
	return "last year's term sheet has changed", false, nil
}

// stage writes the files of an outcome under temporary names. It refuses, before
// it writes the first, to overwrite a file that the batch did not make, or that
// was changed since.
func (r *run) stage(out *Outcome, before *Record) ([]staged, error) {
	var todo []int
	var ps agreement.Problems
	for i, o := range out.Record.Outputs {
		sum, err := digestOf(filepath.Join(r.dir, o.File))
		if err != nil {
			return nil, err
		}
		if sum != o.SHA256 {
			todo = append(todo, i)
		}
		if sum != "" && sum != o.SHA256 && !r.Force && !before.made(o.File, sum) {
			ps.Add(&agreement.Problem{ID: "exists", Message: fmt.Sprintf("%s stands in the folder and is not as this batch made it", o.File),
				Hint: "move it away, or overwrite it with --force"})
		}
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	var list []staged
	for _, i := range todo {
		name := filepath.Join(r.dir, out.Files[i].Name)
		s, err := r.files.stage(name, r.prefix(), printed(out.Files[i].Data))
		if err != nil {
			return nil, cannotWrite(name, err)
		}
		list = append(list, s)
	}
	return list, nil
}

// made reports whether a record accounts for a file as it stands.
func (r *Record) made(file, sum string) bool {
	if r == nil {
		return false
	}
	for _, o := range r.files() {
		if o.File == file && o.SHA256 == sum {
			return true
		}
	}
	return false
}

// leftBy puts into the record of a row that failed what an earlier run made of it
// and still stands.
func (r *run) leftBy(x *result, err error) error {
	if err == nil {
		err = errInputChanged // it was bad when it was checked
	}
	if x.record.Name == "" {
		return err
	}
	before, err2 := r.old.find(hashName(x.record.Name))
	if err2 != nil {
		return err2
	}
	if before != nil {
		x.record.Left = r.standing(before)
	}
	return err
}

// standing are the files of a record that are still in the folder.
func (r *run) standing(before *Record) []Output {
	var list []Output
	for _, o := range before.files() {
		if _, err := os.Lstat(filepath.Join(r.dir, o.File)); err == nil {
			list = append(list, o)
		}
	}
	return list
}

// leave adds a record for each earlier row of this input that it no longer has.
func (r *run) leave() error {
	for before, err := range r.old.records() {
		if err != nil {
			return err
		}
		if r.superseded(before) || before.Input != r.in.Name {
			continue
		}
		if left := r.standing(before); len(left) > 0 {
			r.sum.Left += len(left)
			record := Record{Input: before.Input, Name: before.Name, Status: Left, Outputs: []Output{}, Left: left, Findings: []Finding{}}
			if err := r.journal.add(&record); err != nil {
				return err
			}
		}
	}
	return nil
}

// carry writes the records of other inputs into the same folder, such as those of
// the whole batch while its failures are run again.
func (r *run) carry(w io.Writer) error {
	for before, err := range r.old.records() {
		if err != nil {
			return err
		}
		if r.superseded(before) || before.Input == r.in.Name {
			continue
		}
		line, err := before.line()
		if err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// superseded reports whether a row of this run has the name of an earlier record.
func (r *run) superseded(before *Record) bool {
	_, ok := r.names[hashName(before.Name)]
	return ok && before.Name != ""
}

// nameOf is the name that the files of a term sheet with errors would have, or ""
// where it cannot be told.
func (r *run) nameOf(f *renew.Last) string {
	if f == nil || r.maker.renew != nil || CheckName(f.Sheet.Sheet.Deal.ID) != "" {
		return ""
	}
	return norm.NFC.String(f.Sheet.Sheet.Deal.ID)
}
