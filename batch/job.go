package batch

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// TermSheet is the format in which a batch writes the term sheet itself beside
// the agreement.
const TermSheet draft.Format = "json"

// Formats are what a batch can write for each row.
var Formats = append([]draft.Format{TermSheet}, draft.Formats...)

// A Renewer renews last year's agreement. Its error is [agreement.Problems] where
// the facts do not allow a renewal. See [renew.Renew].
type Renewer func(*renew.Last) (*renew.Renewal, error)

// A Maker makes the agreements of a batch. It may be used by any number of
// goroutines.
type Maker struct {
	lib     *assemble.Library
	library string // digest
	options draft.Options
	sheet   bool // write the term sheet too
	renew   Renewer
	choices string
}

// NewMaker is a maker of agreements from a library, in the formats of o, which
// may hold [TermSheet]. With renew, each row is last year's term sheet, and the
// agreement is next year's.
func NewMaker(lib *assemble.Library, o draft.Options, renew Renewer) *Maker {
	m := &Maker{lib: lib, library: lib.Hash(), options: o, renew: renew, sheet: slices.Contains(o.Formats, TermSheet)}
	m.options.Formats = slices.DeleteFunc(slices.Clone(o.Formats), func(f draft.Format) bool { return f == TermSheet })
	names := make([]string, len(o.Formats))
	for i, f := range o.Formats {
		names[i] = string(f)
	}
	slices.Sort(names)
	words := []string{strings.Join(slices.Compact(names), ",")}
	for _, x := range []struct {
		is   bool
		name string
	}{{o.Final, "final"}, {o.Annex, "annex"}, {o.Source, "with-source"}, {o.TextAnchors, "anchors"}, {o.Paper == pdf.Letter, "letter"}, {o.Fonts != nil, "fonts"}} {
		if x.is {
			words = append(words, x.name)
		}
	}
	if o.Style != nil {
		words = append(words, "style "+o.Style.Digest[:12])
	}
	m.choices = strings.Join(words, " ")
	return m
}

// A Job is one agreement to be made.
type Job struct {
	Sheet   *schema.File   // of the document to be made
	Last    *schema.File   // last year's term sheet, or nil
	Renewal *renew.Renewal // what was made of it, or nil
}

// An Outcome is the files of an agreement and the record of them, which lacks
// only what the row and the clock know.
type Outcome struct {
	Record Record
	Files  []File // in the order of Record.Outputs
}

// A File is a file to be written to the folder of the batch.
type File struct {
	Name string
	Data []byte
}

// Job is what is to be made of a term sheet: of itself, or of its successor.
func (m *Maker) Job(f *renew.Last) (*Job, error) {
	if m.renew == nil {
		return &Job{Sheet: f.Sheet}, nil
	}
	next, err := m.renew(f)
	if err != nil {
		return nil, err
	}
	return &Job{Sheet: next.Document, Last: f.Sheet, Renewal: next}, nil
}

// next is next year's term sheet where it is not that of the document, or nil.
func (j *Job) next() *schema.File {
	if j.Renewal == nil || j.Renewal.Sheet == j.Sheet {
		return nil
	}
	return j.Renewal.Sheet
}

// name is what the files of a job are called, without their endings.
func (j *Job) name() (string, error) {
	id := j.Sheet.Sheet.Deal.ID
	if why := CheckName(id); why != "" {
		return "", agreement.Problems{{ID: "file-name", Pos: j.Sheet.Pos("/deal/id"), Pointer: "/deal/id",
			Message: fmt.Sprintf("the files would be named after deal.id, which %s: %.80q", why, id), Hint: "give the deal a reference that can name a file"}}
	}
	return norm.NFC.String(id), nil
}

// record is what a manifest says of a job before it is done: what its files will
// be made of.
func (m *Maker) record(j *Job, name string) Record {
	r := Record{Name: name, Status: Failed, Sheet: digest(j.Sheet.Source), Library: m.library, Engross: assemble.Version, Options: m.choices,
		Outputs: []Output{}, Findings: []Finding{}}
	before := ""
	if p := j.Last; p != nil {
		before = digest(p.Source)
		r.Predecessor = &Predecessor{Reference: p.Sheet.Deal.ID, Sheet: before}
	}
	if next := j.next(); next != nil {
		before += " " + digest(next.Source)
	}
	r.Key = digest([]byte(strings.Join([]string{r.Sheet, before, r.Library, r.Engross, r.Options}, "\n")))
	return r
}

// Check finds what can be found wrong with a job without putting its words
// together: names that nothing declares, contradictions among its choices and, for
// an execution copy, errors of the checks.
func (m *Maker) Check(j *Job) error {
	if j.Renewal != nil && !m.options.Final {
		return nil // its words were put together when it was renewed
	}
	if err := check.References(j.Sheet).Err(); err != nil {
		return err
	}
	deal, err := m.lib.Resolve(j.Sheet)
	if err == nil {
		err = deal.Problems.Err()
	}
	if err != nil || !m.options.Final {
		return err
	}
	_, err = m.examine(deal)
	return err
}

