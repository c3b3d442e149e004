package draft_test

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
)

func sumOf(s string) [16]byte { return md5.Sum([]byte(s)) }

// later is a file with an update of what is done to the lab.
func (l *lab) later(file []byte, do func(c *lab), how layout) []byte {
	c := altering(l, do)
	changed := map[int]object{}
	for n, o := range c.objects {
		if was, ok := l.objects[n]; !ok || was.body != o.body || was.generation != o.generation || !bytes.Equal(was.stream, o.stream) {
			changed[n] = o
		}
	}
	return l.updated(file, changed, how)
}

// afterSigning are files that were signed by both parties and then altered by an update,
// as shadow attacks do. The signatures hold: what they cover is still there.
func afterSigning(t *testing.T, l *lab) []tampered {
	file, l2 := signedTwice(l)
	page, content := l.page(4), l.content(4)
	then := func(do func(c *lab), how layout) []byte { return l2.later(file, do, how) }
	over := overdrawn(t, l)
	return []tampered{
		{"after signing, the words of a page", then(func(c *lab) { c.objects[content] = over }, layout{}), "what draws page 4 was changed"},
		{"after signing, a page in a stream of objects", then(func(c *lab) {
			c.edit(page, fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents %d 0 R", c.put(over)))
		}, layout{packed: true}), "the entry Contents of page 4 was changed"},
		{"after signing, a note over the words", then(func(c *lab) {
			look := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 400 60] /Resources <<>>", []byte("1 1 1 rg 0 0 400 60 re f")))
			c.addNote(page, c.put(text("<</Type /Annot /Subtype /FreeText /Rect [80 500 480 560] /F 4 /AP <</N %d 0 R>>>>", look)))
		}, layout{}), "something was added to a page that is no signature"},
		{"after signing, a signature where there was no place", then(func(c *lab) {
			look := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 400 60] /Resources <<>>", []byte("1 1 1 rg 0 0 400 60 re f")))
			c.addNote(page, c.put(text("<</Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [80 500 480 560] /F 4 /AP <</N %d 0 R>>>>", look)))
		}, layout{}), "a signature was put where engross left no place for one"},
		{"after signing, a frame of a page", then(func(c *lab) { c.edit(page, "/Type /Page", "/Type /Page /CropBox [0 300 595 842]") }, layout{}), "the entry CropBox of page 4 was changed"},
		{"after signing, another list of pages", then(func(c *lab) {
			n := c.put(text("<</Type /Pages /Kids [%d 0 R] /Count 1 /MediaBox [0 0 595 842]>>", l.page(2)))
			c.edit(l.root, "/Pages 1 0 R", fmt.Sprintf("/Pages %d 0 R", n))
		}, layout{}), "the entry Pages of the document was changed"},
		{"after signing, the same list of pages with less in it", then(func(c *lab) {
			c.objects[1] = object{body: regexp.MustCompile(`/Kids \[\s*\d+ 0 R`).ReplaceAllString(c.objects[1].body, "/Kids [")}
		}, layout{}), "the list of pages was changed"},
		{"after signing, a script", then(func(c *lab) {
			c.edit(l.root, "/Type /Catalog", "/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert)>>")
		}, layout{}), "the entry OpenAction of the document was changed"},
		{"after signing, layers", then(func(c *lab) {
			c.edit(l.root, "/Type /Catalog", "/Type /Catalog /OCProperties <</OCGs [] /D <<>>>>")
		}, layout{}), "the entry OCProperties of the document was changed"},
		{"after signing, rights for a reader", then(func(c *lab) {
			c.edit(l.root, "/Type /Catalog", "/Type /Catalog /Perms <</UR3 <</ByteRange [0 1 2 3]>>>>")
		}, layout{}), "grants rights (UR3)"},
		{"after signing, a form of another kind", then(func(c *lab) { c.edit(l.root, "/AcroForm <<", "/AcroForm <</XFA (x) ") }, layout{}), "the entry XFA of the form was changed"},
		{"after signing, fields drawn anew", then(func(c *lab) { c.edit(l.root, "/AcroForm <<", "/AcroForm <</NeedAppearances true ") }, layout{}), "lets viewers draw its fields anew"},
		{"after signing, a date", then(func(c *lab) { maps.Copy(c.objects, c.filling("party1_date", "9 September 2039")) }, layout{}), "was changed after a signature had locked it"},
		{"after signing, the date of the other", then(func(c *lab) { maps.Copy(c.objects, c.filling("party2_date", "9 September 2039")) }, layout{}), "was changed after a signature had locked it"},
		{"after signing, the picture of a signature", then(func(c *lab) {
			n := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <<>>", []byte("0 0 9 9 re f")))
			f := c.field("party1_signature")
			c.objects[f] = object{body: regexp.MustCompile(`/AP <</N \d+ 0 R>>`).ReplaceAllString(c.objects[f].body, fmt.Sprintf("/AP <</N %d 0 R>>", n))}
		}, layout{}), "was changed or taken out after it was made"},
		{"after signing, a signature taken out", then(func(c *lab) {
			f := c.field("party1_signature")
			c.objects[f] = object{body: regexp.MustCompile(`/V \d+ 0 R`).ReplaceAllString(c.objects[f].body, "")}
		}, layout{}), "was changed or taken out after it was made"},
		{"after signing, a field taken out of the form", then(func(c *lab) {
			c.edit(l.root, fmt.Sprintf("%d 0 R", c.field("party1_signature")), "")
		}, layout{}), "was taken out of the form"},
		{"after signing, a larger place for a signature", then(func(c *lab) {
			f := c.field("party1_signature")
			c.objects[f] = object{body: regexp.MustCompile(`/Rect \[[^\]]*\]`).ReplaceAllString(c.objects[f].body, "/Rect [0 0 595 842]")}
		}, layout{}), "the entry Rect of the field party1_signature was changed"},
		{"after signing, a field that acts", then(func(c *lab) {
			c.edit(c.field("party1_date"), "/FT /Tx", "/FT /Tx /AA <</F <</S /JavaScript /JS (x)>>>>")
		}, layout{}), "the entry AA of the field party1_date"},
		{"after signing, a field that is hidden", then(func(c *lab) { c.edit(c.field("party1_signature"), "/F 4 ", "/F 2 ") }, layout{}), "is shown otherwise than engross made it"},
		{"after signing, a title of another deal", then(func(c *lab) { c.edit(l.info, "/Title ", "/Title (Other) /Was ") }, layout{}), "among the properties of the document was changed"},
		{"after signing, other metadata", then(func(c *lab) {
			n := c.having("/Type /Metadata")
			c.objects[n] = streaming("/Type /Metadata /Subtype /XML", bytes.Replace(c.objects[n].stream, []byte("Kestrel"), []byte("Kastrel"), 1))
		}, layout{}), "the metadata were changed"},
		{"after signing, other words read aloud", then(func(c *lab) { c.edit(c.having("/S /P"), "/S /P", "/S /P /ActualText (93 percent)") }, layout{packed: true}), "the structure that is read aloud was changed"},
		{"after signing, another attachment", then(func(c *lab) {
			n := c.having("/Type /Filespec")
			c.edit(n, "/Desc ", "/Desc (x) /Was ")
		}, layout{}), "a file that is attached was changed"},
		{"after signing, other shapes of letters", then(func(c *lab) {
			n := c.having("/FontFile2")
			c.edit(n, "/FontFile2 ", "/Was ")
		}, layout{}), "a font was changed"},
		{"after signing, a link that leads away", then(func(c *lab) {
			n := c.having("/Subtype /Link")
			c.objects[n] = object{body: regexp.MustCompile(`/Dest \[[^\]]*\]`).ReplaceAllString(c.objects[n].body, "/A <</S /URI /URI (http://example.com)>>")}
		}, layout{}), "a link on page"},
		{"after signing, a link taken off", then(func(c *lab) {
			c.objects[l.page(2)] = object{body: regexp.MustCompile(`/Annots \[\d+ 0 R`).ReplaceAllString(c.objects[l.page(2)].body, "/Annots [")}
		}, layout{}), "was taken off page 2"},
		{"after signing, a page under another generation", then(func(c *lab) { c.objects[content] = object{body: over.body, stream: over.stream, generation: 1} }, layout{}), "under another generation"},
		{"after signing, content among the data for checking", then(func(c *lab) {
			c.objects[content] = over
			c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS <</Certs [%d 0 R]>>", content))
		}, layout{}), "among the data for checking signatures stands something else"},
		{"after signing, a picture among the data for checking", then(func(c *lab) {
			n := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", []byte("f")))
			c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS <</CRLs [%d 0 R]>>", n))
		}, layout{}), "among the data for checking signatures stands something else"},
		{"after signing, a drawing for later", then(func(c *lab) { c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", []byte("f"))) }, layout{}), "signing has no use for"},
	}
}

// whileSigning are files in which the update that signs does more than that.
func whileSigning(t *testing.T, l *lab) []tampered {
	sign := func(how layout, do func(c *lab, objects map[int]object)) []byte {
		objects := l.signing("party1_signature")
		c := l.with(objects)
		do(c, objects)
		return ada.sign(l.updated(l.made, objects, how), 0, 0)
	}
	field := l.field("party1_signature")
	look := func(body object) func(*lab, map[int]object) {
		return func(c *lab, objects map[int]object) {
			n := atoi(regexp.MustCompile(`/AP <</N (\d+) 0 R`).FindStringSubmatch(objects[field].body)[1])
			objects[n] = body
		}
	}
	fieldWith := func(from, to string) func(*lab, map[int]object) {
		return func(c *lab, objects map[int]object) {
			o := objects[field]
			o.body = strings.Replace(o.body, from, to, 1)
			objects[field] = o
		}
	}
	return []tampered{
		{"while signing, the words of a page", sign(layout{}, func(_ *lab, objects map[int]object) { objects[l.content(4)] = overdrawn(t, l) }), "what draws page 4 was changed"},
		{"while signing, a picture without a frame", sign(layout{}, look(streaming("/Type /XObject /Subtype /Form", []byte("f")))), "is not one picture with a frame"},
		{"while signing, a picture folded flat", sign(layout{}, look(streaming("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Matrix [0 0 0 0 0 0]", []byte("f")))), "is not one picture with a frame"},
		{"while signing, a picture in a layer", sign(layout{}, look(streaming("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /OC <</Type /OCG>>", []byte("f")))), "depends on OC"},
		{"while signing, a picture that changes when touched", sign(layout{}, fieldWith("/AP <<", "/AP <</D 9 0 R ")), "is not one picture with a frame"},
		{"while signing, a place for it over the page", sign(layout{}, fieldWith("/Rect [", "/Rect [9")), "the entry Rect of the field party1_signature was changed"},
		{"while signing, another name of the field", sign(layout{}, fieldWith("(Signature of Kestrel", "(Approval of Brenta")), "the entry TU of the field party1_signature was changed"},
		{"while signing, a lock that was opened", sign(layout{}, fieldWith("/Action /Include", "/Action /Exclude")), "the entry Lock"},
		{"while signing, the picture of another signature", sign(layout{}, func(c *lab, objects map[int]object) {
			f := c.field("party2_signature")
			n := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", []byte("0 0 m 9 9 l S")))
			objects[n] = c.objects[n]
			objects[f] = object{body: regexp.MustCompile(`/AP <</N \d+ 0 R>>`).ReplaceAllString(c.objects[f].body, fmt.Sprintf("/AP <</N %d 0 R>>", n))}
		}), "party2_signature shows something and is not signed"},
		{"while signing, something that is no signature", sign(layout{}, func(c *lab, objects map[int]object) {
			f := c.field("party2_signature")
			objects[f] = object{body: strings.Replace(c.objects[f].body, "/FT /Sig", "/FT /Sig /V (Grace Hopper)", 1)}
		}), "the value of the field party2_signature is no signature"},
		{"while signing, a form and its fields", sign(layout{}, func(c *lab, objects map[int]object) {
			c.edit(l.root, "/AcroForm <<", "/AcroForm <</Q 2 ")
			objects[l.root] = c.objects[l.root]
		}), "the entry Q of the form was changed"},
	}
}

// badSignatures are files with signatures that do not hold, or not over what they should.
func badSignatures(t *testing.T, l *lab) []tampered {
	objects := l.signing("party1_signature")
	fresh := func() []byte { return l.updated(l.made, objects, layout{}) }
	good := ada.sign(fresh(), 0, 0)
	at := bytes.LastIndex(good, []byte("/Contents <")) + len("/Contents <")
	broken := bytes.Clone(good)
	copy(broken[at+600:], "00000000")
	moved := altering(l, func(c *lab) {
		c.objects[l.content(4)] = overdrawn(t, l)
	}).written(layout{})
	taken := l.updated(l.made, objects, layout{})
	m := byteRange.FindIndex(taken)
	copy(taken[m[0]:], good[m[0]:at+2*room])
	copy(taken[bytes.LastIndex(taken, []byte("(D:20300102030405Z)")):], "(D:20290102030405Z)")
	filled := l.with(objects)
	return []tampered{
		{"a signature of another file", taken, "does not hold: what it covers was changed after it was made"},
		{"a signature with a byte turned over", broken, "does NOT hold"},
		{"a signature that leaves out more than itself", ada.sign(fresh(), 7, 0), "leaves out more of the file than itself"},
		{"a signature that does not cover its own update", ada.sign(fresh(), 0, len(fresh())-40), "does not cover all that it was added with"},
		{"a signature of nothing", fresh(), "does NOT hold"},
		{"a signed file that was altered and written anew", ada.sign(altering(l, func(*lab) {}).updated(moved, objects, layout{}), 0, 0), "93 percent"},
		{"filled in and not signed", l.updated(l.made, l.filling("party1_date", "2 January 2030"), layout{}), "nobody has signed it"},
		{"filled in after the last signature", filled.updated(good, filled.filling("party2_date", "9 September 2039"), layout{}), "party2_date was filled in after the last signature that holds"},
		{"changed between signatures", func() []byte {
			first := l.filling("party2_date", "2 January 2030")
			l1 := l.with(first)
			second := l1.signing("party1_signature")
			l2 := l1.with(second)
			file := ada.sign(l1.updated(l.updated(l.made, first, layout{}), second, layout{}), 0, 0)
			third := join(l2.filling("party2_date", "9 September 2039"))
			l3 := l2.with(third)
			fourth := l3.signing("party2_signature")
			return grace.sign(l3.updated(l2.updated(file, third, layout{}), fourth, layout{}), 0, 0)
		}(), "was changed after somebody had signed what it said"},
	}
}

// ambiguous are files with updates that readers read in different ways.
func ambiguous(t *testing.T, l *lab) []tampered {
	objects := l.signing("party1_signature")
	content := l.content(4)
	hidden := spell(content, overdrawn(t, l))
	change := func(from, to string) []byte {
		file := l.updated(l.made, objects, layout{})
		i := len(l.made) + bytes.Index(file[len(l.made):], []byte(from))
		return ada.sign(append(file[:i:i], append([]byte(to), file[i+len(from):]...)...), 0, 0)
	}
	unread := "not in the form of an update, or can be read in more than one way"
	withTrailer := func(more string, how layout) []byte {
		how.trailer = more
		return ada.sign(l.updated(l.made, objects, how), 0, 0)
	}
	freed := func() []byte {
		file := l.updated(l.made, objects, layout{})
		i := bytes.LastIndex(file, []byte("trailer\n"))
		return ada.sign(append(file[:i:i], append(fmt.Appendf(nil, "%d 1\n0000000000 00001 f \n", content), file[i:]...)...), 0, 0)
	}
	return []tampered{
		{"an object that the table of an update does not name", ada.sign(l.updated(l.made, objects, layout{orphans: hidden}), 0, 0), unread},
		{"an object in a remark", ada.sign(l.updated(l.made, objects, layout{orphans: "%" + strings.ReplaceAll(hidden, "\n", "\r")}), 0, 0), unread},
		{"words between objects", ada.sign(l.updated(l.made, objects, layout{orphans: "hello\n"}), 0, 0), unread},
		{"a key that is there twice", change("/FT /Sig", "/FT /Sig /FT /Tx"), unread},
		{"a remark in an object", change("/FT /Sig", "/FT %x\n/Sig"), unread},
		{"a string that does not end", change("/FT /Sig", "/FT /Sig /X (")[:len(l.made)+900], unread},
		{"a length that is not so", change("/Length 25>>", "/Length 20>>"), unread},
		{"a stream in another file", change("/Length 25>>", "/Length 25 /F (x)>>"), unread},
		{"a table of both kinds", withTrailer(fmt.Sprintf("/XRefStm %d", bytes.LastIndex(l.made, []byte("obj\n"))), layout{}), "an update names XRefStm"},
		{"an update that is encrypted", withTrailer("/Encrypt <</Filter /Standard>>", layout{}), ""},
		{"an update that skips the file before", ada.sign(bytes.Replace(l.updated(l.made, objects, layout{}), []byte("/Prev "), []byte("/Prev 1"), 1), 0, 0), ""},
		{"an update that takes the words of a page away", freed(), unread},
		{"a second end", append(ada.sign(l.updated(l.made, objects, layout{}), 0, 0), "startxref\n17\n%%EOF\n"...), unread},
		{"a table that points into a stream", func() []byte {
			inside := map[int]object{}
			maps.Copy(inside, objects)
			n := l.with(objects).free()
			inside[n] = streaming("", []byte(hidden))
			file := l.updated(l.made, inside, layout{})
			i := bytes.LastIndex(file, []byte("trailer\n"))
			return ada.sign(append(file[:i:i], append(fmt.Appendf(nil, "%d 1\n%010d 00000 n \n", content, bytes.LastIndex(file, []byte(hidden))), file[i:]...)...), 0, 0)
		}(), unread},
		{"two objects of one number", ada.sign(l.updated(l.made, objects, layout{orphans: spell(l.field("party1_signature"), l.objects[l.field("party1_signature")])}), 0, 0), unread},
	}
}
