package draft_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/draft"
)

// corpus keeps the files, for other programs to read: see .ci/run.
var corpus = flag.String("corpus", "", "a folder to write tampered agreements to")

// A tampered is a file that was altered, and what verify has to say of it beside
// that it is not proved; "" where it cannot read what was altered.
type tampered struct {
	name string
	file []byte
	want string
}

// TestTampered verifies agreements that were altered in every way that we know, of which
// many are shown altered by viewers and read as unaltered by some reader. None may be
// called anything that a person would take for fine.
func TestTampered(t *testing.T) {
	lib := library(t)
	all := slices.Concat(rewritten(t, theLab()), covered(t, theLab()), spoken(t, theLab()), structured(t, theLab()), afterSigning(t, theLab()), whileSigning(t, theLab()), badSignatures(t, theLab()), ambiguous(t, theLab()), later(t, theLab()), loose(t, theLab()), filled(t, theLab()), again(t, theLab()))
	if len(all) < 60 {
		t.Errorf("%d files", len(all))
	}
	names := map[string]bool{}
	for _, x := range all {
		if names[x.name] {
			t.Errorf("two files are called %q", x.name)
		}
		names[x.name] = true
		if *corpus != "" {
			if err := os.WriteFile(filepath.Join(*corpus, strings.ReplaceAll(x.name, " ", "-")+".pdf"), x.file, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			v, err := draft.VerifyPDF(lib, "a.pdf", x.file, nil, nil)
			if err != nil {
				if x.want != "" && !strings.Contains(err.Error(), x.want) {
					t.Errorf("it says\n%v\nand not %q", err, x.want)
				}
				return
			}
			said := told(v)
			if v.Finding.Proved() || len(v.Reasons)+len(v.Where) == 0 {
				t.Errorf("it is called\n%s", said)
			}
			if !strings.Contains(said, x.want) {
				t.Errorf("it says\n%s\nand not %q", said, x.want)
			}
			if strings.Contains(said, "as engross made them") {
				t.Errorf("it vouches for something:\n%s", said)
			}
		})
	}
}

// altering is a lab in which something was done.
func altering(l *lab, do func(*lab)) *lab {
	c := l.clone()
	do(c)
	return c
}

// overdrawn is an object that draws what page 4 draws, and a box with other words over
// it.
func overdrawn(t *testing.T, l *lab) object {
	return streaming("/Filter /FlateDecode", deflate([]byte(l.drawn(t, 4)+l.box(t, 4))))
}

// spell is an object with its number, as it stands in a file.
func spell(n int, o object) string {
	var b bytes.Buffer
	writeObject(&b, n, o)
	return b.String()
}

// rewritten are files whose objects were written anew, in other forms and places.
func rewritten(t *testing.T, l *lab) []tampered {
	over := overdrawn(t, l)
	page, content := l.page(4), l.content(4)
	swapped := altering(l, func(c *lab) { c.objects[content] = over })
	moved := altering(l, func(c *lab) {
		n := c.put(over)
		c.edit(page, fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents %d 0 R", n))
	})
	longer := altering(l, func(c *lab) {
		c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte(l.drawn(t, 4)+strings.Repeat("0 ", 2<<20)+"n"+l.box(t, 4))))
	})
	predicted := altering(l, func(c *lab) {
		box := l.box(t, 4)
		row := append([]byte{0}, box...)
		n := c.put(object{body: "", stream: deflate(row)})
		c.objects[n] = object{body: fmt.Sprintf("<</Filter /FlateDecode /DP <</Predictor 12 /Columns %d>> /DecodeParms <</Predictor 12 /Columns %d>> /Length %d>>", len(box), len(box), len(c.objects[n].stream)), stream: c.objects[n].stream}
		c.edit(page, fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents [%d 0 R %d 0 R]", content, n))
	})
	hexed := altering(l, func(c *lab) {
		c.objects[content] = streaming("/Filter [/ASCIIHexDecode /FlateDecode]", fmt.Appendf(nil, "%x>", deflate([]byte(l.drawn(t, 4)+l.box(t, 4)))))
	})
	parts := altering(l, func(c *lab) {
		n := c.put(streaming("", []byte(l.box(t, 4))))
		c.edit(page, fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents [%d 0 R %d 0 R]", content, n))
	})
	return []tampered{
		{"plain table with the original left over", moved.written(layout{}), "93 percent"},
		{"packed table with the original left over", moved.written(layout{packed: true}), "93 percent"},
		{"packed page with the plain original as an orphan", altering(moved, func(c *lab) { delete(c.objects, 0) }).written(layout{packed: true, orphans: spell(page, l.objects[page])}), "93 percent"},
		{"original page after the last object", swapped.written(layout{orphans: spell(content, l.objects[content])}), "93 percent"},
		{"more operands than are read", longer.written(layout{packed: true}), "page 4 cannot be read to its end"},
		{"a predictor by its short name", predicted.written(layout{}), "page 4"},
		{"filters one after another", hexed.written(layout{packed: true}), "page 4"},
		{"content in parts", parts.written(layout{packed: true}), "93 percent"},
		{"bytes before the head", l.written(layout{head: "junk\n%PDF-1.7\n"}), ""},
		{"another version of the format", l.written(layout{head: "%PDF-2.0\n"}), ""},
		{"encrypted", l.written(layout{packed: true, trailer: "/Encrypt <</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -1>>"}), ""},
		{"words of a page and nothing else", altering(l, func(c *lab) {
			c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte(strings.Replace(l.drawn(t, 4), "]TJ", "(not )]TJ", 1))))
		}).written(layout{packed: true}), "page 4"},
		{"letters turned white", altering(l, func(c *lab) {
			c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte("1 1 1 rg\n"+l.drawn(t, 4))))
		}).written(layout{packed: true}), "page 4"},
		{"letters not drawn", altering(l, func(c *lab) {
			c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte("3 Tr\n"+l.drawn(t, 4))))
		}).written(layout{packed: true}), "page 4"},
	}
}

