package draft_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"testing"
)

// later are signed files that go on with an update of what draws, speaks or acts, by ways
// that are not on the page.
func later(t *testing.T, l *lab) []tampered {
	file, l2 := signedTwice(l)
	then := func(do func(c *lab)) []byte { return l2.later(file, do, layout{}) }
	page := l.page(4)
	onPage := func(entry string) []byte {
		return then(func(c *lab) { c.edit(page, "/Type /Page", "/Type /Page "+entry) })
	}
	onCatalog := func(entry string) []byte {
		return then(func(c *lab) { c.edit(l.root, "/Type /Catalog", "/Type /Catalog "+entry) })
	}
	script := "<</S /JavaScript /JS (app.alert)>>"
	unplaced := func(rect, more string) []byte {
		return then(func(c *lab) {
			look := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 400 60] /Resources <<>>", []byte("0 30 m 400 30 l S")))
			n := c.put(text("<</Type /Annot /Subtype /Widget /FT /Sig /T (s) %s /F 4 /AP <</N %d 0 R>> %s>>", rect, look, more))
			c.addNote(page, n)
			c.edit(l.root, "/Fields [", fmt.Sprintf("/Fields [%d 0 R ", n))
		})
	}
	return []tampered{
		{"later, a page in other units", onPage("/UserUnit 2"), "the entry UserUnit of page 4 was changed"},
		{"later, a page on its side", onPage("/Rotate 90"), "the entry Rotate of page 4 was changed"},
		{"later, a page that acts when it is left", onPage("/AA <</C " + script + ">>"), "the entry AA of page 4 was changed"},
		{"later, a frame that hides words", onPage("/TrimBox [0 400 595 842] /CropBox [0 400 595 842]"), "of page 4 was changed"},
		{"later, a document that acts before it is printed", onCatalog("/AA <</WP " + script + ">>"), "the entry AA of the document was changed"},
		{"later, other labels of the pages", onCatalog("/PageLabels <</Nums [0 <</P (93-)>>]>>"), "the entry PageLabels of the document was changed"},
		{"later, a collection of other files", onCatalog("/Collection <</View /H>>"), "the entry Collection of the document was changed"},
		{"later, another list of attachments", then(func(c *lab) { c.edit(l.root, "/EmbeddedFiles ", "/EmbeddedFiles <</Names []>> /Was ") }), "the entry Names of the document was changed"},
		{"later, a catalog of its own", then(func(c *lab) {
			c.objects[c.put(c.objects[l.root])] = text("<</Type /Catalog /Pages %d 0 R>>", l.page(2))
			c.root = c.free() - 1
			c.edit(l.root, "/Pages 1 0 R", "/Pages 3 0 R")
		}), "the entry Pages of the document was changed"},
		{"later, what the codes of a font mean", then(func(c *lab) {
			n := c.put(streaming("", []byte("1 beginbfchar\n<41> <0042>\nendbfchar")))
			c.edit(c.having("/WinAnsiEncoding"), "/Type /Font", fmt.Sprintf("/Type /Font /ToUnicode %d 0 R", n))
		}), "a font was changed"},
		{"later, the width of letters", then(func(c *lab) { c.edit(c.having("/Widths "), "/Widths ", "/Widths [9] /Was ") }), "a font was changed"},
		{"later, what a link is called", then(func(c *lab) { c.edit(c.having("/Subtype /Link"), "/Contents ", "/Contents (Section 93) /Was ") }), "a link on page"},
		{"later, what words are short for", then(func(c *lab) { c.edit(c.having("/S /LBody"), "/S /LBody", "/S /LBody /E (93 percent)") }), "the structure that is read aloud was changed"},
		{"later, what stands for words", then(func(c *lab) { c.edit(c.having("/S /LBody"), "/S /LBody", "/S /LBody /Alt (93 percent)") }), "the structure that is read aloud was changed"},
		{"later, what colours look like", then(func(c *lab) {
			c.edit(c.having("/GTS_PDFA1"), "/DestOutputProfile ", "/Was ")
		}), "was changed"},
		{"later, a stroke through words that has no height", unplaced("/Rect [80 520 480 520]", ""), "a signature was put where engross left no place for one"},
		{"later, a field that is moved by another", unplaced("/Rect [0 0 0 0]", "/A "+script), "has the entry A"},
		{"later, two fields with one signature", then(func(c *lab) {
			one, other := c.field("party1_signature"), c.field("party2_signature")
			v := regexp.MustCompile(`/V \d+ 0 R`)
			c.objects[other] = object{body: v.ReplaceAllString(c.objects[other].body, v.FindString(c.objects[one].body))}
		}), "was changed or taken out after it was made"},
	}
}

