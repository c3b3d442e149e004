package assemble_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc64"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

var wholeProof = flag.Bool("whole", false, "prove every leaf in every kind of agreement, not a sample")

// What is proved without -whole: these kinds, and one leaf in so many.
var sampledKinds = []string{"pool", "cross-licence", "amendment"}

const sampled = 24

// alike are leaves of which some values say the same, and why that is right.
var alike = map[string]string{
	"deal.kind":             "a document that changes or joins an agreement is the same for every kind of pool",
	"disputes.steps[].kind": "a step that is stated twice is taken once",
	"payments.balancing[].acceleration_grace_days": "no days of grace are none",
	"general.deemed_consent_days":                  "no days after which silence is consent are none",
	"termination.grounds[].scope":                  "in an agreement of two, the end of one's part is the end of the whole",
	"termination.grounds[].notice_days":            "no days of notice are none",
	"termination.grounds[].lock_in_months":         "a lock-in of no months is none",
	"term.renewal.rate_cap_pct":                    "no rate rises unless a rise is stated",
	"term.renewals_used":                           "none is used until one is",
	"remedies.ladder[].after_days":                 "a step after no days is taken at once",
	"membership.withdrawal.earliest":               "a withdrawal that is free from the first day is free",
	"membership.withdrawal.tail_months":            "a tail of no months is none",
	"improvements.access.anti_hoarding_months":     "an owner that may hoard for no months is not hindered",
	"parties[].joint_representation":               "a second signatory says the same",
	"parties[].roles[]":                            "who licenses whom is in the grants",
	"parties[].competitor_of[]":                    "who competes with whom is known if one of the two says it",
}

// TestProof proves over the library what the report on a term sheet says: in every
// kind of agreement and instrument, a value has words, or the report says that it has
// none. A term sheet that states something at every leaf of the schema is assembled
// with other values, each of an enum, zero, false and nothing.
func TestProof(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	silent := map[string]int{}
	for turn, k := range wholeKinds {
		if !*wholeProof && !slices.Contains(sampledKinds, k.name) {
			continue
		}
		t.Run(k.name, func(t *testing.T) {
			p := newProver(t, lib, k, turn)
			for _, l := range leavesOfSchema() {
				if *wholeProof || (digestOf(l.Path)+uint64(turn))%sampled == 0 {
					if p.prove(l); p.unsaid[l.Path] {
						silent[l.Path]++
					}
				}
			}
			for round := range 3 {
				p.alarms(p.silent, round)
			}
		})
	}
	for path, n := range silent {
		if *wholeProof && n == len(wholeKinds) && neverSaid[path] == "" {
			t.Errorf("%s has words in no kind of agreement", path)
		}
	}
}

// neverSaid are leaves that have no words in the whole term sheets, and where they do.
var neverSaid = map[string]string{
	"deal.amends.supersedes[].new":             "the tests of renew: they have words with some of the actions alone",
	"deal.amends.supersedes[].old":             "as before",
	"deal.amends.supersedes[].passages[].text": "as before",
	"deal.key_dates":                           "calendar/key_test.go: a list of days is assembled after the agreement, and would double the work for each leaf",
	"deal.key_terms":                           "draft/summary: the days of the page are found likewise",
	"wording[].action":                         "wording_test.go: negotiated words name a provision that is there",
	"wording[].words[]":                        "as before",
}

// A prover tries what the values of one whole term sheet do to an agreement.
type prover struct {
	t      *testing.T
	lib    *assemble.Library
	base   any
	was    uint64
	what   map[string]assemble.What
	unsaid map[string]bool
	silent []silence
}

// A silence is a place of which the report says that the agreement says nothing.
type silence struct {
	leaf  leaf
	place []string
}

func newProver(t *testing.T, lib *assemble.Library, k wholeKind, turn int) *prover {
	p := &prover{t: t, lib: lib, base: fitted(t, lib, wholeSheet(k, turn)), what: map[string]assemble.What{}, unsaid: map[string]bool{}}
	f, err := p.load(p.base)
	if err != nil {
		t.Fatal(err)
	}
	res, err := lib.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		t.Fatal(err)
	}
	p.was = digestOfWords(res.Document)
	for _, e := range res.Trace.Effects() {
		p.what[e.Pointer] = e.What
	}
	return p
}

// prove tries one leaf wherever the term sheet states it.
func (p *prover) prove(l leaf) {
	p.unsaid[l.Path] = true
	var lively []string
	for _, place := range placesOf(p.base, pathParts(l.Path)) {
		switch what := p.what[pointerOf(place)]; what {
		case assemble.ForChecks:
			p.unsaid[l.Path] = false
		case assemble.IsSilent:
			p.silent = append(p.silent, silence{l, place})
		default:
			p.unsaid[l.Path] = false
			if p.changes(l, place) {
				if lively == nil {
					lively = place
				}
			} else if alike[l.Path] == "" {
				p.t.Errorf("%s: the report says that it is %s, and no other value changes a word", pointerOf(place), what)
			}
		}
	}
	if lively != nil && alike[l.Path] == "" {
		p.members(l, lively)
		p.zero(l, lively)
		p.no(l, lively)
	}
}

