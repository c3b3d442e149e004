package docket

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// An Import is what a docket changes in a term sheet.
type Import struct {
	Source  []byte   // the term sheet with it
	Added   []string // ids of assets
	Changed []Change
	Same    int      // rights that the term sheet has as the table does
	Absent  []string // assets with a number that the table does not have; they stay
	IDs     []string // of the assets of the docket's rights, in their order
}

// A Change is a value of an asset that the table says otherwise.
type Change struct {
	Asset  string `json:"asset"`
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
	Row    int    `json:"row"`
}

// Into brings the rights into a term sheet. An asset that has one of the numbers of a
// right is that right: what the table says otherwise is changed, what it does not say
// stays. Assets that the table does not have are never taken away.
func (d *Docket) Into(f *schema.File) (*Import, error) {
	edit, err := f.Edit()
	if err != nil {
		return nil, err
	}
	im := &importer{edit: edit, docket: d, out: &Import{}, sheet: f.Sheet, ids: map[string]bool{}, by: map[string]int{}}
	im.index()
	seen := map[int]*Right{}
	var ps agreement.Problems
	for _, x := range d.Rights {
		i, known := im.known(x)
		if !known {
			im.add(x)
			continue
		}
		if before := seen[i]; before != nil {
			ps.Add(&agreement.Problem{ID: "docket-two", Message: fmt.Sprintf("rows %d and %d are two rights, and the asset %s has numbers of both", before.Rows[0], x.Rows[0], f.Sheet.Assets[i].ID), Pos: f.Pos("/assets/" + strconv.Itoa(i)), Pointer: "/assets/" + strconv.Itoa(i), Hint: "correct the number of the asset"})
			continue
		}
		seen[i] = x
		im.change(i, x)
	}
	for i := range f.Sheet.Assets {
		if a := &f.Sheet.Assets[i]; seen[i] == nil && len(keysOf(a)) > 0 {
			im.out.Absent = append(im.out.Absent, a.ID)
		}
	}
	if len(im.out.Added) > 0 {
		edit.Spread([]string{"assets"}, "  ")
	}
	im.out.Source = edit.Source()
	return im.out, ps.Err()
}

type importer struct {
	edit   *schema.Edit
	docket *Docket
	out    *Import
	sheet  *schema.TermSheet
	ids    map[string]bool
	by     map[string]int // index of the asset with a number
}

func (im *importer) index() {
	for i := range im.sheet.Assets {
		a := &im.sheet.Assets[i]
		im.ids[a.ID] = true
		for _, key := range keysOf(a) {
			if _, twice := im.by[key]; !twice {
				im.by[key] = i
			}
		}
	}
}

// keysOf are the numbers that the number of an asset may be: that of a publication or
// patent, and of an application where no kind tells.
func keysOf(a *schema.Asset) (keys []string) {
	if a.Number == "" || a.Kind != schema.Patent && a.Kind != schema.Application && a.Kind != schema.Design {
		return nil
	}
	for _, sort := range []Sort{Publication, Application} {
		n, bad, _ := readNumber(sort, a.Office, a.Number)
		if bad == nil && (sort == n.sort || n.sort == Application) && !(sort == Application && documentKind(a.Number)) && !(sort == Publication && n.check != "") {
			keys = append(keys, n.key())
		}
	}
	return keys
}

// documentKind reports whether a number ends in the code of a publication's kind.
func documentKind(text string) bool {
	t := strings.ToUpper(strings.TrimSpace(text))
	return len(t) > 2 && (t[len(t)-2] >= 'A' && t[len(t)-2] <= 'Z' || t[len(t)-1] >= 'A' && t[len(t)-1] <= 'Y' && t[len(t)-1] != 'X')
}

func (im *importer) known(x *Right) (int, bool) {
	for _, key := range x.keys {
		if i, ok := im.by[key]; ok {
			return i, true
		}
	}
	return 0, false
}

