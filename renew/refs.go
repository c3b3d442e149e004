package renew

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A kind is the list in which what a reference names is declared.
type kind string

const (
	party   kind = "parties"
	asset   kind = "assets"
	grant   kind = "grants"
	royalty kind = "payments.royalties"
)

// match is the paths of all values at a place, in the order of the term sheet.
func (d *successor) match(place string) [][]string {
	paths := [][]string{nil}
	for _, name := range split(place) {
		var next [][]string
		for _, path := range paths {
			v := d.At(path)
			if name != "*" {
				if schema.Child(v, name) != nil {
					next = append(next, join(path, name))
				}
			} else if list, ok := schema.ArrayOf(v); ok {
				for i := range list.Elements {
					next = append(next, join(path, strconv.Itoa(i)))
				}
			}
		}
		paths = next
	}
	return paths
}

// A thing is something declared in the term sheet under an id.
type thing struct {
	kind kind
	id   string
}

func (t thing) String() string {
	return map[kind]string{party: "the party ", asset: "the asset ", grant: "the grant ", royalty: "the royalty "}[t.kind] + t.id
}

// pathOf is where a thing is declared, or nil.
func (d *successor) pathOf(t thing) []string {
	for _, path := range d.match(string(t.kind) + ".*") {
		if textAt(d.At(path), "id") == t.id {
			return path
		}
	}
	return nil
}

// drop takes a thing out of the term sheet, and with it what named it and cannot
// stand without it.
func (w *work) drop(t thing, r reason) {
	path := w.draft.pathOf(t)
	if path == nil {
		return
	}
	w.gone = append(w.gone, t)
	if t.kind == party {
		w.dropOwner(t.id, r)
		path = w.draft.pathOf(t)
	}
	w.draft.remove(path, r)
	why := reason{r.rule, "it named " + t.String() + ", which leaves"}
	for _, ref := range schema.ReferencePlaces() {
		if ref.To == string(t.kind) {
			w.release(ref, t, why)
		}
	}
}

// release deals with each reference to a thing that is gone, the last first, so
// that the places of the others stay as they are.
func (w *work) release(ref schema.ReferencePlace, t thing, r reason) {
	places := w.draft.match(ref.Path)
	slices.Reverse(places)
	for _, path := range places {
		if w.draft.text(path...) != t.id {
			continue
		}
		switch ref.Gone {
		case schema.FromList, schema.WithList:
			w.leaveList(ref, path, t, r)
		case schema.WithHolder:
			w.dropHolder(path, r)
		case schema.Alone:
			w.draft.remove(path, r)
		case schema.Decide: // found by [work.unresolved] if nothing is set in its place
		}
	}
}

// leaveList takes a reference out of its list.
func (w *work) leaveList(ref schema.ReferencePlace, path []string, t thing, r reason) {
	listPath := path[:len(path)-1]
	list, _ := schema.ArrayOf(w.draft.At(listPath))
	if len(list.Elements) > 1 {
		w.draft.remove(path, r)
		return
	}
	holder := w.draft.At(listPath[:len(listPath)-1])
	kept := slices.ContainsFunc(ref.Keep, func(name string) bool { return schema.Child(holder, name) != nil })
	if ref.Gone == schema.FromList || kept {
		w.draft.remove(listPath, reason{r.rule, "it named " + t.String() + " alone, which leaves"})
		return
	}
	w.dropHolder(listPath, reason{r.rule, "it was for " + t.String() + " alone, which leaves"})
}

// dropHolder takes out the element of a list in which a path lies.
func (w *work) dropHolder(path []string, r reason) {
	for n := len(path) - 1; n > 0; n-- {
		if list, _ := schema.ArrayOf(w.draft.At(path[:n-1])); list == nil {
			continue
		}
		holder := path[:n]
		id := textAt(w.draft.At(holder), "id")
		switch strings.Join(holder[:n-1], ".") {
		case string(grant):
			w.drop(thing{grant, id}, r)
		case string(royalty):
			w.drop(thing{royalty, id}, r)
		default:
			w.draft.remove(holder, r)
			w.emptied(holder[:n-1], r)
		}
		return
	}
}

// emptied takes away a list that has lost its last element.
func (w *work) emptied(path []string, r reason) {
	if list, _ := schema.ArrayOf(w.draft.At(path)); list != nil && len(list.Elements) == 0 {
		w.draft.cut(path)
	}
}

