package draft

import (
	"bytes"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// ExtractWord reads what a Word file made by engross carries. The error is
// [agreement.Problems] for any other file, and for one from which it was removed.
func ExtractWord(name string, r *word.Reading) (*Carried, error) {
	parts := map[string][]byte{}
	for _, part := range r.Parts {
		parts[part.Name] = part.Data
	}
	return carriedIn(name, parts, "only a Word file written by engross carries one, until an inspector of documents or a converter removes it; name your own: engross diff deal.json "+name)
}

// VerifyWord makes the agreement again from the term sheet that a Word file carries and
// compares byte for byte. A file that a word processor has saved is other bytes; then
// its words are compared, with all tracked changes accepted and with all rejected.
func VerifyWord(lib *assemble.Library, name string, file []byte) (*Verdict, error) {
	r, err := word.Read(name, file, nil)
	if err != nil {
		return nil, err
	}
	c, err := ExtractWord(name, r)
	if err != nil {
		return nil, err
	}
	v := &Verdict{Manifest: c.Manifest, Reasons: c.doubts()}
	if r.Digest != c.digest {
		v.say("the manifest inside is not the one whose digest the file gives")
	}
	if len(v.Reasons) > 0 {
		v.Finding = NotProved
	}
	o := Options{Final: c.Manifest.Options.Final, Annex: c.Manifest.Options.Annex, Paper: paperOf(c.Manifest.Options.Paper), TextAnchors: c.Manifest.Options.TextAnchors,
		Build: c.Manifest.Build, Formats: []Format{Word}}
	if v.again(lib, sheetName, c.TermSheet, o) != nil {
		return v, nil
	}
	if bytes.Equal(file, v.Again.Files[0].Data) {
		return v, nil
	}
	v.compareMaking()
	if v.Finding == AnotherBuild {
		return v, nil
	}
	return v, v.compareWord(r)
}

// compareWord says how the words of a Word file differ from those made again.
func (v *Verdict) compareWord(r *word.Reading) error {
	v.Finding = NotProved
	back, err := Return(v.Again.Document, r, nil)
	if err != nil {
		return err
	}
	res, err := redline.Diff(v.Again.Document, r.Accepted)
	if err != nil {
		return err
	}
	if len(res.Changes) == 0 {
		v.say("a word processor saved it, or it was made with a reference document; its words, as far as this program reads them, are those that the term sheet makes")
	} else {
		v.alter("its words are not those that the term sheet makes")
		v.Text = r.Accepted
	}
	for _, x := range []struct {
		n    int
		what string
	}{{len(back.Untracked), "changes that nobody tracked"}, {len(back.Tracked), "tracked changes"}, {len(back.Formatting), "places marked by hand"}, {len(back.Comments), "comments"}} {
		if x.n > 0 {
			v.say("it has %d %s", x.n, x.what)
		}
	}
	return nil
}

// Word is what a Word file carries, once it is found to be what the library makes of
// it, byte for byte, as [Opener.PDF].
func (o Opener) Word(name string, file []byte) (*Carried, error) {
	r, err := word.Read(name, file, nil)
	if err != nil {
		return nil, err
	}
	c, err := ExtractWord(name, r)
	if err != nil {
		return nil, err
	}
	v, err := VerifyWord(o.Library, name, file)
	return o.proved(name, c, v, err)
}
