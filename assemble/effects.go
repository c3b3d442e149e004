package assemble

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Use is a place of the agreement where words come from values.
type Use struct {
	Clause *agreement.Clause // the provision; nil outside provisions
	Words  string
	Origin *agreement.Origin
}

// Uses are all places where words come from values, in reading order.
func (t *Trace) Uses() []Use {
	var list []Use
	var within func(body []agreement.Block, in *agreement.Clause)
	note := func(in *agreement.Clause) func([]agreement.Inline) {
		return func(words []agreement.Inline) {
			for _, x := range words {
				switch x := x.(type) {
				case *agreement.Text:
					if x.Origin != nil {
						list = append(list, Use{in, x.Text, x.Origin})
					}
				case *agreement.Define:
					if x.Origin != nil {
						list = append(list, Use{in, x.Term, x.Origin})
					}
				}
			}
		}
	}
	within = func(body []agreement.Block, in *agreement.Clause) {
		for _, b := range body {
			c, isClause := b.(*agreement.Clause)
			if isClause {
				agreement.Inlines(b, note(c))
				within(c.Body, c)
				continue
			}
			agreement.Inlines(b, note(in))
		}
	}
	within(t.doc.Body, nil)
	return list
}

// What a value does.
type What string

const (
	IsPrinted  What = "printed"  // words say it
	IsReckoned What = "reckoned" // a figure is worked out from it
	Decides    What = "decides"  // it decides which words there are
	ForChecks  What = "checks"   // it is for the checks alone
	IsSilent   What = "nothing"  // the agreement says nothing of it
)

// An Effect is what one value that the term sheet states does.
type Effect struct {
	Pointer string `json:"pointer"`
	What    What   `json:"what"`
	Why     string `json:"why,omitempty"` // of a value for the checks: what it is for
}

// Effects are what the values that the term sheet states do, in the order of the
// schema. That a value does nothing is proved: without it, and with every other value
// that may stand in its place, the agreement is the same.
func (t *Trace) Effects() []Effect {
	list, open := t.without()
	t.settle(list, open)
	return list
}

// without is the effects as far as they are known without trying, and which are open.
func (t *Trace) without() (list []Effect, open []int) {
	known := t.known()
	t.file.EachStated(t.file.Sheet, func(i int, at string, v reflect.Value) {
		if !isLeaf(v) || strings.HasPrefix(at, "/clauses/") {
			return
		}
		parent := at[:strings.LastIndex(at, "/")]
		only, otherwise := t.file.ForChecks(i)
		e := Effect{Pointer: at}
		switch what, ok := known[at]; {
		case only != "":
			e.What, e.Why = ForChecks, only
		case ok:
			e.What = what
		case isElement(at) && known[parent] != "":
			e.What = known[parent]
		case isElement(parent) && strings.HasSuffix(at, "/id"):
			e.What, e.Why = ForChecks, "the name by which the term sheet refers to it"
		case t.signsNot(at):
			e.What, e.Why = ForChecks, "who signs for a party that does not sign this document"
		case otherwise != "":
			e.What, e.Why = ForChecks, otherwise
		default:
			open = append(open, len(list))
		}
		list = append(list, e)
	})
	return list, open
}

