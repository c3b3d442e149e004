package check

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Report is what the checks found.
type Report struct {
	Problems agreement.Problems // what stands, sorted by place
	Waived   []Waived           // what the parties accept, in the same order; to be printed

	where map[*agreement.Problem][]string
}

// Jurisdictions are the codes of the jurisdictions that a finding concerns: ISO
// 3166-1, or "EU", which stands for the European Economic Area. There are none
// for a finding about the deal as such.
func (r *Report) Jurisdictions(p *agreement.Problem) []string { return r.where[p] }

// A Waived finding is a warning that the term sheet accepts, with the reason.
type Waived struct {
	Problem *agreement.Problem
	Waiver  schema.Waiver
}

// report collects the findings of one check.
type report struct {
	check   *Check
	facts   *facts
	file    *schema.File
	found   agreement.Problems
	unknown bool // the check has said what it cannot assess
	where   map[*agreement.Problem][]string
	next    []string // codes of the next finding, where they are not those of the check
}

// in says which jurisdictions the next finding concerns, where not all that the
// check is for.
func (r *report) in(codes ...string) *report {
	r.next = codes
	return r
}

// concerned are the codes of the jurisdictions that a finding concerns: those
// said, or those of the check that the deal touches.
func (r *report) concerned() []string {
	codes := r.next
	r.next = nil
	if codes != nil {
		return codes
	}
	for _, c := range r.check.Jurisdictions {
		if c == "*" || !r.facts.touches(c) {
			continue
		}
		if c = r.facts.regimeCode(schema.Country(c)); !slices.Contains(codes, c) { // a check of the whole Economic Area
			codes = append(codes, c)
		}
	}
	return codes
}

// errorf reports an error at a JSON Pointer, with what to do about it.
func (r *report) errorf(pointer, fix, format string, args ...any) {
	r.find(agreement.Error, pointer, fix, format, args...)
}

// warnf reports a warning.
func (r *report) warnf(pointer, fix, format string, args ...any) {
	r.find(agreement.Warning, pointer, fix, format, args...)
}

// notef reports a note.
func (r *report) notef(pointer, fix, format string, args ...any) {
	r.find(agreement.Note, pointer, fix, format, args...)
}

// cannotAssess notes that a fact is missing: what could not be assessed, and
// which member of the term sheet would tell. A check says so once; call it only
// where the check matters to the deal.
func (r *report) cannotAssess(pointer, what, needs string) {
	if !r.unknown {
		r.unknown = true
		r.notef(pointer, "give "+needs, "cannot assess %s: needs %s", what, needs)
	}
}

// find reports a finding of any severity, for checks whose severity depends on
// the jurisdictions touched. Unless it is structural, a finding is dropped about
// an object with a reference to something undeclared, and about what an
// amendment or accession leaves to the agreement before it.
func (r *report) find(s agreement.Severity, pointer, fix, format string, args ...any) {
	concerned := r.concerned()
	if !strings.HasPrefix(r.check.ID, "ST") && (r.facts.broken.holds(pointer) || r.facts.leavesOut(pointer)) {
		return
	}
	p := &agreement.Problem{
		Severity: s,
		ID:       r.check.ID,
		Pos:      place(r.file, pointer),
		Pointer:  pointer,
		Message:  printable(fmt.Sprintf(format, args...)),
		Hint:     printable(fix),
	}
	r.found.Add(p)
	if len(concerned) > 0 {
		r.where[p] = concerned
	}
}

// place is the place of a value of the term sheet, or of the nearest around it.
func place(file *schema.File, pointer string) token.Position {
	if file == nil {
		return token.Position{}
	}
	return file.Pos(pointer)
}

// settle takes waived warnings out of the findings and reports waivers that do
// nothing.
func settle(found agreement.Problems, waivers []schema.Waiver, file *schema.File) *Report {
	used := make([]bool, len(waivers))
	onError := make([]bool, len(waivers))
	found.Sort()
	var out Report
	for _, p := range found {
		waived := -1
		for i, w := range waivers {
			switch {
			case !matches(w, p):
			case p.Severity == agreement.Error:
				onError[i] = true
			case p.Severity == agreement.Warning && waived < 0:
				waived, used[i] = i, true
			}
		}
		if waived >= 0 {
			out.Waived = append(out.Waived, Waived{p, waivers[waived]})
		} else {
			out.Problems.Add(p)
		}
	}
	for i, w := range waivers {
		if !used[i] {
			out.Problems.Add(idleWaiver(at("waivers", i), w, onError[i], file))
		}
	}
	out.Problems.Sort()
	return &out
}

// matches reports whether a waiver names a finding: its check and, if the
// waiver has a pointer, the value or something in it.
func matches(w schema.Waiver, p *agreement.Problem) bool {
	return w.Check == p.ID &&
		(w.Pointer == "" || w.Pointer == p.Pointer || strings.HasPrefix(p.Pointer, w.Pointer+"/"))
}

func idleWaiver(pointer string, w schema.Waiver, onError bool, file *schema.File) *agreement.Problem {
	p := &agreement.Problem{
		Severity: agreement.Warning, ID: "waiver", Pos: place(file, pointer), Pointer: pointer,
		Message: printable(fmt.Sprintf("the waiver of %s matches no warning", w.Check)),
		Hint:    "delete it, or correct its check and pointer",
	}
	switch {
	case onError:
		p.Message = printable(fmt.Sprintf("the waiver of %s has no effect: an error cannot be waived", w.Check))
		p.Hint = "mend the error, then delete the waiver"
	case Lookup(w.Check) == nil:
		p.Message = printable(fmt.Sprintf("the waiver names %s, which is no check", w.Check))
	}
	return p
}

// at builds a JSON Pointer: at("grants", 3, "to") is "/grants/3/to".
func at(parts ...any) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		switch p := p.(type) {
		case int:
			b.WriteString(strconv.Itoa(p))
		case string:
			b.WriteString(escapeToken.Replace(p))
		default:
			b.WriteString(escapeToken.Replace(fmt.Sprint(p)))
		}
	}
	return b.String()
}

var escapeToken = strings.NewReplacer("~", "~0", "/", "~1")

const maxMessage = 600 // runes; what is longer is hostile or of no help

// printable makes a message safe to print: no control or direction-changing
// characters, no endless words.
func printable(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return unicode.ReplacementChar
		}
		return c
	}, s)
	if runes := []rune(s); len(runes) > maxMessage {
		return string(runes[:maxMessage]) + "..."
	}
	return s
}
