package redline

import (
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
