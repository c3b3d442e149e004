package schema

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
)

// Starter is a term sheet to begin with, for a kind of deal and a number of
// parties: complete enough to be checked and drafted as it stands, with names
// and figures to be replaced and, above each group, a comment that says what it
// means. The comments are the descriptions of the JSON Schema.
//
// With are matters that the deal has besides (see [StarterMatters]).
//
// It is an error if the number of parties is less than 2, more than 200, or
// not 2 for a bilateral deal, and where a matter is not known.
func Starter(kind DealKind, parties int, with ...string) ([]byte, error) {
	if parties < 2 || parties > 200 {
		return nil, fmt.Errorf("%d parties: an agreement has from 2 to 200", parties)
	}
	if kind == Bilateral && parties != 2 {
		return nil, fmt.Errorf("%d parties: a bilateral agreement has 2", parties)
	}
	t := starterSheet(kind, parties)
	if len(with) == 0 {
		return Commented(t), nil
	}
	for _, matter := range with {
		if !slices.Contains(StarterMatters(), matter) {
			return nil, fmt.Errorf("there is nothing called %q to begin with; there is %s", excerpt(matter), strings.Join(StarterMatters(), ", "))
		}
	}
	return starterWith(t, with)
}

//go:embed starter/*.json
var starters embed.FS

// StarterMatters are what a starter can have besides what every deal has:
// "escrow", "royalties" and so on, sorted.
func StarterMatters() []string {
	files, err := starters.ReadDir("starter")
	if err != nil {
		panic("schema: the starters are not embedded: " + err.Error()) // the build keeps it so
	}
	var list []string
	for _, f := range files {
		if name := strings.TrimSuffix(f.Name(), ".json"); !strings.HasSuffix(name, ".pool") {
			list = append(list, name)
		}
	}
	return list
}

// starterMatter is a part of a term sheet; for many parties some have another form.
func starterMatter(name string, kind DealKind) ([]byte, error) {
	if kind != Bilateral {
		if part, err := starters.ReadFile("starter/" + name + ".pool.json"); err == nil {
			return part, nil
		}
	}
	return starters.ReadFile("starter/" + name + ".json")
}

// starterWith lays matters over a starter, in the order of their names, so that
// the order of asking makes no difference.
func starterWith(t *TermSheet, with []string) ([]byte, error) {
	source, err := Canonical(t)
	if err != nil {
		return nil, err
	}
	f, err := Load("starter", source)
	if err != nil {
		return nil, err
	}
	edit, err := f.Edit()
	if err != nil {
		return nil, err
	}
	for _, matter := range slices.Sorted(slices.Values(with)) {
		over, err := starterMatter(matter, t.Deal.Kind)
		if err == nil {
			err = edit.Lay(over)
		}
		if err != nil {
			return nil, err
		}
	}
	if f, err = Load("starter", edit.Source()); err != nil {
		return nil, err
	}
	return Commented(f.Sheet), nil
}

// Commented is a term sheet as JSON to be edited by hand: above each group, a
// comment that says what it means.
func Commented(t *TermSheet) []byte {
	w := commenter{defs: definitions()}
	w.b.WriteString("// A term sheet for engross. Replace names, figures and dates with your own, and delete what the\n" +
		"// deal does not have: what is left out takes the balanced default of the clause that needs it.\n" +
		"// engross check says what is missing or risky; engross draft writes the agreement.\n")
	begun := *t
	begun.Schema = URL // editors complete and check by it
	w.object(reflect.ValueOf(begun), "TermSheet", "")
	w.b.WriteByte('\n')
	return w.b.Bytes()
}

func starterSheet(kind DealKind, n int) *TermSheet {
	t := &TermSheet{
		Deal:     Deal{ID: "DEAL-2027-01", Kind: kind, EffectiveDate: Date{2027, 1, 1}, SigningDate: Date{2026, 12, 15}, Language: "en-GB", Position: Balanced},
		Recitals: []string{"The parties each hold rights that are useful to the products of the others."},
		Fields: []Field{{ID: "products", Name: "Licensed Field One", Definition: "products of the kind that the parties describe here by what they do",
			Excludes: []string{"products of any other kind"}}},
		Territories: []Territory{{ID: "territory-1", Name: "Territory One", Countries: []string{"DE", "FR", "IE"}}},
		Disputes: Disputes{GoverningLaw: "IE", Forum: Forum{Kind: "arbitration", Seat: "Dublin", SeatCountry: "IE", Rules: "ICC", Arbitrators: ptr(1), Language: "English"},
			Mediation: Mediation{Rules: "ICC", Appointing: "the ICC International Centre for ADR"}},
		Term: Term{Length: ptr(Months(120))},
		Regulatory: Regulatory{Counsel: "Competition Counsel LLP", ChangeInLaw: ChangeInLaw{Rule: "minimum-adjustment"},
			Jurisdictions: []RiskRow{{Code: "EU", Regime: "antitrust", Exposure: ptr(2), Likelihood: ptr(2), Control: "yearly check of market shares", Owner: "party-1", ReviewDate: Date{2027, 7, 1}}}},
	}
	for i := 1; i <= n; i++ {
		t.addStarterParty(kind, i)
	}
	if kind == Bilateral {
		t.Payments = Payments{}
		t.Grants = []Grant{starterGrant("g1", "party-1", "party-2"), starterGrant("g2", "party-2", "party-1")}
		return t
	}
	t.Payments.Currency = "EUR"
	t.addStarterPool()
	return t
}

