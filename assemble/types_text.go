package assemble

import (
	"go/token"
	"reflect"
	"sync"
	"text/template"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

// A text is a parsed clause: a template that fills in values, whose output is
// Markdown.
//
// Three kinds of control characters, which no term sheet may hold, carry what
// Markdown cannot say through to the reader: a line mark (lineMark, number,
// lineMark) before each literal line, a value mark (valueOpen, index,
// valueClose) in the place of each printed value, and a table mark (tableOpen,
// index, tableClose) in the place of each table. So a value is never read as
// Markdown, whatever it holds.
type text struct {
	parsed
	file   string
	source string
	starts []int // where the lines of the source begin
}

// parsed is a template in the forms in which it is used.
type parsed struct {
	root     *parse.ListNode
	program  *program                  // nil where text/template has to do it
	template func() *template.Template // made when it is first wanted
}

// A condition is a pipeline that is true or false of an agreement: the "when"
// of a template's line or of a variant.
type condition struct {
	source string
	pos    token.Position
	text   func() (*conditionText, error) // source parsed
}

type conditionText struct {
	parsed
	formula *formula
}

// A program is a clause, or a condition, compiled: it does what text/template
// would do with the same parsed text, but looks up functions, methods and fields
// once instead of in every agreement.
//
// text/template remains what the meaning of a clause is. A clause that uses what
// the compiler does not know has no program; and where a program comes upon
// anything out of the ordinary, such as an error or a nil pointer, it gives up and
// text/template does the whole clause again, and words the error. So a program
// knows nothing of errors.
type program struct {
	steps []step
	vars  int
}

// A step prints, chooses or repeats.
type step func(*frame)

// A frame is the state of one run of a program.
type frame struct {
	context *context
	dot     reflect.Value
	vars    []reflect.Value
	out     []byte

	// What a trace wants to know; nothing where trace is nil.
	trace   *tracer
	guard   *guard    // the conditions under which it prints
	dotFrom []int32   // the values that dot was made of, where it lies in no term sheet
	from    [][]int32 // and the variables
}

// aside is what a clause has printed that is not Markdown: marks in the Markdown
// stand for these values and tables.
type aside struct {
	values []string
	tables []*agreement.Table

	// For a trace, which is nil where none is asked for: the origins of the values, and
	// what was printed in which order.
	trace   *tracer
	origins []*agreement.Origin
	events  []event
}

// event is that a clause printed something.
type event struct {
	at     int // offset in the marked text
	guard  *guard
	origin *agreement.Origin // of words that values chose; nil of the clause's own
}

// wordings remembers the wordings of one variant by the filled text they were
// read from. It may be used by many goroutines.
type wordings struct {
	mu     sync.RWMutex
	byText map[string]*wording
	size   int // bytes of the texts
}

// A wording is a clause as read, with marks in the place of values. What a clause
// prints besides values is the same text in every agreement in which its
// conditions fall out alike, so a wording is read once and copied with the values
// of each agreement. It never changes.
type wording struct {
	body        []agreement.Block
	definitions []definition // lent to the dictionary
	uses        []use        // the terms that body uses
	problems    agreement.Problems
	size        size   // of body
	spans       *spans // where its parts stand in the marked text; nil where no trace was asked for
}

// size is how many of each there are in a wording.
type size struct{ blocks, clauses, paragraphs, inlines, texts, refs int }

// spans are where the blocks and the words of a wording stand, by where those lie.
type spans struct {
	places places
	list   []span
}

// A span is a part of a marked text.
type span struct{ from, to int }

// A definition is a paragraph that defines a term, and the terms it uses itself.
type definition struct {
	paragraph *agreement.Paragraph
	uses      []use
}

// A use is a term used in a text. A single word that begins a sentence may be
// an ordinary word with a capital, so such a use is weak: it brings in a
// definition, and does not require one.
type use struct {
	term string
	weak bool
	pos  token.Position // of the block that uses it
}

// A vocabulary is every term that a library defines anywhere, with its plural,
// for finding the terms that a text uses.
type vocabulary struct {
	byFirst map[string][]form // by first word, longest first
	byLower map[string][]form // likewise, by that word in lower case where it has a capital
	homes   map[string][]string
}

// A form is one way to write a term: itself or its plural.
type form struct {
	words []string
	term  string
}
