// Package agreement is what an agreement is: the tree that assembly builds,
// redlining compares and every printer prints, and the [Problem] that every
// package reports.
//
// The tree is closed: a [Block] is one of [*Clause], [*Paragraph], [*Table] and
// [*Signatures]; an [Inline] is one of [*Text], [*Define] and [*Ref]. A printer
// is an exhaustive switch over them. A redline is a [Document] too, whose nodes
// carry a [Change]; a printer needs nothing else to show it.
//
// The package imports the standard library alone, reads no clock, no file and
// no environment, and knows nothing of clause files, term sheets or formats.
package agreement

import (
	"go/token"
	"slices"
	"strings"
)

// A Document is one agreement, numbered and resolved, ready to print.
type Document struct {
	Title     string   // "Patent Cross-Licence Agreement"
	Kind      string   // the template it was assembled from: "bilateral", "pool"
	Reference string   // the parties' own reference, from deal.id
	Language  string   // BCP 47 tag of the text: "en-GB"
	Date      string   // the effective date as printed: "1 January 2027"
	Status    Status   // Draft or Final
	Parties   []Party  // in the order of the term sheet, for title pages and metadata
	Notice    string   // the line saying that this is not legal advice
	Digest    string   // digest of the manifest that made the text, or ""
	Brief     bool     // a paper of a page or two, not an agreement: it has no title page and no contents, and is not read back
	Body      []Block  // parts, sections and schedules, in reading order
	Compared  []string // in a redline, the names of the old and the new source; otherwise nil

	// Was is, in a redline, the old draft without its Body: the title, parties
	// and date it had. Otherwise nil.
	Was *Document

	// Asides are, in a draft read from a file, what the file says beside its words.
	Asides []Aside
}

// An Aside is something in a file that is no word of a provision and that a
// reader of the file may see or act on all the same: an image without words, a
// rule across the page, a tag, or bytes that nobody knew how to read.
type Aside struct {
	Kind string         // Unread, or what it is: "image", "rule", "tag"
	Text string         // as it stands in the file
	In   string         // ID of the clause it stands in, or ""
	Pos  token.Position //
}

// Unread is the kind of an [Aside] that may be words, Listing that of a line of contents,
// which names a provision unless somebody typed over it.
const (
	Unread  = "unread"
	Listing = "contents"
)

// A Party is one party as a title page or a document's metadata names it.
type Party struct {
	Name   string // registered legal name, in Latin script where the agreement is
	Native string // the name in its own script, or ""
	Short  string // the defined short name: "Alpha"
}

// Status says how far an agreement has come.
type Status uint8

const (
	Draft Status = iota // may be incomplete in substance, is marked as a draft
	Final               // an execution copy: no draft mark
)

// A Block is one of [*Clause], [*Paragraph], [*Table] or [*Signatures].
type Block interface{ block() }

// BlockID is the ID of b, or "" where it has none.
func BlockID(b Block) string {
	switch b := b.(type) {
	case *Clause:
		return b.ID
	case *Paragraph:
		return b.ID
	case *Table:
		return b.ID
	case *Signatures:
	}
	return ""
}

// An Inline is one of [*Text], [*Define] or [*Ref].
type Inline interface{ inline() }

// ChangeOf is what a redline says of an inline.
func ChangeOf(x Inline) Change {
	switch x := x.(type) {
	case *Text:
		return x.Change
	case *Define:
		return x.Change
	case *Ref:
		return x.Change
	}
	return Unchanged
}

// Kind says what a [Clause] is and so how it is labelled.
type Kind uint8

const (
	Numbered Kind = iota // a provision numbered by its depth: section, sub-section, paragraph
	Part                 // an unnumbered division that groups the sections after it: "Part B"
	Front                // unnumbered matter with a heading: parties, background, signatures
	Schedule             // "Schedule A"; the provisions in it are numbered from 1
	Annex                // informative matter that is no part of the agreement, such as the deviation table
)

// A Clause is one provision: its words and the provisions under it, in reading
// order (a paragraph may follow a sub-clause: flush language). Sections,
// sub-sections, paragraphs and schedules are all clauses; depth and Kind pick
// the label.
//
// A [Part] holds no body of its own; the sections after it follow it as siblings.
type Clause struct {
	ID      string         // stable: "escrow/release.objection"; never printed; see [Positional]
	Kind    Kind           //
	Label   string         // printed marker: "4.", "4.2", "(b)", "Schedule A", "Part B"; "" when unlabelled
	Number  string         // full citation: "4.2(b)", "Schedule A, paragraph 2"; "" when it cannot be cited
	Heading []Inline       // a section's title, or the run-in heading of a sub-section; nil when there is none
	Body    []Block        //
	Pos     token.Position // where its words stand in the library
	Source  *Source        // for the outermost clause of a topic: what library text it is; nil below
	Change  Change         //
	Move    int            // in a redline, the number shared by the two ends of a move; otherwise 0
	Was     string         // in a redline, Label in the old draft where it differs, [Unlabelled] for none; otherwise ""

	WasNumber string // in a redline, Number in the old draft where it differs; otherwise ""

	// Conditions are those that let it into what it stands in, outermost first; nil
	// without a trace. Paragraphs and tables have theirs.
	Conditions []*Condition
}