// covered are files in which something lies over a page, or something is not shown.
func covered(t *testing.T, l *lab) []tampered {
	page, content := l.page(4), l.content(4)
	note := func(dict string) []byte {
		return altering(l, func(c *lab) {
			look := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 400 60] /Resources <<>>", []byte("1 1 1 rg 0 0 400 60 re f")))
			n := c.put(text("<</Type /Annot /Rect [80 500 480 560] /F 4 /AP <</N %d 0 R>> %s>>", look, dict))
			c.addNote(page, n)
		}).written(layout{packed: true})
	}
	drawing := func(add string) []byte {
		return altering(l, func(c *lab) {
			n := c.put(streaming("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <<>>", []byte("1 1 1 rg 80 500 400 60 re f")))
			c.edit(2, "<<", fmt.Sprintf("<</XObject <</X9 %d 0 R>>", n))
			c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte(l.drawn(t, 4)+add)))
		}).written(layout{packed: true})
	}
	optional := altering(l, func(c *lab) {
		group := c.put(text("<</Type /OCG /Name (shown)>>"))
		c.edit(2, "<<", fmt.Sprintf("<</Properties <</OC9 %d 0 R>>", group))
		c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /OCProperties <</OCGs [%d 0 R] /D <</OFF [%d 0 R]>>>>", group, group))
		c.objects[content] = streaming("/Filter /FlateDecode", deflate([]byte("/OC /OC9 BDC\n"+l.drawn(t, 4)+"\nEMC\n")))
	})
	onTree := func(entry string) []byte {
		return altering(l, func(c *lab) { c.edit(1, "/Type /Pages", "/Type /Pages "+entry) }).written(layout{packed: true})
	}
	onPage := func(entry string) []byte {
		return altering(l, func(c *lab) { c.edit(page, "/Type /Page", "/Type /Page "+entry) }).written(layout{packed: true})
	}
	return []tampered{
		{"a note over the words", note("/Subtype /FreeText /DA (/Text 12 Tf) /Contents (93 percent)"), "page 4 has"},
		{"a stamp over the words", note("/Subtype /Stamp"), "page 4 has"},
		{"a water mark over the words", note("/Subtype /Watermark"), "page 4 has"},
		{"a field over the words", note("/Subtype /Widget /FT /Tx /T (x) /V (93 percent)"), "page 4 has"},
		{"a drawing over the words", drawing("q /X9 Do Q\n"), "page 4"},
		{"an image over the words", drawing("q 400 0 0 60 80 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q\n"), "page 4"},
		{"words in a layer that is off", optional.written(layout{packed: true}), "OCProperties"},
		{"a frame that the pages inherit", onTree("/CropBox [0 300 595 842]"), ""},
		{"a turn that the pages inherit", onTree("/Rotate 180"), ""},
		{"a frame of one page", onPage("/CropBox [0 300 595 842]"), "page 4"},
		{"a page upside down", onPage("/Rotate 180"), "page 4"},
		{"a page that changes by itself", onPage("/Trans <</S /Dissolve>> /Dur 1"), ""},
		{"a picture of a page", onPage(fmt.Sprintf("/Thumb %d 0 R", content)), ""},
		{"a page that acts", onPage("/AA <</O <</S /JavaScript /JS (app.alert)>>>>"), "page 4"},
		{"private data of a page", onPage("/PieceInfo <</X <</LastModified (D:20300101)>>>>"), ""},
		{"a page that is a list of pages", altering(l, func(c *lab) {
			n := c.put(text("<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Resources 2 0 R /Contents %d 0 R>>", page, c.put(streaming("", []byte(l.box(t, 4))))))
			c.edit(page, "/Type /Page", fmt.Sprintf("/Type /Page /Kids [%d 0 R] /Count 1", n))
		}).written(layout{packed: true}), "page"},
	}
}

