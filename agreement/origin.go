package agreement

import "go/token"

// An Origin says where words come from: which values of the term sheet, or which
// defaults that the clauses took in their place. Words that the library prints
// whatever the term sheet says have none.
//
// Origins and conditions are there only where assembly was asked for a trace.
type Origin struct {
	How    How
	Values []Value      // in the order in which they were read, each once
	*Site               // the action that prints the words; nil for words that stand in the clause
	Hangs  []*Condition // conditions inside the paragraph that let in words of this text
}

// A Site is a place in a library: an action or a condition of a clause, a topic or a
// template.
type Site struct {
	Pos    token.Position
	Source string // as it is written there: ".Param \"objection\"", "if .Escrow.Deposits"
}

// How says what values have to do with words.
type How uint8

const (
	Printed  How = iota // the words are the values
	Chosen              // the words are the library's: the values chose them
	Reckoned            // the words are a figure worked out from the values
)

// A Value is a value that words come from: one of the term sheet, or else a
// default.
type Value struct {
	Pointer string   // JSON Pointer of the value that the term sheet states; "" for a default
	Default *Default // what a clause took where the term sheet is silent; nil for a stated value
}

// A Default is the value that a clause gives to one of its parameters where the
// term sheet states none.
type Default struct {
	Topic     string `json:"topic"`     // whose parameter it is: "escrow/release"
	Parameter string `json:"parameter"` // its name: "objection"
	Position  string `json:"position"`  // whose default it is: "L", "B" or "E"
	Pointer   string `json:"pointer"`   // where the term sheet would state it: "/escrow/objection_days"
}

// A Condition is a condition of the library that let a provision in.
type Condition struct {
	*Site
	Fails  bool    // the provision is in because the condition does not hold: it stands after else
	Values []Value // that the condition looked at
}
