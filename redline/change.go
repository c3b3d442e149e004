package redline

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Change is one thing that changed.
type Change struct {
	Kind  Kind  `json:"kind"`
	Scope Scope `json:"scope"`

	ClauseID  string `json:"clauseId,omitempty"`  // of the innermost provision it is in; of a definition, its own
	OldNumber string `json:"oldNumber,omitempty"` // that provision's citation in the old draft, or ""
	NewNumber string `json:"newNumber,omitempty"` // its citation in the new draft, or ""
	Heading   string `json:"heading,omitempty"`   // the nearest heading over the change, in the new draft where it has one

	Before string `json:"before"`          // the words gone; for Moved, the words as they stood; "" where nothing went
	After  string `json:"after"`           // the words come; for Moved, the words as they stand; "" where nothing came
	Left   string `json:"left,omitempty"`  // a few words before them in the new draft; in a table, the row and the column
	Right  string `json:"right,omitempty"` // a few words after them

	OldLeft  string `json:"oldLeft,omitempty"`  // Left in the old draft, where it differs
	OldRight string `json:"oldRight,omitempty"` // Right in the old draft, where it differs

	Occurrences []Occurrence `json:"occurrences,omitempty"` // of DefinedTerm and Consequential: each place
	Causes      []Cause      `json:"causes,omitempty"`      // see [Explain]

	quote [2]quotation     // the words of both drafts, with those beside them
	move  int              // the number in the marked document
	topic agreement.Source // the library clause it is in; zero where there is none
	at    place
	block agreement.Block    // of the marked document
	words []agreement.Inline // of it that changed, where it is words
	rows  []*agreement.Row   // of it that came or went
}

// Block is the block of the marked document in which a change is; nil on the title
// page.
func (c *Change) Block() agreement.Block { return c.block }

// Where is the citation of a change: "5.4", "5.4 → 13.12" where it is another in
// the new draft, or in words what cannot be cited.
func (c *Change) Where() string {
	switch {
	case c.Scope == Head:
		return "Title page:"
	case c.Scope == Signatures && c.OldNumber+c.NewNumber == "":
		return "Signature page"
	case c.OldNumber == c.NewNumber || c.OldNumber == "":
		return c.NewNumber
	case c.NewNumber == "":
		return c.OldNumber
	}
	return c.OldNumber + " → " + c.NewNumber
}

// An Occurrence is one of several places where one change shows.
type Occurrence struct {
	ClauseID  string `json:"clauseId,omitempty"`
	OldNumber string `json:"oldNumber,omitempty"`
	NewNumber string `json:"newNumber,omitempty"`
	Before    string `json:"before"`
	After     string `json:"after"`

	at place
}

// A Kind says what a change means to a reader.
type Kind uint8

const (
	Substantive   Kind = iota // words
	Number                    // only numbers, sums of money, percentages or dates, among the same words
	DefinedTerm               // a defined term has another name, everywhere
	Moved                     // a provision stands elsewhere; edits in it are changes of their own
	Typographic               // white space, quotation marks, hyphens, the end of a paragraph
	Consequential             // another number, because of changes elsewhere; not marked as a change
	Markup                    // the same words, marked otherwise: another link, struck, bold; or another image
	Structure                 // the same words at another level, in another kind of list, or numbered in another style
)

