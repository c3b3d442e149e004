package redline

// A Cause is why a change came about.
type Cause struct {
	Kind    CauseKind `json:"kind"`
	Pointer string    `json:"pointer,omitempty"` // of a Term: JSON Pointer into the term sheet
	Topic   string    `json:"topic,omitempty"`   // of a Variant or Library: the library clause
	Before  string    `json:"before"`
	After   string    `json:"after"`
	Partial bool      `json:"partial,omitempty"` // it takes other term changes too to bring the change about
}

// A CauseKind says what sort of thing brought a change about.
type CauseKind uint8

const (
	Term    CauseKind = iota // a value of the term sheet
	Variant                  // another variant of the library clause was chosen
	Library                  // the library clause itself has another text
)
