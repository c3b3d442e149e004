package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/schema"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

func sameTwice(f *facts, r *report) {
	repeated(r, f.Parties, "/parties", func(p *schema.Party) string { return p.ID })
	repeated(r, f.Assets, "/assets", func(a *schema.Asset) string { return a.ID })
	repeated(r, f.Fields, "/fields", func(x *schema.Field) string { return x.ID })
	repeated(r, f.Territories, "/territories", func(t *schema.Territory) string { return t.ID })
	repeated(r, f.Projects, "/projects", func(p *schema.Project) string { return p.ID })
	repeated(r, f.Grants, "/grants", func(g *schema.Grant) string { return g.ID })
	repeated(r, f.CarveOuts, "/carve_outs", func(c *schema.CarveOut) string { return c.ID })
	repeated(r, f.Payments.Royalties, "/payments/royalties", func(y *schema.Royalty) string { return y.ID })
	repeated(r, f.Payments.Fees, "/payments/fees", func(x *schema.Fee) string { return x.ID })
	repeated(r, f.Escrow.Deposits, "/escrow/deposits", func(d *schema.Deposit) string { return d.ID })
	repeated(r, f.Remedies.LD, "/remedies/ld", func(d *schema.LiquidatedDamages) string { return d.ID })
	repeated(r, f.Confidentiality.Tiers, "/confidentiality/tiers", func(t *schema.InformationTier) string { return t.ID })
	sameNames(f, r)
}

// repeated reports the second and later uses of an id in one list.
func repeated[T any](r *report, list []T, pointer string, id func(*T) string) {
	first := map[string]int{}
	for i := range list {
		key := id(&list[i])
		if j, taken := first[key]; taken {
			r.errorf(pointer+at(i, "id"), "give it another id", "%s is the id of %s too", short(key), dotted(pointer+at(j)))
		} else {
			first[key] = i
		}
	}
}

func sameNames(f *facts, r *report) {
	legal, bare, brief := map[string]int{}, map[string]int{}, map[string]int{}
	for i, p := range f.Parties {
		pointer := at("parties", i, "legal_name")
		name := bareName(p.LegalName)
		if j, taken := legal[name]; taken {
			r.errorf(pointer, "delete one of the two, or correct its name", "parties %s and %s have one name: %s", f.Parties[j].ID, p.ID, short(p.LegalName))
		} else if j, taken := bare[withoutForm(name)]; taken && !f.distinct(i, j) {
			r.warnf(pointer, "give both register numbers, or list one in the other's affiliate_of",
				"parties %s and %s look like one company: %s and %s", f.Parties[j].ID, p.ID, short(f.Parties[j].LegalName), short(p.LegalName))
		}
		keepFirst(legal, name, i)
		keepFirst(bare, withoutForm(name), i)
		key := bareName(p.ShortName)
		if j, taken := brief[key]; taken && key != "" {
			r.errorf(at("parties", i, "short_name"), "give each party a short name of its own",
				"parties %s and %s are both called %s", f.Parties[j].ID, p.ID, short(p.ShortName))
		}
		keepFirst(brief, key, i)
	}
}

func keepFirst(m map[string]int, key string, i int) {
	if _, taken := m[key]; !taken {
		m[key] = i
	}
}

// distinct reports whether the sheet shows two parties of like name to be two:
// by their register numbers or because it calls them affiliates.
func (f *facts) distinct(i, j int) bool {
	p, q := f.Parties[i], f.Parties[j]
	return p.RegNo != "" && q.RegNo != "" && p.RegNo != q.RegNo || f.affiliated(p.ID, q.ID)
}

// bareName is a name without what may differ by accident: width, case and
// punctuation.
func bareName(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	s = withoutDots.Replace(s)
	words := strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) })
	return strings.Join(words, " ")
}

var withoutDots = strings.NewReplacer(".", "", "'", "", "’", "")

// companyForms are forms of company as bareName writes them.
var companyForms = []string{
	"ab", "ag", "aktiengesellschaft", "aps", "as", "bv", "co", "company", "corp", "corporation", "eg", "eood", "gmbh",
	"inc", "incorporated", "kft", "kg", "kk", "limited", "llc", "llp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "pte",
	"pty", "pvt", "private", "public", "sa", "sarl", "sas", "se", "sl", "spa", "spzoo", "sp", "sro", "srl", "ug", "zoo", "z", "o",
}

// withoutForm takes the words for the form of company out of a bare name,
// unless nothing would remain.
func withoutForm(name string) string {
	words := slices.DeleteFunc(strings.Fields(name), func(w string) bool { return slices.Contains(companyForms, w) })
	if len(words) == 0 {
		return name
	}
	return strings.Join(words, " ")
}

func identity(f *facts, r *report) {
	for i, p := range f.Parties {
		names := []struct{ member, value string }{
			{"legal_name", p.LegalName}, {"native_name", p.NativeName}, {"romanised_name", p.RomanisedName}, {"short_name", p.ShortName},
		}
		for _, n := range names {
			hiddenCharacters(r, n.value, at("parties", i, n.member))
		}
		if !allLatin(p.LegalName) && p.RomanisedName == "" {
			r.warnf(at("parties", i, "legal_name"), "give romanised_name, or put this into native_name and the Latin name here",
				"%s is named in a script that the agreement is not written in", p.ID)
		}
		if p.Individual || p.RegNo != "" && p.Address != "" {
			continue
		}
		missing := "a register number"
		if p.Address == "" {
			missing = "an address"
			if p.RegNo == "" {
				missing = "a register number and an address"
			}
		}
		r.warnf(at("parties", i), "give "+strings.NewReplacer("a register number", "reg_no", "an address", "address").Replace(missing),
			"%s is not identified: it has no %s", p.ID, strings.NewReplacer("a register", "register", "an address", "address").Replace(missing))
	}
}