// signsNot reports whether a value is of who signs for a party that does not sign:
// a deed of accession names all parties, and is signed by few.
func (t *Trace) signsNot(at string) bool {
	if !strings.HasPrefix(at, "/parties/") {
		return false
	}
	parts := strings.Split(at, "/")
	if len(parts) < 4 || parts[1] != "parties" || parts[3] != "signatory" && parts[3] != "second_signatory" {
		return false
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil || i >= len(t.file.Sheet.Parties) {
		return false
	}
	signs := false
	agreement.Walk(t.doc.Body, func(b agreement.Block) bool {
		if s, ok := b.(*agreement.Signatures); ok {
			signs = signs || slices.ContainsFunc(s.Blocks, func(x agreement.Signatory) bool { return x.Party == t.file.Sheet.Parties[i].LegalName })
		}
		return true
	})
	return !signs
}

// isLeaf reports whether a stated value holds no others.
func isLeaf(v reflect.Value) bool {
	v = reflect.Indirect(v)
	switch {
	case !v.IsValid(), schema.IsValue(v.Type()):
		return true
	case v.Kind() == reflect.Slice:
		return v.Len() == 0
	}
	return v.Kind() != reflect.Struct && v.Kind() != reflect.Map
}

// isElement reports whether a pointer leads to an element of a list.
func isElement(at string) bool {
	last := at[strings.LastIndex(at, "/")+1:]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// Printed is those of the values, given by JSON Pointer, that words of the agreement
// say, or of which they say a part.
func (t *Trace) Printed(pointers []string) []string {
	known := t.known()
	says := func(pointer string) bool {
		for at, what := range known {
			if what == IsPrinted && (at == pointer || strings.HasPrefix(at, pointer+"/")) {
				return true
			}
		}
		return false
	}
	return slices.DeleteFunc(slices.Clone(pointers), func(p string) bool { return !says(p) })
}

// known is what is known of values, by JSON Pointer, without trying.
func (t *Trace) known() map[string]What {
	known := make(map[string]What, t.file.Stated())
	note := func(values []agreement.Value, what What) {
		for _, v := range values {
			if v.Pointer != "" && known[v.Pointer] != IsPrinted {
				known[v.Pointer] = what
			}
		}
	}
	for i, looked := range t.looked {
		if looked {
			note(t.stated[i:i+1], Decides)
		}
	}
	for _, u := range t.Uses() {
		switch u.Origin.How {
		case agreement.Printed:
			note(u.Origin.Values, IsPrinted)
		case agreement.Chosen:
			note(u.Origin.Values, Decides)
		case agreement.Reckoned:
			note(u.Origin.Values, IsReckoned)
		}
	}
	note(t.direct, IsPrinted)
	for i, p := range t.file.Sheet.Parties { // whoever signs, and is counted, is found by the roles
		for n := range p.Roles {
			note([]agreement.Value{{Pointer: fmt.Sprintf("/parties/%d/roles/%d", i, n)}}, Decides)
		}
	}
	return known
}

// settle finds out by trying what the effects that are open come to. What is open is
// mostly silent, so many are changed at once, and halved where words change.
func (t *Trace) settle(list []Effect, open []int) {
	if len(open) == 0 {
		return
	}
	was := said(t.doc)
	for round := 0; len(open) > 0; round++ {
		if !t.tryAll(list, open, round, was) {
			break
		}
		open = slices.DeleteFunc(slices.Clone(open), func(i int) bool { return list[i].What != "" })
	}
	for _, i := range open {
		if list[i].What = IsSilent; schema.RequiredAt(list[i].Pointer) {
			list[i].What, list[i].Why = ForChecks, "what it belongs to cannot be stated without it"
		}
	}
}

// tryAll finds those of some effects that decide words in a round; it reports false
// where there is nothing left to try.
func (t *Trace) tryAll(list []Effect, open []int, round int, was string) bool {
	var tried []int
	sheet := t.file.Sheet.Clone()
	t.change(sheet, list, open, round, func(i int) { tried = append(tried, i) })
	if len(tried) == 0 {
		return false
	}
	switch words, err := t.words(sheet); {
	case err == nil && words == was:
	case len(tried) == 1 && err == nil:
		list[tried[0]].What = Decides
	case len(tried) == 1: // that no agreement can be made so says nothing of this one
	default:
		t.tryAll(list, tried[:len(tried)/2], round, was)
		t.tryAll(list, tried[len(tried)/2:], round, was)
	}
	return true
}

// change puts another value in the place of each that is open: in the first round
// none, then those that the schema allows, one after another.
func (t *Trace) change(sheet *schema.TermSheet, list []Effect, open []int, round int, changed func(int)) {
	at := map[string]int{}
	for _, i := range open {
		at[list[i].Pointer] = i
	}
	var places []reflect.Value
	var which []int
	t.file.EachStated(sheet, func(_ int, pointer string, v reflect.Value) {
		if i, ok := at[pointer]; ok && v.CanSet() {
			places, which = append(places, v), append(which, i)
		}
	})
	for n, v := range places {
		if alter(v, list[which[n]].Pointer, round) {
			changed(which[n])
		}
	}
}

// alter changes one value; it reports false where there is no other for a round.
func alter(v reflect.Value, at string, round int) bool {
	if round == 0 {
		v.SetZero()
		return true
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		made := reflect.New(v.Type().Elem())
		made.Elem().Set(v.Elem())
		v.Set(made)
		v = made.Elem()
	}
	switch {
	case v.Kind() == reflect.Bool && round == 1:
		v.SetBool(!v.Bool())
	case v.Kind() == reflect.String:
		members := schema.MembersAt(at)
		switch {
		case round <= len(members):
			v.SetString(members[round-1])
		case round == 1: // words that something needs, such as those of a negotiated provision
			v.SetString(v.String() + " and more")
		default:
			return false
		}
	case v.CanInt() && round == 1:
		v.SetInt(v.Int() + 1)
	default:
		return false
	}
	return true
}

// words is all that the agreement of a changed sheet says.
func (t *Trace) words(sheet *schema.TermSheet) (string, error) {
	f := *t.file
	f.Sheet = sheet
	res, err := t.lib.Assemble(&f, Options{})
	if err != nil {
		return "", err
	}
	return said(res.Document), nil
}

// said is all that an agreement says, the annex aside.
func said(d *agreement.Document) string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Title, d.Reference, d.Language, d.Date, d.Parties)
	agreement.Walk(d.Body, func(x agreement.Block) bool {
		switch x := x.(type) {
		case *agreement.Clause:
			if x.Kind == agreement.Annex {
				return false
			}
			b.WriteString(x.Label)
		case *agreement.Signatures:
			for _, s := range x.Blocks {
				fmt.Fprintln(&b, s.Party, s.Native, s.Name, s.Title, s.Seal)
			}
		}
		agreement.Inlines(x, func(in []agreement.Inline) {
			b.WriteByte('\n')
			b.WriteString(agreement.Words(in))
		})
		return true
	})
	return b.String()
}
