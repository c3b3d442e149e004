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

// An Answer is what one side says to a change of words that the other asked for and
// that is not in the draft. A Word draft says it in a comment beside the provision.
type Answer struct {
	// The id of the provision, as in a wording; "" for the title page.
	Provision string `json:"provision,omitempty" jsonschema:"maxLength=200"`
	// Whether the change was refused, or is left open.
	Decision string `json:"decision" jsonschema:"required,enum=refused,enum=open"`
	// The words that stand in the draft; left out where the other side would insert some.
	Before string `json:"before,omitempty" jsonschema:"maxLength=4000"`
	// The words that the other side asked for; left out where it would delete some.
	After string `json:"after,omitempty" jsonschema:"maxLength=4000"`
	// Who asked for them, as the file that came back has it.
	AskedBy string `json:"asked_by,omitempty" jsonschema:"maxLength=200"`
	// The day of the decision.
	Date Date `json:"date,omitzero"`
	// What to say to the other side, in the comment.
	Reply string `json:"reply,omitempty" jsonschema:"maxLength=2000"`
	// Why, for the house alone.
	Why string `json:"why,omitempty" jsonschema:"maxLength=1000"`
}

// What an answer says.
const (
	Refused  = "refused"
	LeftOpen = "open"
)
