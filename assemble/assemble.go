// Package assemble makes agreements: a library of clauses and a term sheet go
// in, a numbered and resolved [agreement.Document] comes out.
//
// [Library.Resolve] makes the choices: it gives a [Deal], on which everything else
// works. [Deal.Assemble] is four steps: fill the chosen clauses with the values of
// the term sheet, read the Markdown that results into the tree, number it, and
// resolve definitions and cross-references. A library is parsed once, by
// [Open], and shared. [Library.Vet] finds the mistakes of a library without a
// term sheet.
//
// The rooms of this package, in the order in which to read them; no file uses
// anything of a room before its own:
//
//   - vetting a library: vet.go, vet_clocks.go, vet_markup.go, vet_names.go,
//     vet_operands.go, vet_reading.go, vet_style.go, vet_template.go, undefined.go, facts_vet.go
//   - what is told of a deal and of its agreement: guide.go, silent.go, standard.go,
//     sides.go, pins.go, taken.go, stance.go, house.go, conditions.go, defaults.go
//   - assembling an agreement: assemble.go, said.go, effects.go, resolve.go, empty.go,
//     negotiated.go, deviation.go
//   - choosing the clauses of a deal: deal.go, select.go, include.go, omission.go,
//     holds.go, listen.go
//   - what clauses ask of a term sheet: rows, words, figures: rows.go, rows_assets.go,
//     rows_instruments.go, rows_key.go, rows_money.go, rows_risk.go, rows_royalty.go,
//     rows_terms.go, grounds.go, damages.go, dates.go, wording_words.go, grammar.go,
//     rules.go, traits.go
//   - opening a library: open.go, open_files.go, contents.go, index.go, playbook.go,
//     play.go, declare.go, reads.go, front.go
//   - filling a clause and reading it into the tree: read.go, fill.go, wording.go,
//     copy.go, inline.go, origin.go, table.go, terms.go
//   - clauses compiled, run and traced: pipeline.go, program.go, builtin.go, funcs.go,
//     trace_frame.go, text.go, bounds.go, context.go, trace.go, trace_places.go
//   - the types that hold one another: library.go, parameter.go, deeds.go, types.go,
//     types_text.go, types_trace.go
//   - small tools that know none of it: number.go, nearest.go, single.go, guard.go,
//     facts.go, coder.go, marks.go, pointer.go
//
// The package takes its clauses and templates from any [io/fs.FS]; it knows no
// clause and no template by name, but for frame/definitions, where generated
// definitions go. It reads no clock and no environment: the same library and
// term sheet give the same document.
package assemble

