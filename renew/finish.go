package renew

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// finish loads the new term sheet, pins what is to be pinned, and looks for what
// the renewal has left undone. The result is the new agreement: of the restated
// one, or of last year's as amended.
func (w *work) finish() (*assemble.Result, error) {
	w.unresolved()
	if w.wrong() {
		return nil, w.sorted()
	}
	if err := w.pin(); err != nil {
		return nil, err
	}
	file, err := w.load()
	if err != nil {
		return nil, err
	}
	if dropped, err := w.dropWording(file); err != nil {
		return nil, err
	} else if dropped {
		if file, err = w.load(); err != nil {
			return nil, err
		}
	}
	for _, id := range w.stillDue {
		if y := file.Sheet.Royalty(id); y != nil && !y.End.IsZero() && y.End.Before(w.span.start) {
			w.stillNamed([]string{"payments", "royalties"}, fmt.Sprintf("the royalty %s ended on %s, before the renewal begins", id, y.End), fmt.Sprintf("give payments.royalties[%s].end, or take it away", id))
		}
	}
	w.unsupported(file.Sheet)
	if w.wrong() {
		return nil, w.sorted()
	}
	res, err := w.lib.Assemble(file, assemble.Options{Trace: true}) // for the departures that it has words for
	if err != nil {
		return nil, w.placed(err)
	}
	return res, nil
}

// load reads the new term sheet.
func (w *work) load() (*schema.File, error) {
	file, err := schema.Load(w.name, w.draft.Source())
	if err != nil {
		return nil, w.placed(err)
	}
	return file, nil
}

// placed puts problems of the new term sheet, which nobody has seen yet, at the
// rule that brought the value in, or at last year's value.
func (w *work) placed(err error) error {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		return err
	}
	for _, p := range ps {
		if p.Pos.Filename != w.name {
			continue // it is in the library
		}
		w.place(p)
	}
	ps.Sort()
	return ps
}

// place puts a problem where the value at its pointer came from.
func (w *work) place(p *agreement.Problem) {
	p.Pos = w.last.Sheet.Pos(p.Pointer)
	if at := w.setFrom(p.Pointer); at != "" && w.rules.file != nil {
		p.Pointer = w.setAt[at] + strings.TrimPrefix(p.Pointer, at)
		p.Pos = w.rules.file.Pos(p.Pointer)
	}
}

// setFrom is the JSON Pointer of the value that the rules brought in and in which
// another lies, or "".
func (w *work) setFrom(pointer string) string {
	for _, at := range sortedKeys(w.setAt) {
		if rest, ok := strings.CutPrefix(pointer, at); ok && (rest == "" || rest[0] == '/') {
			return at
		}
	}
	return ""
}

func (w *work) fromRules(pointer string) bool { return w.setFrom(pointer) != "" }

// backing are the ids of the patents and applications, and of other assets, for
// which a royalty is paid.
func backing(t *schema.TermSheet, id string) (patents, others []string) {
	for i := range t.Grants {
		g := &t.Grants[i]
		if g.Royalty != id {
			continue
		}
		for _, licensor := range t.Licensors(g) {
			for _, a := range t.AssetsOf(g, licensor) {
				list := &others
				if a.IsPatent() {
					list = &patents
				}
				if !slices.Contains(*list, a.ID) {
					*list = append(*list, a.ID)
				}
			}
		}
	}
	return patents, others
}

// unsupported refuses a royalty for which no asset is left: it would be paid for
// nothing.
func (w *work) unsupported(next *schema.TermSheet) {
	for i, y := range next.Payments.Royalties {
		was, wasOther := backing(w.last.Sheet.Sheet, y.ID)
		is, other := backing(next, y.ID)
		if len(was)+len(wasOther) > 0 && len(is)+len(other) == 0 && y.Support == "" {
			w.stillNamed([]string{"payments", "royalties", fmt.Sprint(i)}, fmt.Sprintf("the royalty %s would be paid for nothing: none of the assets for which it was paid is left (%s)", y.ID, strings.Join(append(was, wasOther...), ", ")),
				"take the royalty away and set royalty_free for its grants, or name what supports it in payments.royalties["+y.ID+"].support")
		}
	}
}

