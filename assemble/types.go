package assemble

import (
	"go/token"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Deal is a term sheet with the choices of a library made: which clauses are in,
// in which variant, and what they state. It is what is checked, reckoned, assembled
// and drafted; the choices are made once for each agreement. A deal is not changed
// once it is resolved, and may be used by any number of goroutines.
type Deal struct {
	File     *schema.File      // the term sheet as given
	Sheet    *schema.TermSheet // a copy, with the defaults that were taken
	Template *Template
	Topics   []string           // in the order of the agreement
	Problems agreement.Problems // contradictions among the choices; no agreement is made while there are errors

	lib       *Library
	chosen    []*chosen // in the order of the template
	byTopic   map[string]*chosen
	letters   []string // letters of the schedules in use
	facts     facts
	said      map[Fact]Saying
	omissions []Omission
	trace     *tracer // nil where no trace is asked for
}

// Variant is the variant chosen for a topic; "" where the topic has only one, or
// is not in the agreement.
func (d *Deal) Variant(topic string) string {
	if in := d.byTopic[topic]; in != nil && in.variant != nil {
		return in.variant.Name
	}
	return ""
}

// Says is what the agreement says about a fact.
func (d *Deal) Says(f Fact) Saying { return d.said[f] }

// chosen is a topic that is in, or a part heading.
type chosen struct {
	item    *Item
	variant *Variant
	values  map[string]any // by the name of the parameter; an absent value is nil
	given   map[string]bool
	balance string // the variant that the balanced standard would take

	conditions []*agreement.Condition // that let it in and chose the variant, for a trace
	byPosition bool                   // the position chose the variant, not the term sheet or its facts
}

// A Saying is what the chosen clauses say about a fact. The zero Saying is that none
// of them says anything.
type Saying struct {
	Value     string // coded: "once"
	Is        any    // the value of the parameter, where the fact is one
	Topic     string // of the clause that says it
	Parameter string // whose value it is, or ""
	Pointer   string // where the term sheet chose its variant; "" where a fact or the position did
}

// declared is one value that a variant declares of a fact: a coded value or the
// parameter whose value it is, with the condition on which the words say it.
type declared struct {
	value     string
	parameter string
	when      *condition
}

// A hold is a place of the term sheet that the words of a variant can state: the
// path of a parameter that they use, or a value that they read.
type hold struct {
	path   string
	states bool // it is printed or walked over, or a parameter, not only asked about in a condition
}

// An Omission is a topic that the term sheet leaves out.
type Omission struct {
	Topic  string
	Value  string // path of what the term sheet states and this topic alone gives effect to: "escrow.deposits"; or ""
	Missed string // what is missed without it: "nothing of it survives the end"; or ""
}

// facts are yes-or-no answers about a deal that many conditions ask for.
type facts struct {
	signing []*schema.Party
	degrees map[schema.Exclusivity]bool
}

// A Result is an assembled agreement and how it came about.
type Result struct {
	*Deal
	Document *agreement.Document
	Sources  []*agreement.Source // the clauses used, in the order of the agreement
	Problems agreement.Problems  // warnings and notes; errors are returned as the error instead
	Trace    *Trace              // nil where none is asked for
}

// A run is one assembly under way.
type run struct {
	*Deal
	problems   agreement.Problems
	turns      int                             // of loops so far
	dates      []KeyDate                       // of a schedule of them
	negotiated map[string]*agreement.Paragraph // definitions of the parties' own, by term; nil where they took one away
}

// A context is what a clause sees: the term sheet, with the defaults filled in,
// and the methods below. It is exported because text/template calls only what
// is; nothing outside this package makes one.
type context struct {
	*schema.TermSheet
	run       *run
	here      *chosen
	aside     aside
	royalties []RoyaltyView // once asked for
}

// A RoyaltyView is one royalty as Schedule D prints it.
type RoyaltyView struct {
	ID, Name, Payer, Payee, Base, Unit, Currency, Minimum, Cap, EnterpriseCap, StepDown, Start, End string
	Marginal, Bands, Double                                                                         bool
	DeductionsCap, Combination, EndEvent                                                            string
	Licences, Deductions                                                                            []string
	TierRows, RegionRows, ExampleRows                                                               [][]agreement.Cell
}

// A KeyDate is a day on which something begins, ends or falls due under an agreement.
type KeyDate struct {
	Day, Last schema.Date // Last of several that follow each other alike; zero for one
	Times     int         // how many these are
	Named     bool        // the agreement prints the day itself, and not only how it is counted
	Code      string      // what happens, as clauses have phrases for it: "payment"
	Of        string      // id of what it happens to: a licence, an asset, a royalty; or ""
	By, To    []string    // ids of the parties who owe it, and to whom; nil where the agreement names nobody
	Sum       *schema.Money
	Provision string   // id of the provision that says it
	Values    []string // JSON Pointers of what it follows from
}

// Dating finds the days of an agreement that was assembled with its trace, in their
// order. Package calendar has one.
type Dating func(*Result) ([]KeyDate, error)

// A Playbook is how a house negotiates with a library: for the choice of words of
// each clause, and for each of its parameters, what a side takes in the place of what
// it opens with, what it walks away from, and who approves what lies between. It is
// data beside the clauses, which a firm lays its own over; no word of it is ever in an
// agreement, nor in the digests that go with one.
type Playbook struct {
	lib     *Library
	rule    bookRule
	entries map[string]*entry // by topic
}

// bookRule is clauses/playbook.yaml: what holds where a clause has no entry.
type bookRule struct {
	Approve map[Weight]string `yaml:"approve"` // who approves, by what a term is about
}

// An entry is what the playbook says of one topic.
type entry struct {
	Sides      string               `yaml:"sides"`   // who stands on the two sides: grants, escrow, payments or services
	Variant    *bookTerm            `yaml:"variant"` // the choice of words
	Parameters map[string]*bookTerm `yaml:"parameters"`
	pos        token.Position
}

// A bookTerm is what the playbook says of one term.
type bookTerm struct {
	Weight   Importance `yaml:"weight"`
	Licensor *bookSide  `yaml:"licensor"`
	Licensee *bookSide  `yaml:"licensee"`
	Trade    string     `yaml:"trade"` // what to ask in return
	line     int
}

type bookSide struct {
	Fallback any    `yaml:"fallback"`
	WalkAway any    `yaml:"walk_away"` // one value or several
	Approve  string `yaml:"approve"`
}

// Importance is how much hangs on a term: in what order a negotiator hears of it.
type Importance string
