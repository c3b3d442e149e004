package draft_test

import (
	"fmt"
	"regexp"
	"testing"
)

// filled are files of which a field shows something else than it says, or may: a person
// reads what it shows, and a program what it says.
func filled(t *testing.T, l *lab) []tampered {
	const says = "2 January 2030"
	signed := func(objects map[int]object) []byte {
		filled := l.with(objects)
		return ada.sign(filled.updated(l.updated(l.made, objects, layout{}), filled.signing("party1_signature"), layout{}), 0, 0)
	}
	showing := func(drawn, fonts string) []byte { return signed(l.showing("party1_date", says, drawn, fonts)) }
	words := func(before, at, after string) []byte {
		return showing("/Tx BMC q "+before+" BT /Text 10 Tf 0 g "+at+" ("+says+") Tj "+after+" ET Q EMC", "")
	}
	with := func(re, to string) []byte {
		objects := l.filling("party1_date", says)
		f := l.field("party1_date")
		objects[f] = object{body: regexp.MustCompile(re).ReplaceAllString(objects[f].body, to)}
		return signed(objects)
	}
	look := func(entries string) []byte {
		objects := l.filling("party1_date", says)
		for n, o := range objects {
			if o.stream != nil {
				objects[n] = streaming("/Type /XObject /Subtype /Form "+entries+" /Resources <</Font <<"+fieldFonts.FindStringSubmatch(l.objects[l.root].body)[1]+">>>>", o.stream)
			}
		}
		return signed(objects)
	}
	more := "what the field party1_date shows is more than words"
	own := func(encoding string) []byte {
		return showing("BT /Own 10 Tf 0 g 2 5.5 Td ("+says+") Tj ET", "/Own <</Type /Font /Subtype /Type1 /BaseFont /Helvetica "+encoding+">>")
	}
	return []tampered{
		{"a field that shows another day", showing("BT /Text 10 Tf 0 g 2 5.5 Td (9 September 2039) Tj ET", ""), "says “2 January 2030” and shows “9 September 2039”"},
		{"a field that shows nothing", showing("/Tx BMC EMC", ""), "says “2 January 2030” and shows nothing"},
		{"a field that says nothing", with(` /V \([^)]*\)`, ""), "says “” and shows “2 January 2030”"},
		{"a field with a stroke before its words", words("1 0 0 1 0 0 cm 1 2 3 12 re f", "2 5.5 Td", ""), more},
		{"a field with a drawing in it", words("/X9 Do", "2 5.5 Td", ""), more},
		{"a field whose words are white", words("", "1 1 1 rg 2 5.5 Td", ""), more},
		{"a field whose words are not drawn", words("", "3 Tr 2 5.5 Td", ""), more},
		{"a field whose words are too small", words("", "0.1 0 0 0.1 2 5.5 Tm", ""), more},
		{"a field whose words stand outside of it", words("", "200 5.5 Td", ""), more},
		{"a field whose words are cut off", words("1 1 20 18 re W n", "2 5.5 Td", ""), more},
		{"a field whose words stand over each other", showing("BT /Text 10 Tf 0 g 2 5.5 Td (2 January ) Tj 60 0 Td (203) Tj -61 0 Td (0) Tj ET", ""), more},
		{"a field in letters of its own", own("/FontDescriptor <</Type /FontDescriptor>>"), more},
		{"a field in letters that mean others", own("/Encoding <</Differences [50 /nine]>>"), more},
		{"a field in letters with a meaning of their own", own("/ToUnicode 9 0 R"), more},
		{"a field that is turned over", look("/BBox [0 0 100 20] /Matrix [-1 0 0 1 0 0]"), more},
		{"a field that is shrunk", look("/BBox [0 0 9000 900]"), more},
		{"a field to be written in white", with(`/DA \([^)]*\)`, "/DA (/Text 10 Tf 1 g)"), "depends on what engross does not know"},
		{"a field to be written in other letters", with(`/DA \([^)]*\)`, "/DA (/Text 10 Tf 0 g 3 Tr)"), "depends on what engross does not know"},
	}
}