// royalties says what assets that came or went do to each royalty.
func (w *work) royalties(next *schema.TermSheet) []string {
	var list []string
	for _, y := range next.Payments.Royalties {
		was, wasOther := backing(w.last.Sheet.Sheet, y.ID)
		is, other := backing(next, y.ID)
		if slices.Equal(was, is) && slices.Equal(wasOther, other) {
			continue
		}
		s := fmt.Sprintf("%s was paid for %s and is now paid for %s.", y.ID, counted(was, wasOther), counted(is, other))
		if gone := without(append(was, wasOther...), append(is, other...)); len(gone) > 0 {
			s += fmt.Sprintf(" Gone: %s.", strings.Join(gone, ", "))
		}
		if come := without(append(is, other...), append(was, wasOther...)); len(come) > 0 {
			s += fmt.Sprintf(" New: %s.", strings.Join(come, ", "))
		}
		switch {
		case len(was) > 0 && len(is) == 0 && y.StepDown != nil:
			s += fmt.Sprintf(" No patent is left: the rates step down to %s of themselves, for what remains.", y.StepDown)
		case len(was) > 0 && len(is) == 0:
			s += " No patent is left, and no step-down is agreed: ask counsel whether the rates may stay."
		default:
			s += " The rates stay as they are; a change is a matter for set."
		}
		list = append(list, s)
	}
	for _, a := range next.Assets {
		if !a.ExpiryDate.IsZero() && !w.span.end.IsZero() && a.ExpiryDate.Before(w.span.end) {
			list = append(list, fmt.Sprintf("%s expires on %s, during the renewal.", a.ID, a.ExpiryDate))
		}
	}
	return list
}

func counted(patents, others []string) string {
	words := count(len(patents), "patent")
	if len(others) > 0 {
		words += " and " + count(len(others), "other asset")
	}
	return words
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// without is what is in list and not in other.
func without(list, other []string) []string {
	var out []string
	for _, x := range list {
		if !slices.Contains(other, x) {
			out = append(out, x)
		}
	}
	return out
}

// outcome puts the renewal and its report together.
func (w *work) outcome(before, after *assemble.Result) (*Renewal, error) {
	next, err := w.load()
	if err != nil {
		return nil, err
	}
	r := &Renewal{Form: w.rules.form(), Sheet: next, Document: next, Compared: next, Before: before.Document}
	if !w.restated() {
		if err := w.amend(r, before, after); err != nil {
			return nil, err
		}
	}
	r.Report = &Report{
		From: w.last.Sheet.Sheet.Deal.ID, To: r.Document.Sheet.Deal.ID, Form: r.Form, Summary: w.summary(), Entries: w.draft.entries,
		Notes: w.facts.notes, Royalties: w.royalties(next.Sheet), Carried: after.Deviations(), Defaults: w.defaultChanges(before, after),
	}
	if r.Report.Library, err = w.libraryChanges(before); err != nil {
		return nil, err
	}
	if p := w.last.Unproved; p != nil {
		r.Problems.Add(p)
		r.Report.Notes = append([]string{"Last year's agreement was not verified: " + p.Message + "."}, r.Report.Notes...)
	}
	r.Report.fill()
	w.rightsGone(next.Sheet)
	r.Problems = append(r.Problems, w.problems...)
	r.Problems.Sort()
	return r, nil
}

// summary says in sentences what kind of renewal it is.
func (w *work) summary() []string {
	f, s := w.facts, w.span
	var list []string
	if f.end.IsZero() {
		list = append(list, fmt.Sprintf("%s began on %s and has no end.", w.last.Sheet.Sheet.Deal.ID, f.start))
	} else {
		list = append(list, fmt.Sprintf("%s runs from %s to %s.", w.last.Sheet.Sheet.Deal.ID, f.start, f.end))
	}
	renewal := fmt.Sprintf("It is renewed from %s", s.start)
	switch {
	case s.end.IsZero():
		renewal += ", again without an end."
	case s.months > 0:
		renewal += fmt.Sprintf(" to %s, for %s.", s.end, schema.Months(s.months))
	default:
		renewal += fmt.Sprintf(" to %s.", s.end)
	}
	list = append(list, renewal)
	if most := f.most(); !s.end.IsZero() && most != nil {
		list = append(list, fmt.Sprintf("This is renewal %d of at most %d.", s.number, *most))
	}
	if most := f.most(); most != nil && s.number >= *most && !s.end.IsZero() {
		list = append(list, fmt.Sprintf("It is the last: the agreement ends on %s unless the parties agree otherwise.", s.end))
	} else if n := f.sheet.Term.Renewal.NoticeDays; n != nil && !s.end.IsZero() {
		what := "A further renewal has to be proposed by %s."
		if f.renewal == autoRenew && w.rules.Term.Then == "" || w.rules.Term.Then == autoRenew {
			what = "Notice of non-renewal can then be given until %s."
		}
		list = append(list, fmt.Sprintf(what, s.end.AddDays(-int(*n))))
	}
	if w.restated() {
		return append(list, "The whole agreement is restated; the new agreement takes the place of last year's.")
	}
	return append(list, "Last year's agreement is amended; whatever the amendment does not change remains in force.")
}
