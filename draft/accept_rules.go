package draft

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// AcceptRules decide on the changes of a draft that came back. The first rule that is
// for a change decides.
type AcceptRules struct {
	// Address of the JSON Schema of these rules, for editors. It has no effect.
	Schema string `json:"$schema,omitempty"`
	// The side for which standing is judged: licensor, licensee, or the id or name of a party.
	Side string `json:"side,omitempty" jsonschema:"maxLength=300,example=licensor"`
	// The rules, in the order in which they are tried.
	Rules []AcceptRule `json:"rules" jsonschema:"required,maxItems=500"`
	// What becomes of a change that no rule is for: it is asked for, accepted, refused, or left open (the default).
	Otherwise string `json:"otherwise,omitempty" jsonschema:"enum=ask,enum=accept,enum=refuse,enum=open"`

	file *schema.File
}

// An AcceptRule is for changes that fit all that it says, and decides on them.
type AcceptRule struct {
	// A provision by its id or number, with all that is under it.
	Provision string `json:"provision,omitempty" jsonschema:"maxLength=200,example=escrow/release"`
	// Who tracked the change.
	Author string `json:"author,omitempty" jsonschema:"maxLength=200"`
	// Whether the change was tracked.
	Tracked *bool `json:"tracked,omitempty"`
	// What sort of change it is, as engross diff lists it.
	Kind []string `json:"kind,omitempty" jsonschema:"enum=substantive,enum=number,enum=defined-term,enum=moved,enum=typographic,enum=markup,enum=structure"`
	// How it stands to what the library says that the side may take, as engross respond judges it.
	Standing []string `json:"standing,omitempty" jsonschema:"enum=within-position,enum=within-fallback,enum=new-matter,enum=beyond-fallback,enum=beyond-walk-away"`
	// What becomes of the change.
	Then string `json:"then" jsonschema:"required,enum=ask,enum=accept,enum=refuse,enum=open"`
	// What to say to the other side where the change is not accepted.
	Reply string `json:"reply,omitempty" jsonschema:"maxLength=2000"`
	// Why, for the house alone.
	Why string `json:"why,omitempty" jsonschema:"maxLength=1000"`
}

// AcceptRulesURL identifies the JSON Schema of the rules of engross accept.
const AcceptRulesURL = "https://raw.githubusercontent.com/engross/engross/main/draft/accept.schema.json"

//go:embed accept.schema.json
var acceptSchema []byte

var acceptForm = schema.NewForm("rules", acceptSchema)

// AcceptRulesSchema is the JSON Schema (draft 2020-12) of the rules. The caller may
// keep and change the bytes.
func AcceptRulesSchema() []byte { return bytes.Clone(acceptSchema) }

// LoadAcceptRules reads rules: JSON, in which comments and trailing commas are allowed.
// The error is [agreement.Problems] with all that is wrong, placed.
func LoadAcceptRules(name string, src []byte) (*AcceptRules, error) {
	r := &AcceptRules{}
	var err error
	r.file, err = acceptForm.Load(name, src, r)
	return r, err
}

// NeedStanding reports that a rule asks how a change stands.
func (r *AcceptRules) NeedStanding() bool {
	return slices.ContainsFunc(r.Rules, func(x AcceptRule) bool { return len(x.Standing) > 0 })
}

// Choose is what the rules say of a change; ask is true where they say to ask. Standing
// is nil where nobody has judged.
func (r *AcceptRules) Choose(c *redline.Change, by []string, untracked bool, standing *assemble.Standing) (choice Choice, ask bool) {
	then := r.Otherwise
	for i := range r.Rules {
		if x := &r.Rules[i]; x.fits(c, by, untracked, standing) {
			then, choice.Reply, choice.Why = x.Then, x.Reply, x.Why
			break
		}
	}
	choice.Decision = Open
	if i := slices.Index(decisions, then); i >= 0 {
		choice.Decision = Decision(i)
	}
	return choice, then == "ask"
}

func (x *AcceptRule) fits(c *redline.Change, by []string, untracked bool, standing *assemble.Standing) bool {
	return (x.Provision == "" || Concerns(x.Provision, c)) &&
		(x.Author == "" || slices.Contains(by, x.Author)) &&
		(x.Tracked == nil || *x.Tracked == !untracked) &&
		(len(x.Kind) == 0 || slices.Contains(x.Kind, c.Kind.String())) &&
		(len(x.Standing) == 0 || standing != nil && slices.Contains(x.Standing, standing.String()))
}

// Concerns reports that a change is in a provision, or in one under it; the provision
// is named by its id or by its number in either draft.
func Concerns(provision string, c *redline.Change) bool {
	if provision == c.ClauseID || strings.HasPrefix(c.ClauseID, provision+".") {
		return true
	}
	for _, number := range []string{c.OldNumber, c.NewNumber} {
		rest, ok := strings.CutPrefix(number, provision)
		if ok && provision != "" && (rest == "" || strings.IndexAny(rest, ".(,") == 0) {
			return true
		}
	}
	return false
}