// hiddenCharacters reports characters that make a name read as another.
func hiddenCharacters(r *report, name, pointer string) {
	hidden := strings.ContainsFunc(name, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) })
	if hidden {
		r.errorf(pointer, "type the name anew", "the name holds hidden control or direction characters")
		return
	}
	for _, word := range strings.Fields(name) {
		if scripts := scriptsOf(word); len(scripts) > 1 {
			r.warnf(pointer, "type the name anew in one script", "%q mixes %s letters, so it may not be what it looks like",
				short(word), strings.Join(scripts, " and "))
			return
		}
	}
}

// lookalikes are the scripts whose letters pass for each other's.
var lookalikes = []struct {
	name  string
	table *unicode.RangeTable
}{{"Latin", unicode.Latin}, {"Greek", unicode.Greek}, {"Cyrillic", unicode.Cyrillic}, {"Armenian", unicode.Armenian}}

func scriptsOf(word string) []string {
	var found []string
	for _, s := range lookalikes {
		if strings.ContainsFunc(word, func(c rune) bool { return unicode.Is(s.table, c) }) {
			found = append(found, s.name)
		}
	}
	return found
}

func allLatin(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) })
}

func signatories(f *facts, r *report) {
	for _, signer := range f.Signers() {
		i := f.party[signer.ID]
		p := &f.Parties[i]
		var missing []string
		if p.Signatory.Name == "" {
			missing = append(missing, "signatory")
		}
		if p.JointRepresentation && p.SecondSignatory.Name == "" {
			missing = append(missing, "second_signatory, for it is represented jointly")
		}
		if p.Address == "" && p.Notices.Address == "" && p.Notices.Email == "" {
			missing = append(missing, "notices")
		}
		if p.Jurisdiction.Country() == "CN" && !p.Seal && !p.Signatory.LegalRepresentative {
			missing = append(missing, "seal or signatory.legal_representative")
		}
		if len(missing) > 0 {
			r.warnf(at("parties", i), "give what is missing", "%s has no %s", p.ID, strings.Join(missing, ", no "))
		}
	}
}

// languageNames are the English names of languages by their ISO 639 codes.
var languageNames = map[string]string{
	"de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "ja": "japanese",
	"ko": "korean", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "sv": "swedish", "zh": "chinese",
}

func languages(f *facts, r *report) {
	base, _, _ := strings.Cut(strings.ToLower(f.Deal.Language), "-")
	if base == "" {
		base = "en" // the library's language
	}
	forum := strings.ToLower(f.Disputes.Forum.Language)
	if name := languageNames[base]; forum != "" && name != "" && forum != base && !strings.Contains(forum, name) {
		r.warnf("/disputes/forum/language", "align the two languages", "the agreement is in %s, proceedings are in %s",
			strings.ToUpper(name[:1])+name[1:], short(f.Disputes.Forum.Language))
	}
	if len(f.General.Translations) > 0 && f.Interpretation.TranslationsBinding == nil {
		r.warnf("/general/translations", "give interpretation.translations_binding",
			"there are translations into %s, and nothing says which version controls", some(f.General.Translations, 6))
	}
}

func ownerGap(f *facts, r *report) {
	for i, a := range f.Assets {
		ownerShares(r, &a, at("assets", i))
	}
	heads := f.heads()
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.licensors) != 1 {
			continue // several licensors license what they own
		}
		from := g.licensors[0]
		var strange []string
		for _, n := range g.assets {
			a := &f.Assets[n]
			if len(a.Owners) > 0 && !a.OwnedBy(from) && !hasKind(a, "licence-in") && heads[holding{from, n}] == nil {
				strange = append(strange, a.ID+" (owned by "+short(a.Owners[0].Party)+")")
			}
		}
		if len(strange) > 0 {
			r.errorf(g.at+"/assets", "correct the owner or the licensor, or record the licence to "+from+" as an encumbrance",
				"%s of %s licenses what it does not own: %s", g.ID, from, some(strange, 4))
		}
	}
}

func hasKind(a *schema.Asset, encumbrance string) bool {
	return slices.ContainsFunc(a.Encumbrances, func(e schema.Encumbrance) bool { return e.Kind == encumbrance })
}

func ownerShares(r *report, a *schema.Asset, pointer string) {
	if len(a.Owners) == 0 {
		r.errorf(pointer, "give owners", "%s has no owner", a.ID)
		return
	}
	var shares []schema.Percent
	for _, o := range a.Owners {
		if o.Share != nil {
			shares = append(shares, *o.Share)
		}
	}
	switch {
	case len(a.Owners) > 1 && len(shares) < len(a.Owners):
		r.errorf(pointer+"/owners", "give each owner's share", "%s has %s, and not all shares are stated", a.ID, count(len(a.Owners), "owner", "owners"))
	default:
		addUp(r, shares, pointer+"/owners", "the owners' shares of "+a.ID)
	}
}