// A Paragraph is words without a number of their own. Definitions and flush
// language are paragraphs.
type Paragraph struct {
	ID     string // "" but for definitions, which are "term:Affiliate"
	Text   []Inline
	Pos    token.Position
	Change Change
	Move   int

	Conditions []*Condition // as a clause has them
}

// A Table has the same number of cells in every row as in its head.
type Table struct {
	ID     string  // "" or stable within the document
	Align  []Align // one for each column
	Head   []Cell  // never empty
	Rows   []Row
	Pos    token.Position
	Change Change

	// Columns is, in a redline of tables that do not have the same columns, whether
	// each is Inserted, Deleted or Unchanged; in a row that is Inserted or Deleted
	// the cell of a column of the other draft is nil. Otherwise nil.
	Columns []Change

	Drawing *Drawing // of what the table says; nil for most, and in a redline

	Conditions []*Condition // as a clause has them
}

// A Row is one row of a [Table].
type Row struct {
	Cells  []Cell
	Change Change
}

// A Cell is the words of one table cell; nil is an empty cell.
type Cell []Inline

// Align is the alignment of a table column.
type Align uint8

const (
	Left Align = iota
	Right
	Center
)

// Signatures is the place where the parties sign. A printer keeps each
// signatory's block whole.
type Signatures struct {
	Lead   []Inline // the words before the blocks: "The Parties have signed ..."
	Blocks []Signatory
	Pos    token.Position
	Change Change
}

// A Signatory is the block in which one party signs.
type Signatory struct {
	Party  string // legal name
	Native string // name in its own script, or ""
	Name   string // the person who signs, or "" where the party fills it in by hand
	Title  string // that person's office, or ""
	Seal   bool   // the party also affixes a seal or chop
	More   string // other lines of the block, filled in or added by hand: "Date: 1 May 2027; Witness: B. Ode"
	Change Change

	// Was is, in a redline, the block in the old draft where only some of its words
	// differ; Change says nothing of these. Otherwise nil.
	Was *Signatory

	Origin *Origin // of its party, native name, name, title and seal, a value each; nil without a trace
}

// lineSeparator parts the lines of [Signatory.More].
const lineSeparator = "; "

// ChangeOfBlock is the change of a block as a whole.
func ChangeOfBlock(b Block) Change {
	switch b := b.(type) {
	case *Clause:
		return b.Change
	case *Paragraph:
		return b.Change
	case *Table:
		return b.Change
	case *Signatures:
		return b.Change
	}
	return Unchanged
}

// Words is one field of the block. In a redline what it was stands before what it
// is, each marked.
func (s Signatory) Words(field func(Signatory) string) []Inline {
	var in []Inline
	add := func(words string, c Change) {
		if words != "" {
			in = append(in, &Text{Text: words, Value: true, Change: c})
		}
	}
	is, change := field(s), s.Change
	if s.Was == nil || field(*s.Was) == is {
		add(is, change)
		return in
	}
	was := field(*s.Was)
	if !strings.Contains(was+is, lineSeparator) {
		add(was, Deleted)
		add(is, Inserted)
		return in
	}
	// Several lines, of which some are the same.
	old, new := strings.Split(was, lineSeparator), strings.Split(is, lineSeparator)
	gone, there := false, false // lines before, in each draft
	join := func(line string, c Change) {
		if c == Deleted && gone || c != Deleted && there {
			add(lineSeparator, c)
		}
		add(line, c)
		gone, there = gone || c == Deleted, there || c != Deleted
	}
	kept := slices.Clone(new)
	for _, line := range old {
		if k := slices.Index(kept, line); k >= 0 {
			kept = slices.Delete(kept, k, k+1)
		} else {
			join(line, Deleted)
		}
	}
	for _, line := range new { // kept are those that are new
		c := change
		if k := slices.Index(kept, line); k >= 0 {
			c, kept = Inserted, slices.Delete(kept, k, k+1)
		}
		join(line, c)
	}
	return in
}