import (
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Version is the version of engross: of what it makes of a library and a term
// sheet. It changes with every release.
const Version = "0.1.0"

// Notice is the line that every output carries.
const Notice = "Generated from a term sheet by engross. This document is not legal advice; have it reviewed by counsel before you rely on it or sign it."

// Options say what is wanted besides the agreement itself. The zero value asks
// for a draft without an annex.
type Options struct {
	Final bool // an execution copy, without a draft mark
	Annex bool // append the deviation table
	Trace bool // the document says where its words come from: see [agreement.Origin]
}

// Assemble makes the agreement that a term sheet describes: it resolves the term
// sheet, and assembles the deal.
func (l *Library) Assemble(f *schema.File, o Options) (*Result, error) {
	d, err := l.resolve(f, o.Trace)
	if err != nil {
		return nil, err
	}
	return d.Assemble(o)
}

// Assemble makes the agreement of a deal. The error is [agreement.Problems], each
// placed in the term sheet, a clause or a template; those of the deal are among
// them. The deal is not changed.
func (d *Deal) Assemble(o Options) (*Result, error) {
	if o.Trace && d.trace == nil { // the choices are made again, and watched
		watched, err := d.lib.ResolveTraced(d.File)
		if err != nil {
			return nil, err
		}
		d = watched
	}
	own := *d
	if own.trace = nil; o.Trace {
		own.trace = d.trace.fork()
	}
	r := &run{Deal: &own, problems: slices.Clone(d.Problems)}
	var err error
	if r.dates, err = d.keyDates(); err != nil {
		return nil, err
	}
	var departures []Deviation
	if o.Annex {
		traced, err := d.Assemble(Options{Trace: true})
		if err != nil {
			return nil, err
		}
		departures = traced.Deviations()
	}
	sections := r.sections()
	doc := r.document(sections, o, departures)
	define(r, doc, sections)
	cited := number(doc, r.numbering(), r.scheduleLetters())
	resolve(r, doc, cited)

	r.problems = withoutSequels(r.problems)
	r.problems.Sort()
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	return &Result{Deal: d, Document: doc, Sources: sources(doc), Problems: r.problems, Trace: r.traced(doc)}, nil
}

// withoutSequels leaves out terms that are not defined and provisions that are not
// there where a variant does not fit, a clause that another needs is not in, or a value
// or words are missing that would have been theirs: they follow from it, and are no
// mistake of the library.
func withoutSequels(ps agreement.Problems) agreement.Problems {
	if !slices.ContainsFunc(ps, func(p *agreement.Problem) bool {
		return p.ID == "unfit-variant" || p.ID == "missing-requirement" || p.ID == "absent-value" || p.ID == "template"
	}) {
		return ps
	}
	return slices.DeleteFunc(ps, func(p *agreement.Problem) bool { return p.ID == "undefined-term" || p.ID == "dangling-reference" })
}

// sections fills and reads the chosen clauses. One that cannot be filled at all is
// a problem, and left out, so that the problems of the others are found too.
func (r *run) sections() []*section {
	inParallel(len(r.chosen), func(i int) {
		if v := r.chosen[i].variant; v != nil {
			v.text() // parsed before it is wanted, where it is not yet
		}
	})
	list := make([]*section, 0, len(r.chosen))
	var unread []int
	var space []byte
	for _, c := range r.chosen {
		if c.variant == nil {
			continue
		}
		f, err := fill(r, c, space[:0])
		if err != nil {
			r.problems.Add(templateProblem(err))
			continue
		}
		space = f.marked
		s := &section{filled: f, wording: c.variant.remembered(f.marked, r.trace != nil)}
		if s.wording == nil {
			s.marked = slices.Clone(f.marked)
			unread = append(unread, len(list))
		}
		list = append(list, s)
	}
	inParallel(len(unread), func(i int) { list[unread[i]].read(r.lib.terms, r.trace != nil) })
	for _, s := range list {
		s.marked = nil
		s.word(r)
	}
	findEmpty(r, list)
	r.negotiate(list)
	return list
}

// Renumber numbers another draft of the agreement as this one is numbered, by the
// places of its provisions, and its references with them.
func (r *Result) Renumber(d *agreement.Document) {
	cited := number(d, r.Deal.numbering(), r.Deal.scheduleLetters())
	refer(d, cited, func(string, agreement.Block) {})
}

func (s *Deal) scheduleLetters() map[string]string {
	letters := map[string]string{}
	for _, c := range s.chosen {
		if c.item.Place == InSchedule {
			letters[c.item.Use] = c.item.Letter
		}
	}
	return letters
}

// document puts the sections in their places: front matter, parts and sections,
// signatures, schedules, annex.
func (r *run) document(sections []*section, o Options, departures []Deviation) *agreement.Document {
	t := r.Sheet
	doc := &agreement.Document{
		Title: t.Deal.Title, Kind: r.Template.Name, Reference: t.Deal.ID, Language: t.Deal.Language,
		Date: t.Deal.EffectiveDate.String(), Notice: Notice,
	}
	if doc.Title == "" {
		doc.Title = r.title()
	}
	r.reads(&t.Deal.ID, &t.Deal.Title, &t.Deal.Kind, &t.Deal.Template, &t.Deal.Instrument, &t.Deal.Language, &t.Deal.Numbering, &t.Deal.EffectiveDate)
	if doc.Language == "" {
		doc.Language = "en-GB"
	}
	if o.Final {
		doc.Status = agreement.Final
	}
	for _, p := range r.facts.signing {
		doc.Parties = append(doc.Parties, agreement.Party{Name: p.LegalName, Native: p.NativeName, Short: p.ShortName})
	}
	byTopic := map[string]*section{}
	for _, s := range sections {
		byTopic[s.chosen.item.Use] = s
	}
	signed := false
	for _, c := range r.chosen {
		if c.item.Place == InSchedule && !signed {
			doc.Body = append(doc.Body, r.signatures())
			signed = true
		}
		if c.item.Part != "" {
			doc.Body = append(doc.Body, &agreement.Clause{ID: "part:" + c.item.Part, Kind: agreement.Part, Pos: c.item.pos,
				Heading: []agreement.Inline{&agreement.Text{Text: typographic(c.item.Part, 0)}}})
		} else if s := byTopic[c.item.Use]; s != nil {
			doc.Body = append(doc.Body, s.clause)
		}
	}
	if !signed {
		doc.Body = append(doc.Body, r.signatures())
	}
	if o.Annex {
		doc.Body = append(doc.Body, annex(departures, t.Waivers))
	}
	return doc
}

// title is the title of the template: the first of those it has for some deals whose
// condition holds, or that of all others.
func (r *run) title() string {
	for _, x := range r.Template.titles {
		if r.holds(x.when) {
			return x.title
		}
	}
	return r.Template.Title
}

func (r *run) signatures() *agreement.Signatures {
	s := &agreement.Signatures{Lead: []agreement.Inline{&agreement.Text{Text: typographic(r.Template.Signing, 0)}}, Pos: r.Template.pos}
	for _, p := range r.signers() {
		from := r.reads(&p.LegalName, &p.NativeName, &p.Signatory.Name, &p.Signatory.Title, &p.Seal)
		s.Blocks = append(s.Blocks, agreement.Signatory{Party: p.LegalName, Native: p.NativeName, Name: p.Signatory.Name, Title: p.Signatory.Title, Seal: p.Seal, Origin: from})
		r.reads(&p.JointRepresentation)
		from = r.reads(&p.LegalName, &p.NativeName, &p.SecondSignatory.Name, &p.SecondSignatory.Title)
		if second := p.SecondSignatory; second.Name != "" || p.JointRepresentation {
			s.Blocks = append(s.Blocks, agreement.Signatory{Party: p.LegalName, Native: p.NativeName, Name: second.Name, Title: second.Title, Origin: from})
		}
	}
	return s
}

// signers is the parties that sign: those whose roles the template names or,
// where it names none or a role is not filled, all of them.
func (r *run) signers() []*schema.Party {
	var list []*schema.Party
	for _, role := range r.Template.signers {
		p := r.Sheet.Administrator()
		if role == acceding {
			p = r.Sheet.Party(r.Sheet.Membership.Accession.Acceding)
		}
		if p == nil {
			return r.facts.signing
		}
		list = append(list, p)
	}
	if list == nil {
		return r.facts.signing
	}
	return list
}

func sources(doc *agreement.Document) []*agreement.Source {
	var list []*agreement.Source
	for _, b := range doc.Body {
		if c, ok := b.(*agreement.Clause); ok && c.Source != nil {
			list = append(list, c.Source)
		}
	}
	return list
}

// keyDates are the days of the agreement that the deal makes without what lists them.
func (d *Deal) keyDates() ([]KeyDate, error) {
	at, asked := "/deal/key_dates", "a schedule of key dates"
	if d.said[KeyDates].Topic == "" {
		if d.said[KeyTerms].Topic == "" {
			return nil, nil
		}
		at, asked = "/deal/key_terms", "a page of key terms"
	}
	if d.lib.dating == nil {
		return nil, agreement.Problems{{ID: "no-dating", Pos: d.File.Pos(at), Pointer: at, Message: "the term sheet asks for " + asked + ", and the library was opened without the calendar that finds the days",
			Hint: "open it with Library.WithDating(calendar.KeyDates)"}}
	}
	f := *d.File
	f.Sheet = f.Sheet.Clone()
	f.Sheet.Deal.KeyDates, f.Sheet.Deal.KeyTerms = "", ""
	without, err := d.lib.ResolveTraced(&f)
	if err != nil {
		return nil, err
	}
	res, err := without.Assemble(Options{Trace: true})
	if err != nil {
		return nil, err
	}
	return d.lib.dating(res)
}