// addNote puts an annotation on a page.
func (l *lab) addNote(page, n int) {
	if strings.Contains(l.objects[page].body, "/Annots [") {
		l.edit(page, "/Annots [", fmt.Sprintf("/Annots [%d 0 R ", n))
		return
	}
	l.edit(page, "/Type /Page", fmt.Sprintf("/Type /Page /Annots [%d 0 R]", n))
}

var fontFile = regexp.MustCompile(`/FontFile2 (\d+) 0 R`)

// spoken are files in which what is not drawn was altered: what letters look like, what
// is read aloud, what is attached, where links lead, what the file says of itself.
func spoken(t *testing.T, l *lab) []tampered {
	do := func(f func(c *lab)) []byte { return altering(l, f).written(layout{packed: true}) }
	files := []int{}
	for _, n := range slices.Sorted(maps.Keys(l.objects)) {
		if m := fontFile.FindStringSubmatch(l.objects[n].body); m != nil {
			files = append(files, atoi(m[1]))
		}
	}
	sheet := l.having("/UF <" + fmt.Sprintf("%X", utf16("term-sheet.json")))
	attached := atoi(regexp.MustCompile(`/F (\d+) 0 R`).FindStringSubmatch(l.objects[sheet].body)[1])
	other := strings.Replace(string(inflate(t, l.objects[attached].stream)), `"days": 20`, `"days": 93`, 1)
	manifest := l.having("/UF <" + fmt.Sprintf("%X", utf16("manifest.json")))
	manifestFile := atoi(regexp.MustCompile(`/F (\d+) 0 R`).FindStringSubmatch(l.objects[manifest].body)[1])
	forged := regexp.MustCompile(`"engross": "[^"]*"`).ReplaceAllString(string(inflate(t, l.objects[manifestFile].stream)), `"engross": "9.9.9\\u001b[2J"`)
	return []tampered{
		{"other shapes for the same codes", do(func(c *lab) {
			a, b := c.objects[files[0]], c.objects[files[1]]
			c.objects[files[0]], c.objects[files[1]] = b, a
		}), ""},
		{"a meaning of codes that is another", do(func(c *lab) {
			c.edit(c.having("/WinAnsiEncoding"), "/Type /Font", fmt.Sprintf("/Type /Font /ToUnicode %d 0 R", c.put(streaming("", []byte("1 beginbfchar\n<41> <0042>\nendbfchar")))))
		}), ""},
		{"codes that mean other letters", do(func(c *lab) {
			n := c.having("/Encoding")
			c.objects[n] = object{body: regexp.MustCompile(`/Encoding /?\w+( \d+ R)?`).ReplaceAllString(c.objects[n].body, "/Encoding <</BaseEncoding /WinAnsiEncoding /Differences [51 /nine]>>")}
		}), ""},
		{"a term sheet of other figures", do(func(c *lab) { c.attach(attached, other) }), "the term sheet inside"},
		{"another file in the list of attachments", do(func(c *lab) {
			n := c.put(streaming("/Type /EmbeddedFile", []byte("{}")))
			spec := c.put(text("<</Type /Filespec /F (term-sheet.json) /UF (term-sheet.json) /EF <</F %d 0 R>>>>", n))
			c.edit(l.root, "/Names [", fmt.Sprintf("/Names [(a) %d 0 R ", spec))
		}), ""},
		{"a program attached", do(func(c *lab) {
			n := c.put(streaming("/Type /EmbeddedFile /Params <</Size 2 /CheckSum (x)>>", []byte("MZ")))
			c.edit(l.root, "/Names [", fmt.Sprintf("/Names [(invoice.exe) %d 0 R ", c.put(text("<</Type /Filespec /F (invoice.exe) /EF <</F %d 0 R>>>>", n))))
		}), ""},
		{"a script among the names", do(func(c *lab) {
			c.edit(l.root, "/Names <<", "/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (app.alert)>>]>> ")
		}), ""},
		{"a script when it is opened", do(func(c *lab) {
			c.edit(l.root, "/Type /Catalog", "/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert)>>")
		}), "what it does when it is opened"},
		{"a manifest of another version", do(func(c *lab) { c.attach(manifestFile, forged) }), "the manifest inside is not the one whose digest the title page prints"},
		{"a title of another deal", do(func(c *lab) { c.edit(l.info, "/Title ", "/Title (Other) /Was ") }), "its title was changed"},
		{"another author", do(func(c *lab) {
			n := c.having("/Type /Metadata")
			c.objects[n] = streaming("/Type /Metadata /Subtype /XML", bytes.Replace(c.objects[n].stream, []byte("Kestrel"), []byte("Kastrel"), 1))
		}), "its metadata was changed"},
		{"another language", do(func(c *lab) { c.edit(l.root, "/Lang (en-GB)", "/Lang (fr-FR)") }), "its language was changed"},
		{"other words read aloud", do(func(c *lab) {
			c.edit(c.having("/S /P"), "/S /P", "/S /P /ActualText (The Licensee owes 93 percent.)")
		}), "the structure that is read aloud was changed"},
		{"a link that leads away", do(func(c *lab) {
			n := c.having("/Subtype /Link")
			c.objects[n] = object{body: regexp.MustCompile(`/Dest \[[^\]]*\]`).ReplaceAllString(c.objects[n].body, "/A <</S /URI /URI (http://example.com)>>")}
		}), "links or annotations that were changed"},
		{"a heading in the outline", do(func(c *lab) {
			n := c.having("/Parent " + regexp.MustCompile(`/Outlines (\d+ 0 R)`).FindStringSubmatch(c.objects[l.root].body)[1])
			c.edit(n, "/Title ", "/Title (Other) /Was ")
		}), "its outline was changed"},
	}
}

