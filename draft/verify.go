package draft

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/schema"
)

// A Finding is what verification found: no more than can be known.
type Finding uint8

const (
	Unaltered       Finding = iota // the file is what the library makes of the term sheet, byte for byte
	Altered                        // a text has other words than the term sheet makes
	NotProved                      // a PDF that is not the file that the library makes of the term sheet inside; what its pages say is not known
	AnotherBuild                   // what made the file is not what is at hand; nothing was compared
	UnalteredSigned                // the file is what the library makes, followed by nothing but signatures, all of which hold
)

// Proved reports whether the file is the agreement as the library makes it.
func (f Finding) Proved() bool { return f == Unaltered || f == UnalteredSigned }

func (f Finding) String() string {
	switch f {
	case Unaltered:
		return "unaltered"
	case Altered:
		return "altered"
	case NotProved:
		return "not proved"
	case AnotherBuild:
		return "not proved: made by another version, and not compared"
	case UnalteredSigned:
		return "unaltered and signed"
	}
	return fmt.Sprintf("Finding(%d)", uint8(f))
}

// A Verdict is the outcome of verifying one file.
type Verdict struct {
	Finding  Finding
	Reasons  []string     // what differs, a sentence each without a full stop; nil where nothing does
	Where    []Difference // of a PDF, where its pages differ as far as they can be read; no proof that they differ nowhere else
	Manifest *Manifest

	Signatures []Signed // of a PDF, in the order of what they cover
	Fields     []Filled // of a PDF that is as it was made but for what was added: those filled in, and those that wait for a signature

	Again *Product            // the agreement made again; nil where it could not be
	Text  *agreement.Document // the words of the file, where they are other than those made again and were read; of Markdown and Word
}

// VerifyPDF makes the agreement again from the term sheet that a PDF carries
// and compares byte for byte. Of any other file it says what can be read of how it
// differs, which proves nothing of the rest: no reader of PDF reads as all others
// do. A file that was signed is that file where nothing but signatures was added.
// fonts are those with which it was made; roots are the certificates to which those
// of signatures shall lead, nil where trust is not judged.
func VerifyPDF(lib *assemble.Library, name string, file []byte, fonts *pdf.Fonts, roots *x509.CertPool) (*Verdict, error) {
	c, err := Extract(name, file)
	if err != nil {
		return nil, err
	}
	v := &Verdict{Manifest: c.Manifest, Signatures: signaturesOf(file, roots)}
	v.compareCarried(c, file)
	o := Options{Final: c.Manifest.Options.Final, Annex: c.Manifest.Options.Annex, Paper: paperOf(c.Manifest.Options.Paper), TextAnchors: c.Manifest.Options.TextAnchors,
		Fonts: fonts, Source: c.Manifest.Source != "", Build: c.Manifest.Build, Formats: []Format{PDF, Markdown}}
	if err := v.again(lib, sheetName, c.Best(), o); err != nil {
		if v.Finding == NotProved {
			v.compareGiven(c)
		}
		return needsFonts(name, v, err)
	}
	made := v.Again.Files[0].Data
	if bytes.Equal(file, made) {
		return v, nil // nothing in it can be other than as it was made
	}
	if bytes.HasPrefix(file, made) && v.compareAdded(file, made, roots) {
		return v, nil
	}
	if sheetChanged := digest(c.TermSheet) != c.Manifest.TermSheet; sheetChanged != (digest(c.Resolved) != c.Manifest.Resolved) {
		v.compareSheets(c.Resolved, sheetChanged)
	}
	v.compareMaking()
	if v.Finding == AnotherBuild {
		v.say("whether its pages were altered only what made it can tell")
		return v, nil
	}
	v.comparePages(file, made)
	return v, nil
}

// compareCarried looks whether what a file carries is what its manifest names, and
// the manifest the one whose digest is printed.
func (v *Verdict) compareCarried(c *Carried, file []byte) {
	v.Reasons = append(v.Reasons, c.doubts()...)
	switch printed := printedDigest(file); printed {
	case c.digest:
	case "":
		v.say("the title page gives no digest of the manifest that can be read")
	default:
		v.say("the manifest inside is not the one whose digest the title page prints")
	}
	if len(v.Reasons) > 0 {
		v.Finding = NotProved
	}
}

