package render

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/engross/engross/agreement"
)

// What fpdf leaves out of a file, an incremental update adds: ISO 32000-1,
// 7.5.6. It replaces the information dictionary and the catalog, which are the
// last two objects fpdf writes, and appends metadata and attachments.

const producer = "engross"

// An updater appends objects to a finished PDF.
type updater struct {
	buf     *bytes.Buffer
	first   int // number of the first object in the update
	offsets []int
}

// begin starts the next object and returns its number.
func (u *updater) begin() int {
	u.offsets = append(u.offsets, u.buf.Len())
	n := u.first + len(u.offsets) - 1
	fmt.Fprintf(u.buf, "%d 0 obj\n", n)
	return n
}

func (u *updater) stream(dict string, data []byte) int {
	n := u.begin()
	fmt.Fprintf(u.buf, "<<%s /Length %d>>\nstream\n", dict, len(data))
	u.buf.Write(data)
	u.buf.WriteString("\nendstream\nendobj\n")
	return n
}

func (u *updater) object(format string, args ...any) int {
	n := u.begin()
	fmt.Fprintf(u.buf, format+"\nendobj\n", args...)
	return n
}

var (
	sizeEntry     = regexp.MustCompile(`/Size (\d+)`)
	startEntry    = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	outlinesEntry = regexp.MustCompile(`/Outlines \d+ 0 R`)
	languageTag   = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

var errUnexpected = errors.New("render: fpdf wrote a file of an unexpected form")

// update appends the incremental update to what fpdf wrote.
func (p *Pages) update(buf *bytes.Buffer) error {
	old := buf.Bytes()
	start := startEntry.FindSubmatch(old[max(0, len(old)-64):])
	if start == nil {
		return errUnexpected
	}
	table, err := strconv.Atoi(string(start[1]))
	if err != nil || table > len(old) {
		return errUnexpected
	}
	found := sizeEntry.FindSubmatch(old[table:])
	if found == nil {
		return errUnexpected
	}
	size, err := strconv.Atoi(string(found[1]))
	if err != nil || size < 4 {
		return errUnexpected
	}
	outlines := string(outlinesEntry.Find(old[max(0, table-1000):table]))
	u := &updater{buf: buf, first: size - 2}
	info := u.object("%s", p.info())
	metadata := size
	attachments := size + 1
	catalog := u.object("%s", p.catalog(outlines, metadata, attachments))
	u.stream("/Type /Metadata /Subtype /XML", p.xmp())
	for i := range p.options.Attachments {
		if err := u.attach(&p.options.Attachments[i]); err != nil {
			return err
		}
	}
	u.end(catalog, info, table)
	return nil
}

// end writes the table of the update's objects and the trailer.
func (u *updater) end(root, info, previous int) {
	digest := sha256.Sum256(u.buf.Bytes())
	table := u.buf.Len()
	fmt.Fprintf(u.buf, "xref\n%d %d\n", u.first, len(u.offsets))
	for _, at := range u.offsets {
		fmt.Fprintf(u.buf, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(u.buf, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		u.first+len(u.offsets), root, info, previous, digest[:16], digest[:16], table)
}

// info has no dates: an agreement is the same whenever it is printed.
func (p *Pages) info() string {
	d := p.doc
	s := "<</Producer " + textString(producer) + " /Title " + textString(d.Title)
	if d.Reference != "" {
		s += " /Subject " + textString(d.Reference)
	}
	if len(d.Parties) > 0 {
		s += " /Author " + textString(strings.Join(partyNames(d), "; "))
	}
	return s + ">>"
}

func partyNames(d *agreement.Document) []string {
	var names []string
	for _, p := range d.Parties {
		names = append(names, p.Name)
	}
	return names
}

// catalog is the root of the file. Each attachment is two objects, the file
// and its description, from the given number on.
func (p *Pages) catalog(outlines string, metadata, attachments int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type /Catalog /Version /1.7 /Pages 1 0 R /Metadata %d 0 R /ViewerPreferences <</DisplayDocTitle true>>", metadata)
	if outlines != "" {
		b.WriteString(" " + outlines + " /PageMode /UseOutlines")
	}
	if languageTag.MatchString(p.doc.Language) {
		b.WriteString(" /Lang " + textString(p.doc.Language))
	}
	if len(p.options.Attachments) > 0 {
		var all, names []string
		for i, a := range p.options.Attachments {
			all = append(all, fmt.Sprintf("%d 0 R", attachments+2*i+1))
			names = append(names, textString(a.Name)+" "+all[i])
		}
		slices.Sort(names)
		fmt.Fprintf(&b, " /AF [%s] /Names <</EmbeddedFiles <</Names [%s]>>>>", strings.Join(all, " "), strings.Join(names, " "))
	}
	return b.String() + ">>"
}

// attach writes a file and its description: ISO 32000-2, 7.11 and 14.13.
func (u *updater) attach(a *Attachment) error {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(a.Data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	dict := fmt.Sprintf("/Type /EmbeddedFile /Filter /FlateDecode /Params <</Size %d /CheckSum <%x>>>", len(a.Data), md5.Sum(a.Data))
	if a.MediaType != "" {
		dict += " /Subtype /" + pdfName(a.MediaType)
	}
	file := u.stream(dict, z.Bytes())
	u.object("<</Type /Filespec /F %s /UF %s /Desc %s /AFRelationship /%s /EF <</F %d 0 R /UF %d 0 R>>>>",
		textString(a.Name), textString(a.Name), textString(a.Description), a.Relationship, file, file)
	return nil
}

// pdfName escapes a name: ISO 32000-1, 7.3.5.
func pdfName(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c < 0x7F && !strings.ContainsRune("#/%()<>[]{}", rune(c)) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// textString is a text string in hexadecimal, or literally where it is plain:
// ISO 32000-1, 7.9.2.2.
func textString(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || strings.IndexByte(`()\`, s[i]) >= 0 {
			return fmt.Sprintf("<%X>", utf16Text(s))
		}
	}
	return "(" + s + ")"
}

// utf16Text is s in UTF-16 with a byte order mark.
func utf16Text(s string) string {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return string(out)
}

// xmp is the metadata that catalogues read: ISO 16684-1.
func (p *Pages) xmp() []byte {
	d := p.doc
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` + "\n")
	list := func(name, kind, attribute string, items ...string) {
		fmt.Fprintf(&b, "<dc:%s><rdf:%s>", name, kind)
		for _, s := range items {
			fmt.Fprintf(&b, "<rdf:li%s>%s</rdf:li>", attribute, xmlText(s))
		}
		fmt.Fprintf(&b, "</rdf:%s></dc:%s>\n", kind, name)
	}
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	list("title", "Alt", ` xml:lang="x-default"`, d.Title)
	if len(d.Parties) > 0 {
		list("creator", "Seq", "", partyNames(d)...)
	}
	if languageTag.MatchString(d.Language) {
		list("language", "Bag", "", d.Language)
	}
	if d.Reference != "" {
		fmt.Fprintf(&b, "<dc:identifier>%s</dc:identifier>\n", xmlText(d.Reference))
	}
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n", producer)
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