func utf16(s string) string {
	out := []byte{0xFE, 0xFF}
	for _, c := range []byte(s) {
		out = append(out, 0, c)
	}
	return string(out)
}

// attach gives an attachment other contents, with the digest that they have.
func (l *lab) attach(n int, data string) {
	body := regexp.MustCompile(`/Size \d+ /CheckSum <[0-9a-f]*>`).ReplaceAllString(l.objects[n].body, fmt.Sprintf("/Size %d /CheckSum <%x>", len(data), sumOf(data)))
	packed := deflate([]byte(data))
	l.objects[n] = object{body: regexp.MustCompile(`/Length \d+`).ReplaceAllString(body, fmt.Sprintf("/Length %d", len(packed))), stream: packed}
}

// structured are files whose list of pages, or whose bytes, were altered.
func structured(t *testing.T, l *lab) []tampered {
	kids := regexp.MustCompile(`/Kids \[\s*([^\]]*)\]`).FindStringSubmatch(l.objects[1].body)[1]
	list := regexp.MustCompile(`\d+ 0 R`).FindAllString(kids, -1)
	pages := func(list ...string) []byte {
		return altering(l, func(c *lab) {
			c.edit(1, kids, strings.Join(list, " "))
			c.objects[1] = object{body: regexp.MustCompile(`/Count \d+`).ReplaceAllString(c.objects[1].body, fmt.Sprintf("/Count %d", len(list)))}
		}).written(layout{packed: true})
	}
	reordered := slices.Clone(list)
	reordered[3], reordered[6] = reordered[6], reordered[3]
	flipped := bytes.Clone(l.made)
	flipped[len(flipped)/3] ^= 1
	return []tampered{
		{"a page taken out", pages(slices.Delete(slices.Clone(list), 4, 5)...), "engross wrote"},
		{"a page put in", altering(l, func(c *lab) {
			n := c.put(text("<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Resources 2 0 R /Contents %d 0 R>>", c.put(streaming("", []byte(l.box(t, 4))))))
			c.edit(1, kids, fmt.Sprintf("%s %d 0 R", kids, n))
		}).written(layout{packed: true}), "page 15 is not of this agreement"},
		{"pages in another order", pages(reordered...), "page"},
		{"a page twice", pages(append(slices.Clone(list), list[2])...), "engross wrote"},
		{"pages under pages", altering(l, func(c *lab) {
			n := c.put(text("<</Type /Pages /Parent 1 0 R /Kids [%s] /Count %d /CropBox [0 400 595 842]>>", kids, len(list)))
			c.edit(1, kids, fmt.Sprintf("%d 0 R", n))
		}).written(layout{packed: true}), ""},
		{"a smaller sheet", altering(l, func(c *lab) { c.edit(l.page(4), "/Type /Page", "/Type /Page /MediaBox [0 300 595 842]") }).written(layout{packed: true}), "page 4"},
		{"a bit turned over", flipped, ""},
		{"cut short", l.made[:len(l.made)-200], ""},
		{"a byte after the end", append(bytes.Clone(l.made), 'x'), "1 byte"},
		{"another file after the end", append(bytes.Clone(l.made), l.written(layout{})...), ""},
		{"two files in one", append(l.written(layout{}), l.made...), ""},
	}
}
