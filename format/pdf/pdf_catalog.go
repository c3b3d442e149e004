package pdf

import (
	"bytes"
	"crypto/md5"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/engross/engross/agreement"
)

// info has no dates: an agreement is the same whenever it is printed.
func (p *Pages) info() string {
	d := p.doc
	s := "<</Producer " + textString(producer) + " /Title " + textString(d.Title)
	if d.Reference != "" {
		s += " /Subject " + textString(d.Reference)
	}
	if len(d.Parties) > 0 {
		s += " /Author " + textString(authors(d))
	}
	return s + ">>"
}

// authors are the parties.
func authors(d *agreement.Document) string {
	var names []string
	for _, p := range d.Parties {
		names = append(names, p.Name)
	}
	return strings.Join(names, "; ")
}

// catalog is the root of the file; outline is 0 and form "" where there is none, files are the descriptions of attachments.
func (p *Pages) catalog(outline, metadata, tags, intent int, form string, files []int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type /Catalog /Pages 1 0 R /Metadata %d 0 R /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /OutputIntents [%d 0 R] /ViewerPreferences <</DisplayDocTitle true>>", metadata, tags, intent)
	if outline != 0 {
		fmt.Fprintf(&b, " /Outlines %d 0 R /PageMode /UseOutlines", outline)
	}
	if languageTag().MatchString(p.doc.Language) {
		b.WriteString(" /Lang " + textString(p.doc.Language))
	}
	b.WriteString(form)
	if len(files) > 0 {
		var all, names []string
		for i, n := range files {
			all = append(all, fmt.Sprintf("%d 0 R", n))
			names = append(names, hexString(p.options.Attachments[i].Name)+" "+all[i])
		}
		slices.Sort(names)
		fmt.Fprintf(&b, " /AF [%s] /Names <</EmbeddedFiles <</Names [%s]>>>>", strings.Join(all, " "), strings.Join(names, " "))
	}
	return b.String() + ">>"
}

// attach writes a file and its description: ISO 32000-2, 7.11 and 14.13. The
// result is the number of the description.
func (f *file) attach(a *Attachment) (int, error) {
	dict := fmt.Sprintf("/Type /EmbeddedFile /Params <</Size %d /CheckSum <%x>>> ", len(a.Data), md5.Sum(a.Data))
	if a.MediaType != "" {
		dict += "/Subtype /" + pdfName(a.MediaType) + " "
	}
	n, spec := f.alloc(1), f.alloc(1)
	if err := f.deflated(n, dict, a.Data); err != nil {
		return 0, err
	}
	f.object(spec, "<</Type /Filespec /F %s /UF %s /Desc %s /AFRelationship /%s /EF <</F %d 0 R /UF %d 0 R>>>>",
		hexString(a.Name), hexString(a.Name), hexString(a.Description), a.Relationship, n, n)
	return spec, nil
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
			return hexString(s)
		}
	}
	return "(" + s + ")"
}

// hexString is a text string in hexadecimal.
func hexString(s string) string { return fmt.Sprintf("<%X>", utf16Text(s)) }

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
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" ` +
		`xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` + "\n")
	list := func(name, kind, attribute, item string) { // of one: PDF/A-1 asks that it be as among the properties
		fmt.Fprintf(&b, "<dc:%s><rdf:%s><rdf:li%s>%s</rdf:li></rdf:%s></dc:%s>\n", name, kind, attribute, xmlText(item), kind, name)
	}
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	list("title", "Alt", ` xml:lang="x-default"`, d.Title)
	if len(d.Parties) > 0 {
		list("creator", "Seq", "", authors(d))
	}
	if languageTag().MatchString(d.Language) {
		list("language", "Bag", "", d.Language)
	}
	if d.Reference != "" {
		list("description", "Alt", ` xml:lang="x-default"`, d.Reference)
		fmt.Fprintf(&b, "<dc:identifier>%s</dc:identifier>\n", xmlText(d.Reference))
	}
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n", producer)
	b.WriteString(conformance)
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

// conformance says to which standards the file is made, and describes the words in
// which it says so of PDF/UA, as PDF/A asks of what it does not know itself.
const conformance = `<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 to which the file is made</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
`

func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
