package redline

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/engross/engross/agreement"
)

// MarshalText makes a kind of cause print as its name in JSON.
func (k CauseKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Explain finds the causes of each change of res, which compares the agreements
// assembled from two term sheets, and sets [Change.Causes] and [Result.Terms].
//
// The changes between the term sheets are terms. Assemble makes the agreement
// from the old term sheet with the terms of a subset, given as ascending indices
// into terms, applied to it; an error says that those terms alone do not make an
// agreement, which tells nothing. It is called for no term, for each alone and,
// where some change has no cause among them, for what is left as others are left
// out; from several goroutines at once. Assemble may be nil where there are no
// term sheets: then only variants and versions of the library are found.
//
// A change that one term alone brings about is caused by that term; where more
// than one does, by each. A change that no term alone brings about has as its
// causes, marked Partial, terms that bring it about together and of which none
// can be left out. What comes about without any term is the library's doing.
//
// Where the drafts are so long and the terms so many that to try each would take
// minutes, those of one list are tried as one: fifty parties that came are one term.
// Where even that is too much, no cause is sought, and the result says so.
func Explain(res *Result, terms []TermChange, assemble func(subset []int) (*agreement.Document, error)) error {
	res.Terms = terms
	if assemble != nil && res.affordable()-len(terms) <= 0 {
		if terms, assemble = byList(terms, assemble); res.affordable()-len(terms) > 0 {
			res.Terms = terms
		} else {
			res.Untold, assemble = true, nil
		}
	}
	e := &explainer{res: res, terms: res.Terms, assemble: assemble, seen: map[string]evidence{}, trials: res.affordable() - len(res.Terms)}
	if assemble != nil {
		if err := e.alone(); err != nil {
			return err
		}
		if err := e.together(); err != nil {
			return err
		}
	}
	e.library()
	e.untold()
	return nil
}

// affordable is how many agreements may be made for trial and compared, besides the one
// of no term: by the words of both drafts, those of tables too.
func (r *Result) affordable() int {
	const mostWords = 6_000_000
	return mostWords/max(1, r.words) - 1
}

// byList makes the terms of one list one term each.
func byList(terms []TermChange, assemble func([]int) (*agreement.Document, error)) ([]TermChange, func([]int) (*agreement.Document, error)) {
	var joined []TermChange
	var members [][]int
	for i, t := range terms {
		list, path := listOf(t.Pointer), strings.TrimRight(strings.SplitN(t.Path, "[", 2)[0], ".")
		k := slices.IndexFunc(joined, func(g TermChange) bool { return list != "" && g.Pointer == list })
		if k < 0 {
			k = len(joined)
			if joined, members = append(joined, t), append(members, nil); list != "" {
				joined[k].Pointer, joined[k].Path = list, path
			}
		}
		members[k] = append(members[k], i)
	}
	for k, of := range members {
		if len(of) == 1 {
			joined[k] = terms[of[0]]
			continue
		}
		was, is := 0, 0
		for _, i := range of {
			was += min(1, len(terms[i].Before))
			is += min(1, len(terms[i].After))
		}
		joined[k].Before, joined[k].After = entries(was), entries(is)
	}
	return joined, func(subset []int) (*agreement.Document, error) {
		var all []int
		for _, k := range subset {
			all = append(all, members[k]...)
		}
		slices.Sort(all)
		return assemble(all)
	}
}

// listOf is the pointer to the outermost list that a pointer leads into; "" where there
// is none.
func listOf(pointer string) string {
	for at := 1; at < len(pointer); {
		end := strings.IndexByte(pointer[at:], '/')
		if end < 0 {
			end = len(pointer) - at
		}
		if step := pointer[at : at+end]; step == "-" || step != "" && strings.Trim(step, "0123456789") == "" {
			return pointer[:at-1]
		}
		at += end + 1
	}
	return ""
}

func entries(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d entries", n)
}

// untold drops the causes of changes that take several terms together where there
// are too many of both to tell a reader anything, as between two deals that have
// nothing to do with one another.
//
// A single change that takes more terms than a reader follows names none of them either.
func (e *explainer) untold() {
	const manyTerms, several, most = 20, 3, 6
	all, vague := 0, 0
	for i := range e.res.Changes {
		if c := &e.res.Changes[i]; c.Kind != Consequential {
			all++
			if c.partial() >= several {
				vague++
			}
		}
	}
	if len(e.terms) <= manyTerms {
		return
	}
	least := most + 1
	if vague*2 > all {
		e.res.Untold, least = true, 1
	}
	for i := range e.res.Changes {
		if c := &e.res.Changes[i]; c.partial() >= least {
			e.res.Vague++
			c.Causes = slices.DeleteFunc(c.Causes, func(w Cause) bool { return w.Partial })
		}
	}
}

// partial is how many causes of a change do not bring it about alone.
func (c *Change) partial() int {
	n := 0
	for _, w := range c.Causes {
		if w.Partial {
			n++
		}
	}
	return n
}

type explainer struct {
	res      *Result
	terms    []TermChange
	assemble func([]int) (*agreement.Document, error)
	base     evidence            // of no term: what the library alone changes
	single   []evidence          // of each term alone
	seen     map[string]evidence // of other subsets
	trials   int                 // how many of these may be tried
}

// evidence is the changes that some of the terms bring about, none where those
// terms do not make an agreement.
type evidence struct{ changes []Change }

// evidence compares the old agreement with that made of a subset of the terms.
func (e *explainer) evidence(subset []int) (evidence, error) {
	doc, err := e.assemble(subset)
	if err != nil {
		return evidence{}, nil // it tells nothing
	}
	res, err := Diff(e.res.old, doc)
	if err != nil {
		return evidence{}, err
	}
	for i := range res.Changes { // what holds the whole agreement in memory is not asked for
		c := &res.Changes[i]
		c.block, c.words, c.rows = nil, nil, nil
	}
	return evidence{res.Changes}, nil
}

// alone finds the changes that one term brings about, first those it brings about
// exactly as they are, then those it touches.
func (e *explainer) alone() error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	e.single = make([]evidence, len(e.terms))
	find := func(subset []int, into *evidence) {
		group.Go(func() (err error) {
			*into, err = e.evidence(subset)
			return err
		})
	}
	find(nil, &e.base)
	for i := range e.terms {
		find([]int{i}, &e.single[i])
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for k := range e.res.Changes {
		c := &e.res.Changes[k]
		for _, same := range []func(a, b *Change) bool{identical, overlapping} {
			if len(c.Causes) > 0 || e.base.has(c, same) {
				break
			}
			for i, ev := range e.single {
				if ev.has(c, same) {
					c.Causes = append(c.Causes, e.cause(i, false))
				}
			}
		}
	}
	return nil
}

func (e *explainer) cause(i int, partial bool) Cause {
	t := e.terms[i]
	return Cause{Kind: Term, Pointer: t.Pointer, Path: t.Path, Before: t.Before, After: t.After, InHouse: t.InHouse, Partial: partial}
}

// together finds, for the changes that no term alone brings about, terms that do so
// together and of which none can be left out.
func (e *explainer) together() error {
	all := make([]int, len(e.terms))
	for i := range all {
		all[i] = i
	}
	for k := range e.res.Changes {
		c := &e.res.Changes[k]
		if len(c.Causes) > 0 || c.Kind == Consequential || e.base.has(c, identical) || e.base.has(c, overlapping) {
			continue
		}
		needed, err := e.fewest(c, nil, false, all)
		if err != nil {
			return err
		}
		slices.Sort(needed)
		for _, i := range needed {
			c.Causes = append(c.Causes, e.cause(i, len(needed) > 1))
		}
	}
	return nil
}

// fewest is the terms of candidates that it takes, with those given, to bring the
// change c about: halves are left out before single terms are, as in U. Junker,
// "QuickXplain", AAAI 2004. More says that given has grown since it was last tried.
func (e *explainer) fewest(c *Change, given []int, more bool, candidates []int) ([]int, error) {
	if more {
		ev, err := e.recall(given)
		if err != nil || ev.has(c, identical) {
			return nil, err
		}
	}
	if len(candidates) <= 1 {
		return candidates, nil
	}
	first, second := candidates[:len(candidates)/2], candidates[len(candidates)/2:]
	late, err := e.fewest(c, slices.Concat(given, first), true, second)
	if err != nil {
		return nil, err
	}
	early, err := e.fewest(c, slices.Concat(given, late), len(late) > 0, first)
	return slices.Concat(early, late), err
}

// recall is the evidence of a subset, which changes of one cause ask for alike. It
// knows nothing once the search has gone on too long; then changes are given causes
// that they could do without.
func (e *explainer) recall(subset []int) (evidence, error) {
	enough := min(200, e.trials) // agreements to assemble and compare
	subset = slices.Sorted(slices.Values(subset))
	key := fmt.Sprint(subset)
	ev, ok := e.seen[key]
	if ok || len(e.seen) >= enough {
		return ev, nil
	}
	ev, err := e.evidence(subset)
	e.seen[key] = ev
	return ev, err
}

// library adds, to changes in a topic whose variant or version is another, that it
// is; a version explains only what no term does.
func (e *explainer) library() {
	was := sources(e.res.old)
	for k := range e.res.Changes {
		c := &e.res.Changes[k]
		old, new := was[c.topic.Topic], c.topic
		if old.Topic == "" || c.Kind == Consequential {
			continue
		}
		switch {
		case old.Variant != new.Variant:
			c.Causes = append(c.Causes, Cause{Kind: Variant, Topic: new.Topic, Before: old.Variant, After: new.Variant})
		case old.Hash != new.Hash && len(c.Causes) == 0:
			c.Causes = append(c.Causes, Cause{Kind: Library, Topic: new.Topic, Before: version(old, new), After: version(new, old)})
		}
	}
}

// version is a source's version, with what of its hash tells it from another of
// the same version.
func version(s, other agreement.Source) string {
	const enough = 12
	if s.Version != other.Version {
		return s.Version
	}
	return s.Version + " (" + s.Hash[:min(enough, len(s.Hash))] + ")"
}

func sources(d *agreement.Document) map[string]agreement.Source {
	all := map[string]agreement.Source{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.Source != nil {
			all[c.Source.Topic] = *c.Source
		}
		return true
	})
	return all
}

