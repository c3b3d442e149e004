package check

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
)

// Text checks the words of an agreement without its term sheet, as they came back from
// somebody who edited them: a term that is used and not defined any more, or defined
// twice or in vain, a reference to a provision that is not there, what was left over,
// and numbers that were given twice.
func Text(lib *assemble.Library, name string, d *agreement.Document) agreement.Problems {
	t := &textCheck{name: name, numbers: map[string]bool{}}
	t.collect(d)
	undefined, unused := lib.Undefined(d)
	for _, u := range undefined {
		t.add(agreement.Error, "undefined-term", u.Number, fmt.Sprintf("%q is used and nowhere defined", u.Term), "define it, or write it without a capital where it is no term")
	}
	for _, u := range unused {
		t.add(agreement.Note, "unused-term", u.Number, fmt.Sprintf("%q is defined and not used", u.Term), "strike the definition")
	}
	t.blocks(d.Body, "")
	return t.problems
}

type textCheck struct {
	name     string
	numbers  map[string]bool // of provisions
	ids      map[string]bool
	defined  map[string]bool
	problems agreement.Problems
}

func (t *textCheck) add(s agreement.Severity, id, where, message, hint string) {
	if where != "" {
		message = where + ": " + message
	}
	t.problems.Add(&agreement.Problem{Severity: s, ID: id, Pos: token.Position{Filename: t.name}, Message: message, Hint: hint})
}

func (t *textCheck) collect(d *agreement.Document) {
	t.ids, t.defined = map[string]bool{}, map[string]bool{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		t.ids[agreement.BlockID(b)] = true
		if c, ok := b.(*agreement.Clause); ok && c.Number != "" {
			if t.numbers[c.Number] && c.Kind == agreement.Numbered {
				t.add(agreement.Error, "number-twice", c.Number, "the number is given twice", "number the provisions anew")
			}
			t.numbers[c.Number] = true
		}
		return true
	})
}

func (t *textCheck) blocks(body []agreement.Block, where string) {
	for _, b := range body {
		at := where
		if c, ok := b.(*agreement.Clause); ok && c.Number != "" {
			at = c.Number
		}
		agreement.Inlines(b, func(in []agreement.Inline) { t.words(in, at) })
		if c, ok := b.(*agreement.Clause); ok {
			t.blocks(c.Body, at)
		}
	}
}

// typedReference is a reference to a section or a schedule that is words.
var typedReference = agreement.Pattern(`\b(Section|Schedule) ([A-M]\b|[0-9]+(?:\.[0-9]+)*(?:\([a-z]+\))*)`)

func (t *textCheck) words(in []agreement.Inline, where string) {
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Define:
			if t.defined[x.Term] {
				t.add(agreement.Error, "defined-twice", where, fmt.Sprintf("%q is defined a second time", x.Term), "keep one definition")
			}
			t.defined[x.Term] = true
		case *agreement.Ref:
			if !t.ids[x.Target] {
				t.add(agreement.Error, "dangling-reference", where, fmt.Sprintf("%q refers to a provision that is not there any more", x.Text), "refer to another provision, or strike the reference")
			}
		case *agreement.Text:
			t.text(x.Text, where)
		}
	}
}

func (t *textCheck) text(s, where string) {
	if strings.Contains(s, "Error! Reference source not found") || strings.Contains(s, "Error: Reference source not found") {
		t.add(agreement.Error, "dangling-reference", where, "a field refers to a provision that is not there any more", "refer to another provision, or strike the reference")
	}
	for _, left := range agreement.Leftovers(s) {
		if !strings.HasPrefix(left, "[hidden:") && !strings.HasPrefix(left, "[footnote:") && !strings.HasPrefix(left, "[endnote:") {
			t.add(agreement.Error, "leftover", where, fmt.Sprintf("%q was left over", left), "write what is meant")
		}
	}
	if strings.Contains(s, "[hidden:") {
		t.add(agreement.Warning, "hidden-text", where, "words are hidden here", "show them in Word, and strike them or take them in")
	}
	for _, m := range typedReference().FindAllStringSubmatch(s, -1) {
		number := m[2]
		if m[1] == "Schedule" {
			number = "Schedule " + number
		}
		if !t.numbers[number] && !t.numbers[m[2]] {
			t.add(agreement.Error, "dangling-reference", where, fmt.Sprintf("%q refers to a provision that is not there", m[0]), "refer to another provision, or strike the reference")
		}
	}
}
