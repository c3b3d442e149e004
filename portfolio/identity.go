package portfolio

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema/overlap"
)

// Aliases say what is one thing under several names, and what is not.
type Aliases struct {
	Parties  [][]string `json:"parties,omitempty"`         // names of one party
	Fields   [][]string `json:"fields,omitempty"`          // names of one field
	Assets   [][]string `json:"assets,omitempty"`          // numbers or titles of one asset
	Disjoint [][]string `json:"disjoint_fields,omitempty"` // fields no two of which share a product
	Distinct [][]string `json:"distinct,omitempty"`        // names of parties that look alike and are not one
}

// ReadAliases reads a file of aliases.
func ReadAliases(src []byte) (*Aliases, error) {
	a := new(Aliases)
	dec := json.NewDecoder(strings.NewReader(string(src)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(a); err != nil {
		return nil, fmt.Errorf(`%w; the file is written like {"parties": [["North GmbH", "North G.m.b.H."]], "fields": [["Pumps", "Pumping machines"]], "assets": [["EP 3111111", "DE 602018000123"]], "disjoint_fields": [["Pumps", "Valves"]]}`, err)
	}
	return a, nil
}

// Fold makes one of the ways in which a name is written: without points, case and
// punctuation.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case r == '.' || r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}

var legalForms = strings.Fields("gmbh mbh ag se kg kgaa ug co company inc incorporated corp corporation ltd limited llc llp lp plc bv nv sa sas sarl spa srl oy oyj ab as asa aps kk pty spzoo sp z oo gesellschaft")

// Core is a name without its form of company: two parties of one core may be one.
func Core(folded string) string {
	words := strings.Fields(folded)
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(legalForms, w) })
	if len(kept) == 0 {
		return folded
	}
	return strings.Join(kept, " ")
}

// IsLegalForm reports whether words are a form of company: "GmbH", "Co., Ltd.".
func IsLegalForm(words string) bool {
	folded := Fold(words)
	return folded != "" && !slices.ContainsFunc(strings.Fields(folded), func(w string) bool { return !slices.Contains(legalForms, w) })
}

// A naming gives a number to each thing by its names.
type naming struct {
	alias map[string]string
	ids   map[string]int32
	names []string // as they were first written
}

// newNaming has room for so many things as there may be.
func newNaming(groups [][]string, key func(string) string, room int) *naming {
	n := &naming{alias: map[string]string{}, ids: make(map[string]int32, room), names: make([]string, 0, room)}
	for _, g := range groups {
		for _, name := range g {
			n.alias[key(name)] = key(g[0])
		}
	}
	return n
}

func (n *naming) id(key, name string) int32 {
	if a, ok := n.alias[key]; ok {
		key = a
	}
	id, known := n.ids[key]
	if !known {
		id = int32(len(n.names))
		n.ids[key], n.names = id, append(n.names, name)
	}
	return id
}

// A number is the number of a registered right: office, digits, and the letter of its
// kind, "" where none is stated.
type number struct{ office, digits, kind string }

// parseNumber reads a number as people write it: "EP 3 111 111 B1", "US9254383B2".
func parseNumber(office, s string) (number, bool) {
	s = checkDigit().ReplaceAllString(strings.ToUpper(strings.TrimSpace(s)), "")
	var clean strings.Builder
	for _, r := range s {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			clean.WriteRune(r)
		}
	}
	s = clean.String()
	n := number{office: strings.ToUpper(office)}
	if len(s) > 2 && isLetter(s[0]) && isLetter(s[1]) && (n.office == "" || s[:2] == n.office) {
		n.office, s = s[:2], s[2:]
	}
	m := numberShape().FindStringSubmatch(s)
	if m == nil || n.office == "" {
		return n, false
	}
	n.digits, n.kind = m[1]+strings.TrimLeft(m[2], "0"), m[3]
	return n, true
}

// numberShape is the letters that some offices put first, the digits, and the kind.
var numberShape = agreement.Pattern(`^([A-Z]{0,2})(\d+)([A-Z]?)\d?$`)

// checkDigit is what European and Chinese applications have after a point, and many
// lists leave out.
var checkDigit = agreement.Pattern(`\.[0-9X]$`)

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

// An identity is what an asset is known by: certainly, and possibly.
type identity struct {
	certain int32
	loose   []int32
}

// known finds what an asset is known by.
func (x *Asset) known(a *Agreement) {
	if n, ok := parseNumber(x.Office, x.Number); ok && x.Number != "" {
		kind := n.kind
		if kind == "" && x.Pending {
			kind = "A"
		}
		x.Certain, x.Loose = "n "+n.office+" "+n.digits+" "+kind, []string{"n " + n.office + " " + n.digits}
	} else if x.Title != "" {
		owner := ""
		if len(x.Owners) > 0 {
			owner = Fold(a.nameOf(x.Owners[0]))
		}
		title := "t " + x.Kind + " " + Fold(x.Title)
		x.Certain, x.Loose = title+" / "+owner, []string{title}
	}
	if x.Family != "" {
		x.Loose = append(x.Loose, "family "+Fold(x.Family))
	}
}

// identify gives an asset of an agreement its numbers. Two with one certain number are
// one; two that share a loose one may be.
func (p *Portfolio) identify(a *Agreement, x *Asset) identity {
	certain, loose := x.Certain, x.Loose
	if certain == "" {
		certain = "only " + a.File + " " + x.ID
		loose = append([]string{certain}, loose...)
		p.Unmatched = append(p.Unmatched, a.Reference+": the asset "+x.ID+" has neither a number nor a title")
	}
	if len(p.assetAlias) > 0 {
		for _, name := range []string{x.Number, x.Title} {
			if to, ok := p.assetAlias[Fold(name)]; ok && name != "" {
				certain = "alias " + to
				loose = append(slices.Clone(loose), certain)
				break
			}
		}
	}
	name := cmp.Or(x.Number, x.Title)
	id := identity{certain: p.assets.id(certain, name)}
	for _, key := range loose {
		id.loose = append(id.loose, p.looseAssets.id(key, name))
	}
	return id
}

// A relation is what is known of two fields of different agreements.
type relation uint8

const (
	apart    relation = iota // no product is in both
	mayMeet                  // nobody can say
	together                 // one is the other, or a part of it
)

// fields relates two fields of two agreements.
func (p *Portfolio) relate(a *entry, f int, b *entry, g int) relation {
	if f == overlap.EveryField || g == overlap.EveryField {
		return together
	}
	key := [2]int32{a.fields[f], b.fields[g]}
	up, down := a.chain(f), b.chain(g)
	if slices.Contains(up, key[1]) || slices.Contains(down, key[0]) {
		return together
	}
	for _, x := range up {
		for _, y := range down {
			if p.disjoint[[2]int32{x, y}] || p.disjoint[[2]int32{y, x}] {
				return apart
			}
		}
	}
	// one of the agreements lists both fields, side by side
	if a.beside(key[0], key[1]) || b.beside(key[0], key[1]) {
		return apart
	}
	return mayMeet
}

// chain is a field and those that it is part of, by their numbers.
func (e *entry) chain(f int) []int32 {
	var list []int32
	for n := 0; f != overlap.EveryField && n <= len(e.fields); n++ {
		list = append(list, e.fields[f])
		f = e.Fields[f].Parent
	}
	return list
}

// beside reports whether an agreement lists two fields of which neither is part of
// the other.
func (e *entry) beside(x, y int32) bool {
	i, j := slices.Index(e.fields, x), slices.Index(e.fields, y)
	return i >= 0 && j >= 0 && !slices.Contains(e.chain(i), y) && !slices.Contains(e.chain(j), x)
}