// changes reports whether another value at a place changes words, or no other can
// be stated there, or this one cannot.
func (p *prover) changes(l leaf, place []string) bool {
	refused := true
	for _, o := range others(l, valueAt(p.base, place)) {
		got, err := p.words(with(p.base, place, o))
		if err == nil && got != p.was {
			return true
		}
		refused = refused && (err != nil || o == nil || p.refuses(with(p.base, place, o), place))
	}
	return refused || p.refuses(p.base, place)
}

// members finds members of an enum that say the same as another, although neither is
// refused by the checks or reported as saying nothing.
func (p *prover) members(l leaf, place []string) {
	said := map[uint64]string{}
	for _, e := range l.Enum {
		sheet := with(p.base, place, e)
		got, err := p.words(sheet)
		if err != nil {
			continue
		}
		other, again := said[got]
		if said[got] = e; again && !p.refuses(sheet, place) && !p.refuses(with(p.base, place, other), place) {
			p.t.Errorf("%s: %s and %s say the same", pointerOf(place), other, e)
		}
	}
}

// refuses reports whether what stands at a place is an error.
func (p *prover) refuses(sheet any, place []string) bool {
	f, err := p.load(sheet)
	if err != nil {
		return true
	}
	deal, err := p.lib.Resolve(f)
	if err != nil {
		return true
	}
	at, found := pointerOf(place), check.Run(deal).Problems
	if res, err := deal.Assemble(assemble.Options{Trace: true}); err == nil {
		found = slices.Concat(found, res.Trace.Silent())
	}
	return slices.ContainsFunc(found, func(x *agreement.Problem) bool {
		return x.Severity == agreement.Error && x.Pointer != "" && strings.HasPrefix(at+"/", x.Pointer+"/")
	})
}

// zero finds a zero that is taken for nothing.
func (p *prover) zero(l leaf, place []string) {
	var z any = 0
	switch l.Type {
	case "integer", "number":
	case "money":
		z = map[string]any{"amount": 0, "currency": "EUR"}
	default:
		return
	}
	zero, err := p.words(with(p.base, place, z))
	none, err2 := p.words(with(p.base, place, nil))
	if err == nil && err2 == nil && zero == none {
		p.t.Errorf("%s: zero is taken for nothing", pointerOf(place))
	}
}

// no finds a no that is taken for a yes.
func (p *prover) no(l leaf, place []string) {
	if l.Type != "boolean" {
		return
	}
	yes, err := p.words(with(p.base, place, true))
	no, err2 := p.words(with(p.base, place, false))
	if err == nil && err2 == nil && yes == no {
		p.t.Errorf("%s: false is taken for true", pointerOf(place))
	}
}

// alarms finds places that are said to have no words, and have some: other values are
// put in all of them at once, and in halves of them where words change.
func (p *prover) alarms(list []silence, round int) {
	sheet, n := p.base, 0
	for _, s := range list {
		if o := others(s.leaf, valueAt(p.base, s.place)); round < len(o)-1 {
			sheet, n = with(sheet, s.place, o[round]), n+1
		}
	}
	if n == 0 {
		return
	}
	got, err := p.words(sheet)
	switch {
	case err == nil && got == p.was, len(list) == 1 && err != nil:
	case len(list) == 1:
		p.t.Errorf("%s: the report says that the agreement says nothing of it, and another value changes words", pointerOf(list[0].place))
	default:
		p.alarms(list[:len(list)/2], round)
		p.alarms(list[len(list)/2:], round)
	}
}

func (p *prover) load(sheet any) (*schema.File, error) {
	src, err := json.Marshal(sheet)
	if err != nil {
		return nil, err
	}
	f, err := schema.Load("sheet", src)
	if err != nil {
		return nil, err
	}
	return f, check.References(f).Err()
}

// words is a digest of all that the agreement of a term sheet says.
func (p *prover) words(sheet any) (uint64, error) {
	f, err := p.load(sheet)
	if err != nil {
		return 0, err
	}
	res, err := p.lib.Assemble(f, assemble.Options{})
	if err != nil {
		return 0, err
	}
	return digestOfWords(res.Document), nil
}

var crcTable = crc64.MakeTable(crc64.ECMA)

func digestOf(s string) uint64 { return crc64.Checksum([]byte(s), crcTable) }

func digestOfWords(d *agreement.Document) uint64 {
	h := crc64.New(crcTable)
	fmt.Fprintln(h, d.Title, d.Reference, d.Language, d.Date, d.Parties)
	agreement.Walk(d.Body, func(x agreement.Block) bool {
		switch x := x.(type) {
		case *agreement.Clause:
			fmt.Fprintln(h, x.Label)
		case *agreement.Signatures:
			for _, s := range x.Blocks {
				fmt.Fprintln(h, s.Party, s.Native, s.Name, s.Title, s.Seal)
			}
		}
		agreement.Inlines(x, func(in []agreement.Inline) { fmt.Fprintln(h, agreement.Words(in)) })
		return true
	})
	return h.Sum64()
}

func pointerOf(place []string) string { return "/" + strings.Join(place, "/") }