func (t *TermSheet) addStarterParty(kind DealKind, i int) {
	id := fmt.Sprintf("party-%d", i)
	roles := []Role{RoleMember}
	if kind == Bilateral {
		roles = []Role{RoleLicensor, RoleLicensee}
	}
	t.Parties = append(t.Parties, Party{
		ID: id, LegalName: fmt.Sprintf("Company %d Limited", i), ShortName: fmt.Sprintf("Company %d", i), EntityType: "a private limited company",
		Jurisdiction: "IE", RegNo: fmt.Sprintf("%06d", 100000+i), Address: fmt.Sprintf("%d Example Street, Dublin, Ireland", i), Roles: roles,
		Signatory: Signatory{Name: fmt.Sprintf("Signatory %d", i), Title: "Director"}, Notices: Notices{Email: fmt.Sprintf("legal@company-%d.example", i)},
	})
	a := Asset{
		ID: fmt.Sprintf("p%d", i), Kind: Patent, Title: fmt.Sprintf("Invention %d", i), Owners: []Owner{{Party: id}}, Office: "EP", Number: fmt.Sprintf("EP %d B1", 9999900+i),
		Countries: []Country{"DE", "FR", "IE"}, FilingDate: Date{2020, 3, 1}, ExpiryDate: Date{2040, 3, 1}, Status: "granted", Class: Core, ValueDriver: "unit cost",
	}
	if kind != Bilateral {
		a.EssentialTo, a.Evaluator = "the licensed products", "Independent Evaluator"
	}
	t.Assets = append(t.Assets, a)
}

func starterGrant(id, from string, to ...string) Grant {
	return Grant{ID: id, From: from, To: to, Class: Core, Acts: []string{"make", "use", "sell", "offer", "import"}, Field: "products", Territory: "territory-1",
		Exclusivity: Nonexclusive, Tier: "core", End: EndTerm, HaveMade: "own-design", Sublicense: Sublicense{Allowed: ptr(false)},
		Diligence: []Milestone{{What: "first sale of a product that uses a licensed right", By: Date{2030, 12, 31}, Evidence: "an invoice"}}, Loss: "plan"}
}

func (t *TermSheet) addStarterPool() {
	admin := Party{ID: "administrator", LegalName: "Pool Administration Limited", ShortName: "Pool Admin", EntityType: "a private limited company", Jurisdiction: "IE",
		RegNo: "200001", Address: "1 Administration Street, Dublin, Ireland", Roles: []Role{RoleAdministrator},
		Signatory: Signatory{Name: "Signatory of the administrator", Title: "Director"}, Notices: Notices{Email: "pool@administration.example"}}
	t.Parties = append(t.Parties, admin)
	g := starterGrant("g1", "members", "members")
	t.Governance.Administrator = admin.ID
	t.Membership.Withdrawal.GrantsContinue = ptr(true)
	if t.Deal.Kind == Consortium {
		t.Payments = Payments{}
	}
	if t.Deal.Kind != Consortium {
		g.Royalty = "r1"
		t.Payments.Royalties = []Royalty{{ID: "r1", Name: "product royalty", Payer: "licensees", Payee: admin.ID, Base: PerUnit, Unit: "product", Marginal: ptr(true),
			Tiers: []Tier{
				{From: number("0"), To: ptr(number("10000")), Rate: number("0")},
				{From: number("10000"), To: ptr(number("1000000")), Rate: number("0.20")},
				{From: number("1000000"), Rate: number("0.10")},
			},
			Cap: &Money{Amount: number("3500000"), Currency: "EUR"}, StepDown: &Percent{decimal.NewFromInt(50)}}}
		t.Payments.Distribution = Distribution{By: "patent-count"} // who is paid by what is never the standard's to say
		t.Payments.Tax = Tax{Withholding: "reduce"}
	}
	t.Regulatory.PoolConditions = []string{"open-participation", "essential-only", "limited-information", "nonexclusive-in", "frand-out", "free-to-challenge",
		"free-to-develop", "disclosure", "no-double-royalty"}
	t.Governance.ReviewEvents = []string{"accession", "law-change"}
	if t.Deal.Kind == StandardPool {
		t.Regulatory.FRAND = FRAND{Standard: "Example Standard 1.0", SSO: "Example Standards Body", Terms: "frand"}
	}
	t.Grants = []Grant{g}
}