// has reports that the evidence holds a change that is the same as c.
func (ev evidence) has(c *Change, same func(a, b *Change) bool) bool {
	return slices.ContainsFunc(ev.changes, func(d Change) bool { return same(c, &d) })
}

// identical reports that two changes of one old draft do the same at the same
// place.
func identical(a, b *Change) bool {
	if a.Scope != b.Scope || (a.Kind == Moved) != (b.Kind == Moved) || (a.Kind == Consequential) != (b.Kind == Consequential) {
		return false
	}
	switch {
	case a.Kind == Consequential, a.Kind == Moved:
		return a.ClauseID == b.ClauseID
	case len(a.Occurrences)+len(b.Occurrences) > 0:
		return a.Before == b.Before && a.After == b.After && touching(a, b)
	case a.at.node < 0 && whole(a):
		return b.at.node < 0 && a.ClauseID == b.ClauseID // its words may hold numbers that follow
	case a.at.node < 0 && a.Scope == Head:
		return a.Heading == b.Heading && a.Before == b.Before && a.After == b.After
	case a.at.node < 0: // known by its words, for its id is of its place
		return b.at.node < 0 && a.Heading == b.Heading && gist(a.After) == gist(b.After)
	}
	return a.at == b.at && a.After == b.After
}

// overlapping reports that two changes of one old draft change some of the same
// words, or that they bring words in at the same place.
func overlapping(a, b *Change) bool {
	if (a.Kind == Moved) != (b.Kind == Moved) || (a.Kind == Consequential) != (b.Kind == Consequential) {
		return false
	}
	if a.Scope == Head || b.Scope == Head {
		return a.Scope == b.Scope && a.Heading == b.Heading && a.Before == b.Before && (a.Before != "" || a.Heading != "Party")
	}
	return touching(a, b)
}