// add adds a right as an asset.
func (im *importer) add(x *Right) {
	a := x.Asset
	a.ID = im.id(x)
	im.edit.Put([]string{"assets", schema.AppendStep}, ordered(a))
	im.out.Added = append(im.out.Added, a.ID)
	im.out.IDs = append(im.out.IDs, a.ID)
}

// id is a new id, made of the number.
func (im *importer) id(x *Right) string {
	base := strings.ToLower(x.Asset.Office + x.Digits)
	if x.Sort == Application {
		base = strings.ToLower(x.Asset.Office + "-app-" + x.Digits)
	}
	base = base[:min(len(base), 34)]
	id := base
	for n := 2; im.ids[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	im.ids[id] = true
	return id
}

// fields are what a table says of an asset.
func fields(a *schema.Asset) []struct {
	name  string
	value any
	said  bool
} {
	return []struct {
		name  string
		value any
		said  bool
	}{
		{"kind", a.Kind, true},
		{"title", a.Title, a.Title != ""},
		{"owners", a.Owners, len(a.Owners) > 0},
		{"office", a.Office, a.Office != ""},
		{"number", a.Number, true},
		{"countries", a.Countries, len(a.Countries) > 0},
		{"filing_date", a.FilingDate, !a.FilingDate.IsZero()},
		{"expiry_date", a.ExpiryDate, !a.ExpiryDate.IsZero()},
		{"status", a.Status, a.Status != ""},
	}
}

// ordered is an asset with its members in the order in which term sheets have them.
func ordered(a schema.Asset) any {
	b := bytes.NewBufferString(`{"id":` + strconv.Quote(a.ID)) // letters, digits and hyphens
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for _, f := range fields(&a) {
		if f.said {
			b.WriteString(`,"` + f.name + `":`)
			_ = e.Encode(f.value) // text, lists of text and dates
		}
	}
	b.WriteByte('}')
	return json.RawMessage(b.Bytes())
}

// change changes an asset to what the table says.
func (im *importer) change(i int, x *Right) {
	old := &im.sheet.Assets[i]
	before := fields(old)
	changed := false
	for n, f := range fields(&x.Asset) {
		was := plain(before[n].value)
		is := plain(f.value)
		if !f.said || was == is || sameNumber(f.name, x, old) || sameOwners(f.name, x.Asset.Owners, old.Owners) || sameCountries(f.name, &x.Asset, old) {
			continue
		}
		if !before[n].said {
			was = ""
		}
		im.edit.Put([]string{"assets", strconv.Itoa(i), f.name}, f.value)
		im.out.Changed = append(im.out.Changed, Change{old.ID, f.name, was, is, x.Row})
		changed = true
	}
	im.out.IDs = append(im.out.IDs, old.ID)
	if !changed {
		im.out.Same++
	}
}

// plain is a value in words, to compare it and to tell it.
func plain(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		return ""
	}
	return schema.Plain(decoded)
}

// sameNumber reports whether a number is only written in another way, or is a former
// one of a right of which the table names a later.
func sameNumber(field string, x *Right, old *schema.Asset) bool {
	if field != "number" {
		return false
	}
	sort := x.Sort
	if sort == Grant {
		sort = Publication
	}
	a, bad, _ := readNumber(sort, old.Office, old.Number)
	b, bad2, _ := readNumber(sort, x.Asset.Office, x.Asset.Number)
	return bad == nil && bad2 == nil && a.key() == b.key() && (a.kind == b.kind || b.kind == "")
}

// sameOwners reports whether owners are those of the term sheet, which may state their
// shares.
func sameOwners(field string, now, old []schema.Owner) bool {
	return field == "owners" && len(now) == len(old) && !slices.ContainsFunc(now, func(o schema.Owner) bool {
		return !slices.ContainsFunc(old, func(p schema.Owner) bool { return p.Party == o.Party })
	})
}

func sameCountries(field string, now, old *schema.Asset) bool {
	return field == "countries" && len(now.Countries) == len(old.Countries) && !slices.ContainsFunc(now.Countries, func(c schema.Country) bool { return !slices.Contains(old.Countries, c) })
}