var kindNames = [...]string{"substantive", "number", "defined-term", "moved", "typographic", "consequential", "markup", "structure"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// MarshalText makes a kind print as its name in JSON.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// A Scope says what a change is a change of.
type Scope uint8

const (
	Words      Scope = iota // some words of a provision
	Clause                  // a whole provision with what is under it
	Paragraph               // a whole paragraph or definition
	Row                     // a whole row of a table
	Column                  // a whole column of a table
	Table                   // a whole table
	Signatures              // a signature page, or the block of one party on it
	Head                    // the document's title, reference, date or parties
)

var scopeNames = [...]string{"words", "clause", "paragraph", "row", "column", "table", "signatures", "head"}

func (s Scope) String() string {
	if int(s) < len(scopeNames) {
		return scopeNames[s]
	}
	return fmt.Sprintf("Scope(%d)", uint8(s))
}

// MarshalText makes a scope print as its name in JSON.
func (s Scope) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A place is where a change is in the old draft, for telling whether two
// comparisons with it changed the same words.
type place struct {
	node     int // of the old draft; -1 where the change is not in a block that it has
	cell     int // of a table, counted through its rows as the old draft has them
	from, to int // bytes of the old words
}

// A quotation is words with those beside them, as a draft has them.
type quotation struct{ left, words, right string }

func (q quotation) String() string { return strings.TrimSpace(q.left + q.words + q.right) }

// A Result is a redline and what is in it.
type Result struct {
	Document *agreement.Document // the new draft with what is gone set in, every change marked; Compared is the caller's to set
	Changes  []Change            // in reading order, those that are consequential last
	Stats    Stats
	Terms    []TermChange // where the drafts differ as term sheets; [Explain] sets it
	Date     string       // of the comparison, as printers state it; the caller's to set, or ""

	Vague  int  // changes that take so many terms together that none is named; [Explain] counts them
	Untold bool // too many terms changed to tell which caused what; [Explain] sets it

	old, new *agreement.Document
	divided  bool              // words became a provision of their own, or were one
	blocks   []agreement.Block // the nodes of the old draft
	words    int               // of both drafts
}

// A Cause is why a change came about.
type Cause struct {
	Kind     CauseKind `json:"kind"`
	Pointer  string    `json:"pointer,omitempty"`  // of a Term: JSON Pointer into the term sheet
	Path     string    `json:"path,omitempty"`     // of a Term: the same for a reader, "grants[g1].territory"
	Topic    string    `json:"topic,omitempty"`    // of a Variant or a Library: the topic of the library clause
	Before   string    `json:"before"`             // the value, variant or version it had
	After    string    `json:"after"`              // the value, variant or version it has
	Reckoned bool      `json:"reckoned,omitempty"` // of a Printed: the words are a figure worked out from it and others, Before and After those of the figure
	InHouse  bool      `json:"-"`                  // of a Term: it is for the checks alone, as the position of one side is, and on no paper for the other
	Partial  bool      `json:"partial,omitempty"`  // alone it does not bring the change about; others listed with it are needed
}

// A TermChange is one difference between two term sheets.
type TermChange struct {
	Pointer string `json:"pointer"` // JSON Pointer to the value
	Path    string `json:"path"`    // the same for a reader: "grants[g1].territory"
	Before  string `json:"before"`  // the value as a reader would write it; "" where there was none
	After   string `json:"after"`   // the value as a reader would write it; "" where there is none
	InHouse bool   `json:"-"`       // it is for the checks alone, and on no paper for the other side
}

func (c *Change) places() []place {
	places := []place{c.at}
	for _, o := range c.Occurrences {
		places = append(places, o.at)
	}
	return places
}

// A CauseKind says what sort of thing brought a change about.
type CauseKind uint8

const (
	Term    CauseKind = iota // a value of the term sheet is another
	Variant                  // another variant of the library clause was chosen
	Library                  // the library clause has another text
	Printed                  // the words that changed print a value of the old term sheet; see [Trace]
)

var causeNames = [...]string{"term", "variant", "library", "printed"}

func (k CauseKind) String() string {
	if int(k) < len(causeNames) {
		return causeNames[k]
	}
	return fmt.Sprintf("CauseKind(%d)", uint8(k))
}

// remarked is how words that both drafts have were marked, where that is otherwise.
func remarked(x agreement.Inline) string {
	switch x := x.(type) {
	case *agreement.Text:
		return x.WasMark
	case *agreement.Define:
		return x.WasMark
	case *agreement.Ref:
		return x.WasMark
	}
	return ""
}

// markOf is how words are marked.
func markOf(x agreement.Inline) string {
	switch x := x.(type) {
	case *agreement.Text:
		return was(x.Mark, agreement.Plain)
	case *agreement.Define:
		return agreement.Defining
	case *agreement.Ref:
		return was(x.Mark, agreement.Plain)
	}
	return ""
}

// wasMark is how words were marked, where is says how they are.
func wasMark(was, is string) string {
	switch was {
	case "":
		return is
	case agreement.Plain:
		return ""
	}
	return was
}

// A cutting is a document in which paragraphs that the other draft has as several
// are several too: those whose end is there in a provision, an item of a list or a
// section of its own. Continued are the paragraphs that go on with the one before.
type cutting struct {
	doc       *agreement.Document
	continued map[agreement.Block]bool
	became    map[agreement.Block]agreement.Block // what each piece is in the other draft

	places map[agreement.Block][]int             // where to cut, as offsets into the words
	others map[agreement.Block][]agreement.Block // what the pieces are there
}

func was(old, new string) string { return cmp.Or(old, new) }

// formerLabel is a label or number in the old draft.
func formerLabel(old, new string) string {
	if old == agreement.Unlabelled {
		return ""
	}
	return was(old, new)
}

// Stats counts what is in a redline. Changes that are consequential count in
// Renumbered and References alone.
type Stats struct {
	Insertions   int `json:"insertions"`   // places where words, provisions or rows come in, also in place of others
	Deletions    int `json:"deletions"`    // places where words, provisions or rows go out, also for others
	Moves        int `json:"moves"`        // provisions, or runs of neighbouring ones, that stand elsewhere
	RowsInserted int `json:"rowsInserted"` // table rows
	RowsDeleted  int `json:"rowsDeleted"`
	WordsIn      int `json:"wordsInserted"` // words that only the new draft has; what moved is in both
	WordsOut     int `json:"wordsDeleted"`  // words that only the old draft has
	Markup       int `json:"markup"`        // places where words are marked otherwise, or what stands beside them is another: links, emphasis, images
	Structure    int `json:"structure"`     // ways in which provisions are built otherwise: levels, numbers, lists
	Renumbered   int `json:"renumbered"`    // provisions that have another number and are otherwise where they were
	References   int `json:"references"`    // cross-references printed otherwise because their target has another number
}