// dropOwner takes a party that leaves out of the ownership of assets: what it owns
// alone leaves with it; in what it owns with others it is named as an outsider.
func (w *work) dropOwner(id string, r reason) {
	p := w.last.Sheet.Sheet.Party(id)
	if p == nil {
		return
	}
	var leave []string
	for _, path := range w.draft.match("assets.*") {
		owners, _ := schema.ArrayOf(schema.Child(w.draft.At(path), "owners"))
		if owners != nil && len(owners.Elements) == 1 && textAt(&owners.Elements[0], "party") == id {
			leave = append(leave, w.draft.text(join(path, "id")...))
		}
	}
	for _, a := range leave {
		w.drop(thing{asset, a}, reason{r.rule, "its owner " + p.ShortName + " leaves, and takes it along"})
	}
	for _, place := range []string{"assets.*.owners.*.party", "assets.*.encumbrances.*.holder"} {
		for _, path := range w.draft.match(place) {
			if w.draft.text(path...) == id {
				w.draft.set(path, p.LegalName, reason{r.rule, p.ShortName + " keeps its share, as somebody outside the agreement; ask counsel whether it must agree to the licences"})
			}
		}
	}
}

// dropIdle takes out royalties that last year a grant bore, and that none bears
// any more.
func (w *work) dropIdle(r reason) {
	for _, y := range w.last.Sheet.Sheet.Payments.Royalties {
		bearers := func(v *hujson.Value) bool { return textAt(v, "royalty") == y.ID }
		was := slices.ContainsFunc(w.last.Sheet.Sheet.Grants, func(g schema.Grant) bool { return g.Royalty == y.ID })
		is := slices.ContainsFunc(w.draft.match("grants.*"), func(p []string) bool { return bearers(w.draft.At(p)) })
		if was && !is && w.draft.pathOf(thing{royalty, y.ID}) != nil {
			w.drop(thing{royalty, y.ID}, reason{r.rule, "no grant bears it any more"})
		}
	}
}

// unresolved reports what still names a thing that is gone: by its id, where
// somebody has to decide, and by its name in the words of the term sheet.
func (w *work) unresolved() {
	for _, ref := range schema.ReferencePlaces() {
		if ref.Gone == "" {
			continue
		}
		for _, path := range w.draft.match(ref.Path) {
			t := thing{kind(ref.To), w.draft.text(path...)}
			if slices.Contains(w.gone, t) {
				w.stillNamed(path, fmt.Sprintf("%s names %s, which leaves", w.draft.dotted(path), t), "say what takes its place")
			}
		}
	}
	for _, t := range w.gone {
		if p := w.last.Sheet.Sheet.Party(t.id); t.kind == party && p != nil {
			w.namedInWords(&w.draft.Root, nil, p.ShortName, p.LegalName)
		}
	}
}

func (w *work) stillNamed(path []string, message, hint string) {
	p := &agreement.Problem{ID: "still-named", Pointer: pointer(path), Message: message,
		Hint: fmt.Sprintf(`%s: "set": {%q: ...} in the rules, or --set`, hint, w.draft.dotted(path))}
	w.place(p)
	w.problems.Add(p)
}

// namedInWords reports texts in which the name of a party that left stands, unless
// the rules themselves give the text: whoever wrote it there meant it.
func (w *work) namedInWords(v *hujson.Value, path []string, names ...string) {
	switch c := v.Value.(type) {
	case *hujson.Object:
		for i := range c.Members {
			if name := schema.TextOf(&c.Members[i].Name); len(path) > 0 || name != "deal" {
				w.namedInWords(&c.Members[i].Value, join(path, name), names...)
			}
		}
	case *hujson.Array:
		for i := range c.Elements {
			w.namedInWords(&c.Elements[i], join(path, strconv.Itoa(i)), names...)
		}
	case hujson.Literal:
		owner := len(path) > 0 && (path[len(path)-1] == "party" || path[len(path)-1] == "holder")
		for _, name := range names {
			if c.Kind() != '"' || owner || !containsWord(schema.TextOf(v), name) {
				continue
			}
			if w.fromRules(pointer(path)) {
				w.facts.note("The words of %s, which the rules give, name %s, which leaves.", w.draft.dotted(path), name)
			} else {
				w.stillNamed(path, fmt.Sprintf("the words of %s name %s, which leaves", w.draft.dotted(path), name), "write them anew")
			}
			return
		}
	}
}

// containsWord reports whether a name stands in a text as a word of its own.
func containsWord(text, name string) bool {
	for rest := text; name != ""; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(name):]
		if !endsInLetter(before) && !beginsWithLetter(after) {
			return true
		}
		rest = after
	}
	return false
}