// loose are files whose update is put together so that readers differ on what it holds.
func loose(t *testing.T, l *lab) []tampered {
	objects := l.signing("party1_signature")
	content := l.content(4)
	signed := ada.sign(l.updated(l.made, objects, layout{}), 0, 0)
	signing := func(do func(c *lab, objects map[int]object)) []byte {
		more := maps.Clone(objects)
		c := l.with(more)
		do(c, more)
		return ada.sign(l.updated(l.made, more, layout{}), 0, 0)
	}
	change := func(from, to string) []byte {
		file := l.updated(l.made, objects, layout{})
		i := len(l.made) + bytes.Index(file[len(l.made):], []byte(from))
		return ada.sign(append(file[:i:i], append([]byte(to), file[i+len(from):]...)...), 0, 0)
	}
	// A program that alters a table leaves what stands before it in its place.
	table := func(re, to string) []byte {
		file := l.updated(l.made, objects, layout{})
		at := bytes.LastIndex(file, []byte("\nxref\n"))
		return ada.sign(append(file[:at:at], regexp.MustCompile(re).ReplaceAll(file[at:], []byte(to))...), 0, 0)
	}
	unread := "not in the form of an update, or can be read in more than one way"
	field := l.field("party1_signature")
	return []tampered{
		{"a key spelled in two ways", change("/FT /Sig", "/FT /Sig /F#54 /Tx"), unread},
		{"a length that stands elsewhere", change("/Length 25>>", "/Length 9 0 R>>"), unread},
		{"a length that is too long by a line", change("/Length 25>>", "/Length 35>>"), unread},
		{"a value of another generation", change(fmt.Sprintf("/V %d 0 R", l.free()+1), fmt.Sprintf("/V %d 1 R", l.free()+1)), ""},
		{"a table that says there are few objects", change("/Size ", "/Size 9 /Was "), ""},
		{"a table that says there are fewer than it names", table(`/Size \d+`, "/Size 9"), unread},
		{"a table that brings an old version back", table(fmt.Sprintf(`(?s)xref\n(.*?)%d 1\n\d{10}`, field), fmt.Sprintf("xref\n${1}%d 1\n%010d", field, bytes.Index(l.made, []byte("obj\n"))-4)), unread},
		{"words of a page in the stream of objects of another", signing(func(c *lab, more map[int]object) {
			more[c.free()] = streaming("/Type /ObjStm /N 1 /First 6 /Extends 9 0 R", []byte(fmt.Sprintf("%d 0 \n<<>>", content)))
		}), unread},
		{"a stream of objects among the data for checking", signing(func(c *lab, more map[int]object) {
			n := c.free()
			more[n] = streaming("/Type /ObjStm /N 1 /First 5", []byte("9 0 \n<<>>"))
			c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS <</Certs [%d 0 R]>>", n))
			more[l.root] = c.objects[l.root]
		}), unread},
		{"a page among the data for checking", signing(func(c *lab, more map[int]object) {
			n := c.free()
			more[n] = streaming("/Type /Page /Parent 1 0 R /MediaBox [0 0 595 842]", []byte("f"))
			c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS <</Certs [%d 0 R]>>", n))
			more[l.root] = c.objects[l.root]
		}), "among the data for checking signatures stands something else"},
		{"words after the end of a signed file", append(bytes.Clone(signed), "% the rate is 93 percent\n%%EOF\n"...), ""},
		{"a signature in six pieces", bytes.Replace(signed, []byte("/ByteRange [0 0"), []byte("/ByteRange [0 1 1 0"), 1), ""},
		{"a signature that begins later", bytes.Replace(signed, []byte("/ByteRange [0 0"), []byte("/ByteRange [9 0"), 1), "which bytes it covers"},
	}
}