// Text is words.
type Text struct {
	Text   string // no line breaks, no control characters
	Value  bool   // it came from the term sheet and is printed as it stands
	Break  bool   // in a redline, the end of a paragraph that one draft has and the other has not; Text is then "¶"
	Mark   string // in a draft read from a file, how the words are marked there: "bold; link https://a.example"; otherwise ""
	Change Change
	Origin *Origin // nil without a trace, and where the words do not hang on the term sheet

	// WasMark is, in a redline, Mark in the old draft where it differs, [Plain] for
	// none and [Defining] where the words were a Define; otherwise "".
	WasMark string
}

// Raised is "sup" of words that stand above the line, "sub" of those below it, else "":
// 10 with a raised 3 is not 103.
func (t *Text) Raised() string {
	switch {
	case strings.Contains(t.Mark, "superscript"):
		return "sup"
	case strings.Contains(t.Mark, "subscript"):
		return "sub"
	}
	return ""
}

// What [Text.WasMark], [Define.WasMark] and [Clause.Was] say where there was
// nothing, or a definition.
const (
	Plain      = "plain"
	Defining   = "definition"
	Unlabelled = "unlabelled"
)

// Define is the place where a term is defined: it prints as the term in bold
// between quotation marks.
type Define struct {
	Term    string
	Change  Change
	WasMark string  // in a redline, [Plain] where the old draft has the same words as plain text; otherwise ""
	Origin  *Origin // as for Text
}

// Ref is a cross-reference. Two references are the same when their targets
// are, whatever their numbers.
type Ref struct {
	Target string // ID of the clause referred to
	Text   string // as printed: "Section 4.2", "Schedule C (Grant matrix)"
	Change Change
	Was    string // in a redline, Text in the old draft where only the number moved; otherwise ""
	Mark   string // as [Text.Mark]

	WasMark string // as [Text.WasMark]
}

// Change says how a node of a redline differs between the old draft and the
// new. In an agreement that is not a redline every node is Unchanged.
//
// A block that is Inserted, Deleted, MovedFrom or MovedTo is so as a whole, and
// every inline in it is marked alike, save that words edited inside a moved
// block are Inserted or Deleted.
type Change uint8

const (
	Unchanged Change = iota
	Inserted         // in the new draft only
	Deleted          // in the old draft only
	MovedFrom        // the place in the old draft of what now stands elsewhere
	MovedTo          // the place in the new draft of what stood elsewhere
)

// Source says which text of the library a clause came from, and what of the
// term sheet it read.
type Source struct {
	Topic   string   // "escrow/release"
	Variant string   // "notice-and-objection", or "" where the topic has but one
	Version string   // of the clause file: "1.0.0"
	Hash    string   // SHA-256 of the clause file and of what it shares with its siblings, in hexadecimal
	Reads   []string // JSON Pointers of the term-sheet values it may read, sorted
}

func (*Clause) block()     {}
func (*Paragraph) block()  {}
func (*Table) block()      {}
func (*Signatures) block() {}

func (*Text) inline()   {}
func (*Define) inline() {}
func (*Ref) inline()    {}

// Positional reports whether an ID was made from the place of a provision
// among its siblings ("grant/scope.~2"), so that it can change when a sibling
// comes or goes. All other IDs are stable.
func Positional(id string) bool { return strings.Contains(id, "~") }

// Formerly begins, in a redline, the ID of a block that only the old draft has where a
// block of the new draft has that ID.
const Formerly = "old:"

// Words is the text of inlines as printed, without any mark-up; a defined term
// stands between straight double quotation marks.
func Words(in []Inline) string {
	if len(in) == 1 {
		if t, ok := in[0].(*Text); ok {
			return t.Text
		}
	}
	var b strings.Builder
	for _, x := range in {
		switch x := x.(type) {
		case *Text:
			b.WriteString(x.Text)
		case *Define:
			b.WriteString(`"` + x.Term + `"`)
		case *Ref:
			b.WriteString(x.Text)
		}
	}
	return b.String()
}

// Walk calls f for each block of body in reading order, parents first. Where f
// returns false, the blocks inside that one are passed over.
func Walk(body []Block, f func(Block) bool) {
	for _, b := range body {
		if !f(b) {
			continue
		}
		if c, ok := b.(*Clause); ok {
			Walk(c.Body, f)
		}
	}
}

// Inlines calls f for each run of inlines in b itself: a clause's heading, a
// paragraph's words, a table's cells. It does not descend into the blocks of a
// clause; [Walk] does.
func Inlines(b Block, f func(in []Inline)) {
	switch b := b.(type) {
	case *Clause:
		f(b.Heading)
	case *Paragraph:
		f(b.Text)
	case *Table:
		for _, c := range b.Head {
			f(c)
		}
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				f(c)
			}
		}
	case *Signatures:
		f(b.Lead)
	}
}