func pathParts(path string) []string {
	return strings.Split(strings.ReplaceAll(path, "[]", ".[]"), ".")
}

// placesOf are the places of a sheet that a path of the schema stands for.
func placesOf(v any, path []string) [][]string {
	if len(path) == 0 {
		return [][]string{nil}
	}
	var all [][]string
	add := func(name string, x any) {
		for _, rest := range placesOf(x, path[1:]) {
			all = append(all, append([]string{name}, rest...))
		}
	}
	switch v := v.(type) {
	case map[string]any:
		if x, ok := v[path[0]]; ok {
			add(path[0], x)
		}
	case []any:
		for i, x := range v {
			if path[0] == "[]" {
				add(strconv.Itoa(i), x)
			}
		}
	}
	return all
}

// with is a copy of a sheet with another value at a place; nil takes it away.
func with(v any, at []string, x any) any {
	if len(at) == 0 {
		return x
	}
	switch v := v.(type) {
	case map[string]any:
		c := maps.Clone(v)
		if c[at[0]] = with(v[at[0]], at[1:], x); c[at[0]] == nil {
			delete(c, at[0])
		}
		return c
	case []any:
		i, _ := strconv.Atoi(at[0])
		c := slices.Clone(v)
		if c[i] = with(v[i], at[1:], x); c[i] == nil {
			return slices.Delete(c, i, i+1)
		}
		return c
	}
	panic(fmt.Sprint("with ", v, at))
}

func valueAt(v any, at []string) any {
	for _, name := range at {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			i, _ := strconv.Atoi(name)
			v = x[i]
		}
	}
	return v
}

// others are other values of a leaf; the last is none.
func others(l leaf, v any) []any {
	var list []any
	switch {
	case len(l.Enum) > 0:
		for _, e := range l.Enum {
			if e != v {
				list = append(list, e)
			}
		}
	case l.Type == "boolean":
		list = append(list, v != true)
	case l.Type == "integer", l.Type == "number":
		n, _ := strconv.Atoi(fmt.Sprint(v))
		list = append(list, n+1, n-1)
	case l.Type == "money":
		return []any{map[string]any{"amount": 77777, "currency": "EUR"}, nil}
	default:
		s, _ := v.(string)
		list = otherTexts(s)
	}
	list = slices.DeleteFunc(list, func(x any) bool { return x == v })
	return append(list, nil)
}

func otherTexts(s string) []any {
	switch {
	case len(s) == 10 && strings.Count(s, "-") == 2:
		return []any{"2033-03-03", "2027-03-03"}
	case s == "DE", s == "FR", s == "IE", s == "NL", s == "JP":
		return []any{"IT", "FR", "DE"}
	case s == "EUR":
		return []any{"USD"}
	case s == "alpha":
		return []any{"beta"}
	case s == "beta":
		return []any{"alpha"}
	case s == "term":
		return []any{"2029-05-05"}
	case len(s) == 2 && s[1] >= '0' && s[1] <= '9':
		return []any{s[:1] + "2", s[:1] + "1", s[:1] + "3"}
	case s == "1":
		return []any{"2"}
	case strings.Contains(s, "@"):
		return []any{"other@other.example"}
	case s == "Europe/Berlin":
		return []any{"Asia/Tokyo"}
	case s == "governance/updates":
		return []any{"payments/reports-audit"}
	}
	return []any{"another " + s}
}

// fitted is a sheet with values that the parameters of a library allow.
func fitted(t *testing.T, lib *assemble.Library, sheet any) any {
	src, err := json.Marshal(sheet)
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load("sheet", src)
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range lib.Topics() {
		for _, v := range topic.Variants {
			for _, p := range v.Parameters {
				fit(f.Sheet, p)
			}
		}
	}
	give(t, lib, f)
	b, err := schema.Canonical(f.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var m any
	if err := d.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// give gives the chosen clauses the figures that they need and that no other place of
// the term sheet has.
func give(t *testing.T, lib *assemble.Library, f *schema.File) {
	d, err := lib.Resolve(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range d.Topics {
		for _, v := range lib.Topic(topic).Variants {
			for _, p := range v.Parameters {
				if v.Name != d.Variant(topic) || p.Path != "" || p.Default != nil || len(p.Range) == 0 {
					continue
				}
				if f.Sheet.Clauses == nil {
					f.Sheet.Clauses = map[string]schema.Choice{}
				}
				c := f.Sheet.Clauses[topic]
				c.Parameters = map[string]any{p.Name: json.Number(p.Range[1])}
				f.Sheet.Clauses[topic] = c
			}
		}
	}
}

func fit(s *schema.TermSheet, p *assemble.Parameter) {
	if p.Path == "" || len(p.Range) != 2 {
		return
	}
	low, err1 := strconv.ParseFloat(p.Range[0], 64)
	high, err2 := strconv.ParseFloat(p.Range[1], 64)
	if _, given := s.Get(p.Path); given && err1 == nil && err2 == nil {
		_ = s.Set(p.Path, json.Number(fmt.Sprint(int(low+(high-low)/3)))) // what cannot be set stays
	}
}
