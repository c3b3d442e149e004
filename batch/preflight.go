package batch

import (
	"errors"
	"fmt"
	"iter"

	"github.com/engross/engross/agreement"
)

// each goes over the rows for which wanted is true. What stops the reading is
// left in broken.
func (r *run) each(broken *error, wanted func(*Row) bool) iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for row, err := range r.in.Rows() {
			if err != nil {
				*broken = err
				return
			}
			if wanted(row) && !yield(row) {
				return
			}
		}
	}
}

// preflight loads, resolves and names every row. Nothing is written. The rows of
// other shards are loaded for their names.
func (r *run) preflight() error {
	type checked struct {
		row  *Row
		name string
		err  agreement.Problems
	}
	var broken error
	all := func(*Row) bool { return true }
	work := func(row *Row) checked {
		name, err := r.inspect(row)
		c := checked{row: row, name: name}
		if err != nil {
			c.err = row.placed(err)
		}
		return c
	}
	rivals := false
	err := ordered(r.ctx, r.Workers, r.each(&broken, all), work, func(c checked) error {
		e := entry{bad: c.err != nil}
		if c.name != "" {
			e.name = hashName(c.name)
			if e.rival = r.names[e.name]; e.rival == 0 {
				r.names[e.name] = int32(c.row.Number)
			} else if first := &r.entries[e.rival-1]; first.rival == 0 {
				first.rival = int32(c.row.Number)
			}
			rivals = rivals || e.rival != 0
		}
		r.entries = append(r.entries, e)
		if !r.Shard.has(c.row.Number) {
			return nil
		}
		r.sum.Rows++
		event := Event{Phase: Checking, Row: c.row.Number, Name: c.name, Action: Checked}
		if c.err != nil {
			event.Action, event.Problems = Failing, c.err
			r.sum.Failed++
		}
		r.Report(event)
		return r.tooMany()
	})
	if rivals && err == nil && broken == nil {
		r.tellRivals(&broken)
	}
	switch {
	case broken != nil:
		return broken
	case err != nil && !errors.Is(err, errStop):
		return err
	}
	if r.sum.Stopped = err != nil || r.ctx.Err() != nil || r.tooMany() != nil; !r.sum.Stopped {
		r.sum.Failed = 0 // each is counted when the second pass comes to it
	}
	return nil
}

// tellRivals tells of rows whose files would have the same name, which is known
// only when all rows are.
func (r *run) tellRivals(broken *error) {
	rival := func(row *Row) bool {
		return r.Shard.has(row.Number) && row.Number <= len(r.entries) && r.entries[row.Number-1].rival != 0 && !r.entries[row.Number-1].bad
	}
	for row := range r.each(broken, rival) {
		job, err := r.job(row)
		if err != nil {
			continue // the row has changed: the second pass finds out
		}
		r.sum.Failed++
		r.Report(Event{Phase: Checking, Row: row.Number, Name: job.Sheet.Sheet.Deal.ID, Action: Failing,
			Problems: row.placed(r.rivals(row, job, r.entries[row.Number-1].rival))})
	}
}

func (r *run) job(row *Row) (*Job, error) {
	f, err := row.load()
	if err != nil {
		return nil, err
	}
	return r.maker.Job(f)
}

func (r *run) tooMany() error {
	if r.MaxFailures >= 0 && r.sum.Failed > r.MaxFailures {
		return errStop
	}
	return nil
}

// inspect loads, resolves and names a row.
func (r *run) inspect(row *Row) (name string, err error) {
	f, err := row.load()
	if err != nil {
		return r.nameOf(f), err
	}
	job, err := r.maker.Job(f)
	if err != nil {
		return "", err
	}
	if name, err = job.name(); err != nil || !r.Shard.has(row.Number) {
		return name, err
	}
	return name, r.maker.Check(job)
}

// rivals is the problem of a name that several rows have.
func (r *run) rivals(row *Row, job *Job, rival int32) error {
	hint := ""
	if r.in.kind == table && r.in.csv.group >= 0 {
		hint = "put the lines of one deal under one another; "
	}
	return agreement.Problems{{ID: "same-name", Pos: job.Sheet.Pos("/deal/id"), Pointer: "/deal/id",
		Message: fmt.Sprintf("the files of rows %d and %d would have the same name: %.80q", min(row.Number, int(rival)), max(row.Number, int(rival)), job.Sheet.Sheet.Deal.ID),
		Hint:    hint + "give each deal a reference of its own; capitals, and how accents are composed, make no difference on some systems"}}
}