// needsFonts tells a file that cannot be made again for want of fonts from one
// that this version makes nothing of.
func needsFonts(name string, v *Verdict, err error) (*Verdict, error) {
	if ps, ok := err.(agreement.Problems); ok && !slices.ContainsFunc(ps, func(p *agreement.Problem) bool { return p.ID != "no-font" }) {
		return nil, problem(name, "it was made with fonts that are not built in: "+ps[0].Message, "name with --fonts the folder of fonts that it was made with")
	}
	return v, nil
}

// printedDigest is the digest of the manifest that the title page prints.
func printedDigest(file []byte) string {
	r, err := pdf.Read(file)
	if err != nil {
		return ""
	}
	for _, line := range r.Pages[0].Lines {
		if d, ok := strings.CutPrefix(line, "Document digest: "); ok {
			return d
		}
	}
	return ""
}

// compareSheets names the values in which the term sheet inside, as it is
// resolved now, and the resolved one inside differ, when one of them was
// changed.
func (v *Verdict) compareSheets(resolved []byte, sheetChanged bool) {
	have, err := schema.Load(resolvedName, resolved)
	if err != nil {
		v.say("the resolved term sheet inside cannot be read: %v", err)
		return
	}
	made, err := schema.Load(sheetName, v.Again.resolved)
	if err != nil {
		return
	}
	which := "the resolved term sheet"
	if sheetChanged {
		have, made = made, have
		which = "the term sheet"
	}
	for _, c := range schema.Changes(made, have) {
		v.say("in %s inside, %s is %s; the agreement was made with %s", which, c.Path, valueOf(c.After), valueOf(c.Before))
	}
}

// compareGiven names the values that the term sheet inside gives and the
// resolved one has otherwise, for a term sheet that no longer makes an agreement.
func (v *Verdict) compareGiven(c *Carried) {
	have, err := canonical(c.TermSheet)
	if err != nil {
		return
	}
	made, err := schema.Load(resolvedName, c.Resolved)
	if err != nil {
		return
	}
	for _, c := range schema.Changes(made, have) {
		if c.Before != nil && c.After != nil {
			v.say("in the term sheet inside, %s is %s; the agreement was made with %s", c.Path, valueOf(c.After), valueOf(c.Before))
		}
	}
}

// canonical is a term sheet with its numbers written as a resolved one has them.
func canonical(sheet []byte) (*schema.File, error) {
	f, err := schema.Load(sheetName, sheet)
	if err != nil {
		return nil, err
	}
	data, err := schema.Canonical(f.Sheet)
	if err != nil {
		return nil, err
	}
	return schema.Load(sheetName, data)
}

func valueOf(x any) string {
	if x == nil {
		return "nothing"
	}
	return strings.TrimSpace(string(indented(x)))
}

func (v *Verdict) alter(reason string) {
	v.Finding = Altered
	v.Reasons = append(v.Reasons, reason)
}

// again makes the agreement again. Where the term sheet no longer makes one,
// the verdict says so and the error is returned.
func (v *Verdict) again(lib *assemble.Library, name string, sheet []byte, o Options) error {
	deal, err := loaded(lib, name, sheet)
	if err == nil {
		v.Again, err = Make(deal, o)
	}
	if err != nil {
		if v.Finding == Unaltered {
			v.Finding = AnotherBuild
		}
		v.say("this version of engross makes no agreement of the term sheet: %v", err)
	}
	return err
}

// compareMaking looks for differences between what made the file, as its manifest
// has it, and what is at hand. Anybody can write a manifest: where it names
// something else, nothing is known of the file.
func (v *Verdict) compareMaking() {
	reasons := v.Manifest.Differences(v.Again.Manifest)
	reasons = append(v.Manifest.Build.differences(ThisBuild()), reasons...)
	if len(reasons) > 0 && v.Finding == Unaltered {
		v.Finding = AnotherBuild
	}
	v.Reasons = append(v.Reasons, reasons...)
}