func number(s string) Decimal { return Decimal{decimal.RequireFromString(s)} }

func ptr[T any](v T) *T { return &v }

// definitions are the types of the JSON Schema, by name; the whole term sheet
// is among them.
var definitions = sync.OnceValue(func() map[string]schemaType {
	var s struct {
		schemaType
		Defs map[string]schemaType `json:"$defs"`
	}
	if err := json.Unmarshal(JSON(), &s); err != nil {
		panic("schema: the embedded JSON Schema is not JSON: " + err.Error()) // a test keeps it so
	}
	s.Defs["TermSheet"] = s.schemaType
	return s.Defs
})

type schemaType struct {
	Properties map[string]struct {
		Description string   `json:"description"`
		Enum        []string `json:"enum"`
		Items       struct {
			Enum []string `json:"enum"`
		} `json:"items"`
	} `json:"properties"`
}

// A commenter prints a value as JSON with comments.
type commenter struct {
	b    bytes.Buffer
	defs map[string]schemaType
	seen map[string]bool
}

func (w *commenter) object(v reflect.Value, name, indent string) {
	w.b.WriteString("{")
	inner := indent + "  "
	first := true
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag.Get("json")
		key, _, _ := strings.Cut(tag, ",")
		f := v.Field(i)
		if key == "" || f.IsZero() && key != "kind" {
			continue
		}
		if !first {
			w.b.WriteString(",")
		}
		first = false
		w.comment(name, key, inner)
		fmt.Fprintf(&w.b, "\n%s%q: ", inner, key)
		w.value(f, inner)
	}
	w.b.WriteString("\n" + indent + "}")
}

// comment prints the description of a member, the first time it occurs.
func (w *commenter) comment(name, key, indent string) {
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	member := w.defs[name].Properties[key]
	about := member.Description
	if about == "" || w.seen[name+"/"+key] {
		return
	}
	w.seen[name+"/"+key] = true
	w.b.WriteString("\n" + indent + "// " + about)
	if allowed := append(member.Enum, member.Items.Enum...); len(allowed) > 0 {
		w.b.WriteString("\n" + indent + "// One of " + strings.Join(allowed, ", ") + ".")
	}
}

func (w *commenter) value(v reflect.Value, indent string) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	_, marshals := v.Interface().(interface{ MarshalText() ([]byte, error) })
	_, marshalsJSON := v.Interface().(json.Marshaler)
	switch {
	case marshals || marshalsJSON || v.Kind() != reflect.Struct && v.Kind() != reflect.Slice:
		w.plain(v)
	case v.Kind() == reflect.Struct:
		w.object(v, v.Type().Name(), indent)
	case v.Type().Elem().Kind() == reflect.Struct && v.Len() > 0:
		w.b.WriteString("[")
		for i := range v.Len() {
			if i > 0 {
				w.b.WriteString(",")
			}
			w.b.WriteString("\n" + indent + "  ")
			w.value(v.Index(i), indent+"  ")
		}
		w.b.WriteString("\n" + indent + "]")
	default: // a list of plain values, in one line
		w.b.WriteString("[")
		for i := range v.Len() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.plain(v.Index(i))
		}
		w.b.WriteString("]")
	}
}

func (w *commenter) plain(v reflect.Value) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v.Interface()); err != nil {
		panic("schema: a starter value cannot be written: " + err.Error()) // the values are ours
	}
	w.b.Write(bytes.TrimSpace(b.Bytes()))
}

// filler is what the starter has in the place of what only the parties know. Texts
// that a deal may well keep, such as "Director", are not among it.
var filler = agreement.Pattern(`^(Company \d+( Limited)?|Signatory (\d+|of the administrator)|\d+ Example Street, Dublin, Ireland|1 Administration Street, Dublin, Ireland` +
	`|legal@company-\d+\.example|pool@administration\.example|Invention \d+|EP 99999\d\d B1|Licensed Field (One|Two)|Territory One|Competition Counsel LLP` +
	`|products of the kind that the parties describe here by what they do(, and that no other member makes)?|products of any other kind|Independent Evaluator|Pool Administration Limited|Pool Admin` +
	`|Example Standard 1\.0|Example Standards Body|Escrow Agency( Limited)?|1 Escrow Street, Dublin, Ireland|deposits@escrow\.example|Program One)$`)

// IsFiller reports whether a text is the starter's own, which nobody has replaced.
func IsFiller(s string) bool { return filler().MatchString(s) }
