package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"io/fs"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
	"github.com/engross/engross/schema"
)

// A Library is a parsed set of clauses and templates. It does not change once
// opened and may be used by any number of goroutines.
type Library struct {
	dating                 Dating // finds the days of an agreement; nil where none was given
	clauses, templateFiles fs.FS
	book                   func() (*Playbook, agreement.Problems)
	topics                 map[string]*Topic
	templates              map[string]*Template
	terms                  *vocabulary
	names                  func() ([]string, agreement.Problems) // proper names that begin with a capital and are no defined terms
	hash                   func() string
	house                  *house.Style // or nil
}

// A Topic is what a clause is about; its variants are the ways to word it. The
// ID is the folder: "escrow/release".
type Topic struct {
	ID         string
	Title      string
	Purpose    string
	Fallback   string   // what both sides usually take, or ""
	Notes      []string // for the negotiator; never printed in an agreement
	Survives   bool     // the section survives the end of the agreement
	Requires   []string // topics that must be in the agreement too
	Conflicts  []string // topics that must not be
	ByPosition map[schema.Position]string
	Variants   []*Variant // sorted by name
	Parameters []*Parameter
	choose     []choice
	facts      map[Fact][]declared
	Missed     string     // what is missed where a term sheet leaves the topic out, or ""
	carries    []declared // paths of the term sheet to which it alone gives effect
	phrases    map[string]map[string]string
	shared     []byte // topic.yaml, for the hash of each variant
	pos        token.Position
}

// A Variant is one wording of a topic.
type Variant struct {
	Topic      *Topic
	Name       string
	Title      string // the heading of the section: that of the topic, unless it has its own
	Summary    string
	Version    string
	Source     string
	Licence    string
	Notes      []string
	Requires   []string
	Conflicts  []string
	Parameters []*Parameter        // those of the topic, and its own
	Hash       string              // SHA-256 of the file and of topic.yaml
	needs      *condition          // on which alone the variant fits, or nil
	facts      map[Fact][]declared // those of the topic, and its own
	phrases    map[string]map[string]string
	body       func() string            // the words, as the file has them but for deeds, on the same lines
	deeds      func() map[string][]deed // by provision
	text       func() (*text, error)    // body parsed
	terms      func() []string          // that the words define
	named      func() []string          // what the actions name: see findNames
	holds      func() []hold            // what the words can state
	reads      func() []string          // JSON Pointers of the term-sheet values it may read
	wordings   wordings
	pos        token.Position
}

// A Parameter is a value that a clause prints or decides by.
type Parameter struct {
	Name     string
	About    string
	Type     string
	Path     string // its place in the term sheet, or ""
	Range    []string
	Options  []string
	Fallback string
	Weight   Weight                  // what the author says that it is about; "" where its type does
	Default  map[schema.Position]any // nil where the term sheet must give it
	pos      token.Position
}

// A Template is the table of contents of one kind of agreement.
type Template struct {
	Name       string
	Title      string
	Summary    string
	Size       string // how long an agreement of this form is: "about 4,200 words"
	Kinds      []schema.DealKind
	Starter    string   // a term sheet to begin with, or "": then the starter of the kind serves
	Instrument string   // "agreement", "amendment", "accession"
	Numbering  string   // "decimal" or "article"
	Signing    string   // the words before the signatures
	signers    []string // the roles that sign, "acceding" or "administrator"; none for all parties
	Core       []string // topics that must stay; if there are any, every other may be left out, and vet proves that nothing dangles
	Adopts     bool     // terms have the meaning they have in an earlier agreement, so none is defined here
	Items      []*Item
	Hash       string
	titles     []titled // instead of Title, the first whose condition holds
	pos        token.Position
}

// A titled is a title and the condition on which it is taken.
type titled struct {
	title string
	when  *condition
}

// An Item is one line of a template: a part heading, or a topic with the
// condition on which it is in.
type Item struct {
	Part    string // heading of a part; then the rest is empty
	Use     string // topic
	Variant string // the variant that the form takes unless the term sheet names another, or ""
	Place   Place
	Letter  string // for a schedule
	when    *condition
	pos     token.Position
}