// again are signed files that go on with one more way of replacing, adding or hiding.
func again(t *testing.T, l *lab) []tampered {
	file, l2 := signedTwice(l)
	then := func(do func(c *lab), how layout) []byte { return l2.later(file, do, how) }
	page, content := l.page(4), l.content(4)
	onCatalog := func(entry string) []byte {
		return then(func(c *lab) { c.edit(l.root, "/Type /Catalog", "/Type /Catalog "+entry) }, layout{})
	}
	script := "<</S /JavaScript /JS (app.alert)>>"
	return []tampered{
		{"again, the content of a page in a list", then(func(c *lab) {
			n := c.put(streaming("", []byte(l.box(t, 4))))
			c.edit(page, fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents [%d 0 R %d 0 R]", content, n))
		}, layout{packed: true}), "the entry Contents of page 4 was changed"},
		{"again, a font put in the place of another", then(func(c *lab) {
			c.objects[c.having("/WinAnsiEncoding")] = text("<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>")
		}, layout{}), "a font was changed"},
		{"again, other resources of all pages", then(func(c *lab) { c.edit(page, "/Resources ", "/Resources <<>> /Was ") }, layout{}), "the entry Resources of page 4 was changed"},
		{"again, a page under another parent", then(func(c *lab) {
			n := c.put(text("<</Type /Pages /Rotate 180 /Kids [%d 0 R] /Count 1>>", page))
			c.edit(page, "/Parent 1 0 R", fmt.Sprintf("/Parent %d 0 R", n))
		}, layout{}), "the entry Parent of page 4 was changed"},
		{"again, a script among the names", then(func(c *lab) {
			c.edit(l.root, "/Names <<", "/Names <</JavaScript <</Names [(a) "+script+"]>> ")
		}, layout{}), "the entry Names of the document was changed"},
		{"again, fields that are computed", then(func(c *lab) {
			c.edit(l.root, "/AcroForm <<", fmt.Sprintf("/AcroForm <</CO [%d 0 R] ", c.field("party1_date")))
		}, layout{}), "the entry CO of the form was changed"},
		{"again, a link to what it belongs to", onCatalog("/URI <</Base (http://example.com/)>>"), "the entry URI of the document was changed"},
		{"again, what a viewer must know", onCatalog("/Requirements [<</S /EnableJavaScripts>>]"), "the entry Requirements of the document was changed"},
		{"again, what attachments belong to it", then(func(c *lab) { c.edit(l.root, "/AF ", "/AF [] /Was ") }, layout{}), "it carries no term sheet"},
		{"again, scripts among the data for checking", onCatalog("/DSS <</Certs [] /JS " + script + ">>"), "among the data for checking signatures stands JS"},
		{"again, words among the data for checking", onCatalog("/DSS <</Certs [(93 percent)]>>"), "among the data for checking signatures stands something else"},
		{"again, a field with fields below it", then(func(c *lab) {
			n := c.put(text("<</T (x) /FT /Tx /V (93 percent)>>"))
			c.edit(c.field("party2_signature"), "/FT /Sig", fmt.Sprintf("/FT /Sig /Kids [%d 0 R]", n))
		}, layout{}), "the entry Kids of the field party2_signature was changed"},
		{"again, one object in two streams", then(func(c *lab) {
			for range 2 {
				c.put(streaming("/Type /ObjStm /N 1 /First 6", []byte(fmt.Sprintf("%d 0 \n<<>>", content))))
			}
		}, layout{}), "in more than one way"},
		{"again, a layer that a signature is in", then(func(c *lab) {
			c.edit(c.field("party1_signature"), "/FT /Sig", "/FT /Sig /OC <</Type /OCG /Name (x)>>")
		}, layout{}), "the entry OC of the field party1_signature was changed"},
		{"again, a button with a caption", then(func(c *lab) {
			c.edit(c.field("party1_signature"), "/FT /Sig", "/FT /Sig /MK <</CA (Void)>>")
		}, layout{}), "the entry MK of the field party1_signature was changed"},
	}
}