// Differences is what made the agreement of m and not that of now, or the other
// way about: the template, each clause. Each is a
// sentence without a full stop. Options and term sheets are not compared.
func (m *Manifest) Differences(now *Manifest) []string {
	var all []string
	other := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if m.House != now.House {
		switch {
		case now.House == "":
			other("it was made in a house style that is not at hand: name with --library the library that has it")
		case m.House == "":
			other("it was made without a house style, and the library has one")
		default:
			other("the house style of the library has changed since")
		}
	}
	if m.Template.Hash != now.Template.Hash {
		other("the template %s has changed since", m.Template.Name)
	}
	for _, c := range m.Clauses {
		i := slices.IndexFunc(now.Clauses, func(n Made) bool { return n.Name == c.Name })
		switch {
		case i < 0:
			other("the clause %s is no longer in the agreement", c.Name)
		case now.Clauses[i].Variant != c.Variant:
			other("the clause %s was the variant %s and would now be %s", c.Name, c.Variant, now.Clauses[i].Variant)
		case now.Clauses[i].Hash != c.Hash && now.Clauses[i].Version == c.Version:
			other("the words of the clause %s have changed (both call themselves version %s)", c.Name, c.Version)
		case now.Clauses[i].Hash != c.Hash:
			other("the words of the clause %s have changed (version %s, now %s)", c.Name, c.Version, now.Clauses[i].Version)
		}
	}
	for _, n := range now.Clauses {
		if !slices.ContainsFunc(m.Clauses, func(c Made) bool { return c.Name == n.Name }) {
			other("the clause %s would now be added", n.Name)
		}
	}
	return all
}

// digestLine finds the digest where mail or an editor broke the line anew, or
// quoted or indented it.
var digestLine = agreement.Pattern(`(?m)^[>\s]*Document\s+digest:[>\s]*sha256:([0-9a-f]{64})\b`)

func loaded(lib *assemble.Library, name string, sheet []byte) (*assemble.Deal, error) {
	f, err := schema.Load(name, sheet)
	if err != nil {
		return nil, err
	}
	return lib.Resolve(f)
}

// VerifyMarkdown makes the agreement again from the term sheet it was made from
// and compares. Options other than the formats are found by trying them.
func VerifyMarkdown(lib *assemble.Library, name string, text []byte, sheet *schema.File) (*Verdict, error) {
	m := digestLine().FindSubmatch(text)
	if m == nil {
		return nil, problem(name, "it has no line \"Document digest: sha256:...\"", "only Markdown written by engross draft or engross batch has one")
	}
	deal, err := lib.Resolve(sheet)
	if err != nil {
		return nil, err
	}
	var first *Verdict
	for _, o := range []Options{{}, {Final: true}, {Annex: true}, {Final: true, Annex: true}, {Source: true}, {Final: true, Source: true}} {
		for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
			o.Paper, o.Formats = paper, []Format{Markdown}
			again, err := Make(deal, o)
			if err != nil {
				return nil, err
			}
			v := &Verdict{Manifest: again.Manifest, Again: again}
			if again.Document.Digest == "sha256:"+string(m[1]) {
				v.compareText(again.Files[0].Data, text)
				return v, nil
			}
			if first == nil {
				first = v
			}
		}
	}
	first.Finding = AnotherBuild
	first.Reasons = append(first.Reasons, "the digest in it is of another term sheet, or of another version of engross or of its library")
	first.Reasons = append(first.Reasons, changedClauses(text, first.Again)...)
	return first, nil
}

func (v *Verdict) compareText(made, text []byte) {
	switch {
	case sameText(made, text):
	case slices.Equal(strings.Fields(string(made)), strings.Fields(string(text))):
		v.alter("its words are those that the term sheet makes, but lines and paragraphs end elsewhere")
	default:
		v.alter("its words are not those that the term sheet makes")
	}
}

// sameText compares texts as plain-text handling may leave them: a byte order
// mark, line endings and blanks at the end of lines do not count.
func sameText(a, b []byte) bool {
	clean := func(b []byte) string {
		text := strings.TrimPrefix(string(b), "\uFEFF")
		lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		for i, l := range lines {
			lines[i] = strings.TrimRight(l, " \t")
		}
		return strings.TrimRight(strings.Join(lines, "\n"), "\n")
	}
	return clean(a) == clean(b)
}

// changedClauses names clauses of the agreement made again whose library text
// is not named in the record at the end of a Markdown file.
func changedClauses(text []byte, again *Product) []string {
	var list []string
	for _, c := range again.Manifest.Clauses {
		if !bytes.Contains(text, []byte(c.Hash)) {
			list = append(list, fmt.Sprintf("the words of the clause %s are not those of this library", c.Name))
		}
	}
	if len(list) == len(again.Manifest.Clauses) {
		return nil // the record is gone: it tells nothing
	}
	return list
}