// Place says where in an agreement a topic stands.
type Place uint8

const (
	InFront    Place = iota // before the sections, unnumbered
	InBody                  // a numbered section
	InSchedule              // a schedule
)

type choice struct {
	variant string
	when    *condition
}

// Topics lists the topics of the library, sorted by ID.
func (l *Library) Topics() []*Topic {
	list := make([]*Topic, 0, len(l.topics))
	for _, t := range l.topics {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *Topic) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// variants lists all variants, sorted by topic and name.
func (l *Library) variants() []*Variant {
	var list []*Variant
	for _, t := range l.Topics() {
		list = append(list, t.Variants...)
	}
	return list
}

// Topic is the topic with an ID, or nil.
func (l *Library) Topic(id string) *Topic { return l.topics[id] }

// Templates lists the templates of the library, sorted by name.
func (l *Library) Templates() []*Template {
	list := make([]*Template, 0, len(l.templates))
	for _, t := range l.templates {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *Template) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Template is the template with a name, or nil.
func (l *Library) Template(name string) *Template { return l.templates[name] }

// Variant is the variant of a topic with a name, or nil.
func (t *Topic) Variant(name string) *Variant {
	for _, v := range t.Variants {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// inOrder are the variants of a topic, that of the balanced position first, then
// those of the others, then the rest.
func (t *Topic) inOrder() []*Variant {
	var list []*Variant
	for _, p := range []schema.Position{schema.Balanced, schema.Licensor, schema.Licensee} {
		if v := t.Variant(t.ByPosition[p]); v != nil && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	for _, v := range t.Variants {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// Hash is a digest of the whole library: of every clause file and template.
func (l *Library) Hash() string { return l.hash() }

func (l *Library) digest() string {
	h := sha256.New()
	for _, t := range l.Topics() {
		for _, v := range t.Variants {
			fmt.Fprintf(h, "%s %s %s\n", t.ID, v.Name, v.Hash)
		}
	}
	for _, t := range l.Templates() {
		fmt.Fprintf(h, "%s %s\n", t.Name, t.Hash)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// NearestTopic is a hint that names the topic most like a mistaken one, or "".
func (l *Library) NearestTopic(id string) string { return nearest(id, l.topicIDs()) }

// Text is the words of a variant as its file has them, without the front matter.
func (v *Variant) Text() string { return v.body() }

// When is the condition on which an item is in, as the template writes it, or "".
func (i *Item) When() string {
	if i.when == nil {
		return ""
	}
	return i.when.source
}

// String names a variant for messages: "the variant demand of escrow/release",
// or the topic alone where it has but one.
func (v *Variant) String() string {
	if v.Name == "" {
		return v.Topic.ID
	}
	return "the variant " + v.Name + " of " + v.Topic.ID
}

func (v *Variant) parameter(name string) *Parameter {
	for _, p := range v.Parameters {
		if p.Name == name {
			return p
		}
	}
	return nil
}

func (v *Variant) phrase(set, code string) (string, bool) {
	if p, ok := v.phrases[set][code]; ok {
		return p, true
	}
	p, ok := v.Topic.phrases[set][code]
	return p, ok
}

func variantNames(t *Topic) []string {
	var names []string
	for _, v := range t.Variants {
		names = append(names, v.Name)
	}
	return names
}

func (l *Library) topicIDs() []string {
	var ids []string
	for id := range l.topics {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// names reports whether the clause's text names a provision.
func (v *Variant) names(provision string) bool {
	return strings.Contains(v.body(), "{#"+provision+"}")
}

func posOf(b agreement.Block) token.Position {
	switch b := b.(type) {
	case *agreement.Clause:
		return b.Pos
	case *agreement.Paragraph:
		return b.Pos
	case *agreement.Table:
		return b.Pos
	case *agreement.Signatures:
		return b.Pos
	}
	return token.Position{}
}