// examine is all that is found of a deal. The error is that an execution copy has
// errors.
func (m *Maker) examine(deal *assemble.Deal) (agreement.Problems, error) {
	return m.refuse(deal, draft.Examine(deal).Problems)
}

// refuse refuses an execution copy of a deal in which errors were found.
func (m *Maker) refuse(deal *assemble.Deal, found agreement.Problems) (agreement.Problems, error) {
	if m.options.Final && found.Count(agreement.Error) > 0 {
		found.Add(&agreement.Problem{ID: "not-final", Pos: deal.File.Pos(""), Message: "no execution copy while there are errors", Hint: "mend them, or leave out --final for drafts"})
		return found, found
	}
	return found, nil
}

// try puts the words of a job together without printing them.
func (m *Maker) try(j *Job) error {
	deal, err := m.lib.Resolve(j.Sheet)
	if err != nil {
		return err
	}
	if m.options.Final {
		_, err = m.examine(deal)
	} else {
		_, err = deal.Assemble(assemble.Options{})
	}
	return err
}

// Make makes the files of a job. The outcome depends on the job and the maker
// alone. The error is [agreement.Problems] where the job is at fault; the outcome
// then records a failure.
func (m *Maker) Make(j *Job) (*Outcome, error) {
	name, err := j.name()
	out := &Outcome{Record: m.record(j, name)}
	if err != nil {
		return out, err
	}
	deal, err := m.lib.ResolveTraced(j.Sheet)
	if err != nil {
		return out, err
	}
	x, p, err := draft.MakeExamined(deal, m.options)
	if err != nil {
		return out, err
	}
	found, err := m.refuse(deal, x.Problems)
	if err != nil {
		return out, err
	}
	if j.Renewal != nil {
		found = append(found, j.Renewal.Problems...)
	}
	found.Sort()
	out.Record.Findings = findings(found)
	if m.sheet {
		out.add(name, "", TermSheet, j.Sheet.Source)
		if next := j.next(); next != nil {
			out.add(name, nextSuffix, TermSheet, next.Source)
		}
	}
	for _, f := range p.Files {
		out.add(name, "", f.Format, f.Data)
	}
	if j.Renewal != nil {
		if err := m.compare(j, p.Document, out); err != nil {
			return &Outcome{Record: m.record(j, name)}, err
		}
	}
	out.Record.Status = Done
	return out, nil
}

func (o *Outcome) add(name, what string, f draft.Format, data []byte) {
	file := name + what + "." + string(f)
	o.Files = append(o.Files, File{file, data})
	o.Record.Outputs = append(o.Record.Outputs, Output{file, digest(data), len(data)})
}

// compare adds the redline against last year's agreement, as the same library
// words it.
func (m *Maker) compare(j *Job, doc *agreement.Document, out *Outcome) error {
	if j.Renewal.Compared != j.Sheet {
		var err error
		if doc, err = document(m.lib, j.Renewal.Compared); err != nil {
			return err
		}
	}
	before := j.Renewal.Before
	changes, res, err := Compare(before, doc, j.Last.Sheet, j.Sheet.Sheet)
	if err != nil {
		return err
	}
	out.Record.Changes = changes
	if slices.Contains(m.options.Formats, draft.Markdown) {
		out.add(out.Record.Name, reportSuffix, draft.Markdown, j.Renewal.Report.Markdown())
	}
	res.Document.Compared = []string{before.Reference, doc.Reference}
	o := draft.Options{Paper: m.options.Paper, Fonts: m.options.Fonts, House: m.lib.House()}
	for _, f := range m.options.Formats {
		data, err := draft.Redline(res, f, o, draft.Reviser{})
		if err != nil {
			return err
		}
		out.add(out.Record.Name, redlineSuffix, f, data)
	}
	return nil
}

// These stand between the name of an agreement and the ending of a file beside it.
const (
	redlineSuffix = ".redline" // what changed against last year's
	reportSuffix  = ".renewal" // what the renewal did to each value, and why
	nextSuffix    = ".next"    // the term sheet of the agreement as amended
)

var suffixes = []string{redlineSuffix, reportSuffix, nextSuffix}

// Verify reports whether the files of an outcome that came from elsewhere are those of
// its record.
func Verify(o *Outcome) error {
	if len(o.Files) != len(o.Record.Outputs) {
		return fmt.Errorf("an outcome has %d files, and its record %d", len(o.Files), len(o.Record.Outputs))
	}
	for i, f := range o.Files {
		if x := o.Record.Outputs[i]; x.File != f.Name || x.SHA256 != digest(f.Data) {
			return fmt.Errorf("the file %q of an outcome is not the one of its record", f.Name)
		}
	}
	return nil
}
