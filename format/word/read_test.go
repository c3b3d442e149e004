package word

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
)

func read(t testing.TB, data []byte) *Reading {
	t.Helper()
	r, err := Read("x.docx", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestReadBack says that what was written is read back as it was.
func TestReadBack(t *testing.T) {
	want := sample()
	for _, d := range []*agreement.Document{read(t, write(t, sample(), Options{})).Accepted, read(t, write(t, sample(), Options{})).Rejected} {
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("(-written +read)\n%s", diff)
		}
	}
}

func wordsOfBlock(b agreement.Block) string {
	s := ""
	agreement.Walk([]agreement.Block{b}, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) { s += agreement.Words(in) })
		return true
	})
	return s
}

// TestWhoChangedWhat reads changes of several hands, of each kind.
func TestWhoChangedWhat(t *testing.T) {
	ins := func(author, words string) string {
		return `<w:ins w:id="1" w:author="` + author + `"><w:r><w:t xml:space="preserve">` + words + `</w:t></w:r></w:ins>`
	}
	del := func(author, words string) string {
		return `<w:del w:id="1" w:author="` + author + `"><w:r><w:delText xml:space="preserve">` + words + `</w:delText></w:r></w:del>`
	}
	run := func(words string) string { return `<w:r><w:t xml:space="preserve">` + words + `</w:t></w:r>` }
	for _, c := range []struct{ name, in, accepted, rejected, changes string }{
		{"words", "<w:p>" + run("pay ") + del("A", "ten") + ins("A", "five") + run(" days") + "</w:p>", "pay five days", "pay ten days", "A:ten>five"},
		{"two hands", "<w:p>" + ins("A", "one ") + ins("B", "two") + run(" x") + "</w:p>", "one two x", "x", "A:>one |B:>two"},
		{"deleted by another", "<w:p>" + run("x ") + `<w:ins w:author="A">` + del("B", "new") + `</w:ins></w:p>`, "x", "x", ""},
		{"no author", "<w:p>" + run("x ") + ins("", "y") + "</w:p>", "x y", "x", ":>y"},
		{"a paragraph goes", "<w:p>" + run("stays") + `</w:p><w:p><w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr>` + del("A", "goes") + "</w:p><w:p>" + run("end") + "</w:p>", "stays\nend", "stays\ngoes\nend", "A:goes¶>"},
		{"paragraphs join", `<w:p><w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr>` + run("one ") + "</w:p><w:p>" + run("two") + "</w:p>", "one two", "one\ntwo", "A:¶>"},
		{"a move", `<w:p><w:moveFrom w:author="A"><w:r><w:t>m</w:t></w:r></w:moveFrom>` + run("a") + "</w:p><w:p>" + run("b") + `<w:moveTo w:author="A"><w:r><w:t>m</w:t></w:r></w:moveTo></w:p>`, "a\nbm", "ma\nb", "A:m>|A:>m"},
		{"a content control", "<w:p><w:sdt><w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent>" + run("in ") + ins("A", "it") + "</w:sdtContent></w:sdt></w:p>", "in it", "in", "A:>it"},
		{"soft hyphens and hidden words", "<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>", "cooperate [hidden: secret]", "cooperate [hidden: secret]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, pack(t, body(c.in)))
			if got := plainText(r); got != c.accepted {
				t.Errorf("accepted it says %q, not %q", got, c.accepted)
			}
			r.Accepted = r.Rejected
			if got := plainText(r); got != c.rejected {
				t.Errorf("rejected it says %q, not %q", got, c.rejected)
			}
			var list []string
			for _, x := range r.Changes {
				list = append(list, x.Author+":"+x.Before+">"+x.After)
			}
			if got := strings.Join(list, "|"); got != c.changes {
				t.Errorf("the changes are %q, not %q", got, c.changes)
			}
		})
	}
}

// Two Word files from elsewhere that differ in how words are marked are not the same: what
// is struck or raised says something else. A tracked mark is there only when accepted.
func TestMarksAreRead(t *testing.T) {
	styled := func(props, words string) string {
		return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + words + `</w:t></w:r>`
	}
	markOf := func(d *agreement.Document) (mark string) {
		agreement.Inlines(d.Body[0], func(in []agreement.Inline) {
			for _, x := range in {
				if w, ok := x.(*agreement.Text); ok && strings.Contains(w.Text, "not") {
					mark = w.Mark
				}
			}
		})
		return mark
	}
	for _, c := range []struct{ props, accepted, rejected string }{
		{`<w:strike/>`, "struck", "struck"},
		{`<w:dstrike w:val="1"/>`, "struck", "struck"},
		{`<w:strike w:val="0"/>`, "", ""},
		{`<w:vertAlign w:val="superscript"/>`, "superscript", "superscript"},
		{`<w:vertAlign w:val="subscript"/>`, "subscript", "subscript"},
		{`<w:vertAlign w:val="baseline"/>`, "", ""},
		{`<w:b/><w:i/><w:u w:val="single"/>`, "bold; italic; underlined", "bold; italic; underlined"},
		{`<w:caps/><w:color w:val="FF0000"/>`, "", ""}, // looks
		{`<w:strike/><w:rPrChange w:author="A"><w:rPr><w:b/></w:rPr></w:rPrChange>`, "struck", "bold"},
	} {
		r := read(t, pack(t, body("<w:p>"+styled("", "It shall ")+styled(c.props, "not")+styled("", " end.")+"</w:p>")))
		if is, was := markOf(r.Accepted), markOf(r.Rejected); is != c.accepted || was != c.rejected {
			t.Errorf("%s is read as %q, rejected %q; want %q, %q", c.props, is, was, c.accepted, c.rejected)
		}
	}
}