// gist is the words of an item of a list without what joins it to the next.
func gist(s string) string {
	for _, joint := range []string{".", " and", " or", ";", ","} {
		s = strings.TrimSuffix(s, joint)
	}
	return s
}

// whole reports a provision or definition that its id alone tells from others.
func whole(c *Change) bool {
	return c.Scope == Clause && c.ClauseID != "" && !agreement.Positional(c.ClauseID) ||
		c.Scope == Paragraph && strings.HasPrefix(c.ClauseID, definition)
}

func touching(a, b *Change) bool {
	for _, x := range a.places() {
		for _, y := range b.places() {
			if x.node >= 0 && x.node == y.node && x.cell == y.cell && x.from <= y.to && y.from <= x.to {
				return true
			}
		}
	}
	return false
}

// String is a cause in words: "fees.uplift: 3% → 5%".
func (c *Cause) String() string {
	change := stated(c.Before) + " → " + stated(c.After)
	if c.Reckoned {
		return c.name() + " (a figure worked out from it and others: " + change + ")"
	}
	return c.name() + ": " + change
}

func (c *Cause) name() string {
	switch c.Kind {
	case Term, Printed:
	case Variant:
		return "variant of " + c.Topic
	case Library:
		return "text of " + c.Topic
	}
	return cmp.Or(c.Path, c.Pointer)
}

// stated is a value, or that there is none.
func stated(value string) string {
	if value == "" {
		return "(none)"
	}
	return value
}
