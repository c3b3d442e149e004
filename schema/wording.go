package schema

// A Wording is words of one provision that the parties negotiated. What it says is
// settled: a value in it is no longer taken from its place in the term sheet.
type Wording struct {
	// The id of the provision: a topic of the library ("escrow/release"), a provision in it ("escrow/release.objection"), or a definition ("term:Affiliate").
	Provision string `json:"provision" jsonschema:"required,minLength=3,maxLength=200,example=escrow/release.objection"`
	// What the words do: replace those of the provision (the default), stand as a provision of their own before or after it, or delete it.
	Action string `json:"action,omitempty" jsonschema:"enum=replace,enum=before,enum=after,enum=delete"`
	// The words, a text for each paragraph, as the library writes a provision: "**Heading.** Words.", [](#escrow/release.notice) for a reference, **"Term"** for a definition. A text that begins with "1. " is a sub-provision, with "1.1. " one under that; one that begins with "|" is the row of a table.
	Words []string `json:"words,omitempty" jsonschema:"maxItems=1000"`
	// Who asked for the words, as the file that came back has it.
	AskedBy string `json:"asked_by,omitempty" jsonschema:"maxLength=200" engross:"checks,who asked for words is not printed in them"`
	// The day on which they were accepted.
	Date Date `json:"date,omitzero" engross:"checks,when words were accepted is not printed in them"`
	// Why they were accepted.
	Why string `json:"why,omitempty" jsonschema:"maxLength=1000" engross:"checks,the reason is for one side alone"`
}

// What a wording does.
const (
	Replace      = "replace"
	InsertBefore = "before"
	InsertAfter  = "after"
	Delete       = "delete"
)
