// Package draft makes the files of an agreement from a term sheet, and proves
// a file against what it says it was made from.
//
// [Make] assembles, prints and ties the files together with a [Manifest]: what
// made the text, and digests of what went in and came out. The Markdown carries
// the digest of the manifest in its last lines; the PDF and the Word file carry
// the manifest and the term sheet, as it may be sent. [VerifyPDF], [VerifyWord] and
// [VerifyMarkdown] make the agreement again from what a file carries and compare.
//
// The package writes no file: it is a pure function from a term sheet, a
// library and options to bytes, which a command writes and a batch runs many of
// at once.
package draft

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/format/house"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
)

// A Format is a form in which an agreement is printed; it is the ending of its
// file name.
type Format string

const (
	Markdown Format = "md"
	HTML     Format = "html"
	PDF      Format = "pdf"
	Word     Format = "docx"
)

// Formats are all formats.
var Formats = []Format{Markdown, HTML, PDF, Word}

// IsText reports whether a format is one that people read as it stands, unlike a file of
// a program.
func (f Format) IsText() bool { return f == Markdown || f == HTML }

// Options say what to make. The zero value makes a draft in no format.
type Options struct {
	Final       bool     // an execution copy
	Annex       bool     // with the table of departures from the balanced standard
	Formats     []Format // what to print
	Paper       pdf.Paper
	Fonts       *pdf.Fonts      // faces for characters that the built-in ones lack, or nil
	Style       *word.Reference // of the Word file: whose styles, header and footer it has, or nil
	Source      bool            // the PDF carries the term sheet as given too, comments and all: it is not for the other side
	TextAnchors bool            // on the PDF of an execution copy: the names of its fields, in words that no eye sees
	House       *house.Style    // in whose style what is no agreement is printed, or nil; an agreement has that of its library
	Build       *Build          // the program that the manifest names; nil for the running one
}

// ReadStyle lets the Word file have the styles, header and footer of another.
func (o *Options) ReadStyle(name string, data []byte) (err error) {
	o.Style, err = word.ReadReference(name, data)
	return err
}

// A Product is an assembled agreement and its files.
type Product struct {
	*assemble.Result
	Manifest *Manifest
	Files    []File // in the order of Options.Formats
	resolved []byte // the term sheet with the defaults that were taken, as it may be sent
}

// A File is an agreement in one format.
type File struct {
	Format Format
	Data   []byte
}

// The names of the attachments of a PDF.
const (
	sheetName    = "term-sheet.json"
	sourceName   = "term-sheet.source.json"
	resolvedName = "term-sheet.resolved.json"
	manifestName = "manifest.json"
)

// Make assembles the agreement of a deal and prints it. The error is [agreement.Problems] where the term sheet, the library or a character
// is at fault, or the term sheet names what it does not declare.
func Make(deal *assemble.Deal, o Options) (*Product, error) {
	if err := check.References(deal.File).Err(); err != nil {
		return nil, err
	}
	res, err := deal.Assemble(assemble.Options{Final: o.Final, Annex: o.Annex})
	if err != nil {
		return nil, err
	}
	return o.print(res)
}

// print prints an agreement that was assembled.
func (o Options) print(res *assemble.Result) (*Product, error) {
	deal := res.Deal
	p := &Product{Result: res}
	o.House = deal.Library().House()
	o.Source = o.Source || o.Annex // what holds the annex stays in the house
	res.Document.Digest = noDigest
	markdown, err := print(res.Document, Markdown, o, nil, wordPackage{})
	if err != nil {
		return nil, err
	}
	sent, stated, printed, err := o.sentBy(deal, res, markdown)
	if err != nil {
		return nil, err
	}
	if p.resolved, err = stated.Sheet.Sent(printed); err != nil {
		return nil, err
	}
	before, after := aroundDigest(markdown)
	p.Manifest = manifestOf(res, stated, o, sent, p.resolved, digest(before, after))
	manifest := p.Manifest.JSON()
	res.Document.Digest = "sha256:" + digest(manifest)
	attachments := []pdf.Attachment{
		{Name: sheetName, MediaType: "application/json", Description: "What the term sheet states of the agreement", Relationship: pdf.Source, Data: sent},
		{Name: resolvedName, MediaType: "application/json", Description: "The term sheet with the defaults that were taken", Relationship: pdf.Data, Data: p.resolved},
		{Name: manifestName, MediaType: "application/json", Description: "What made this agreement", Relationship: pdf.Supplement, Data: manifest},
	}
	if o.Source {
		attachments = append(attachments, pdf.Attachment{Name: sourceName, MediaType: "application/json", Description: "The term sheet as given, internal", Relationship: pdf.Source, Data: deal.File.Source})
	}
	var comments map[agreement.Block][]string
	if !o.Final {
		comments = answered(res.Document, deal.File.Sheet.Answers)
	}
	parts := []word.Part{{Name: sheetName, Data: sent}, {Name: resolvedName, Data: p.resolved}, {Name: manifestName, Data: manifest}}
	for _, format := range o.Formats {
		if format == Markdown {
			copy(markdown[len(before)+len(digestWords):], res.Document.Digest) // as long as what stood in for it
			p.Files = append(p.Files, File{format, markdown})
			continue
		}
		data, err := print(res.Document, format, o, attachments, wordPackage{parts, comments})
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, File{format, data})
	}
	return p, nil
}

// The Markdown is printed once, with a digest that stands in for that of the
// manifest, which is not known before the Markdown is.
const (
	digestWords = "Document digest: "
	noDigest    = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
)

// aroundDigest is Markdown before and after the line that gives the digest.
func aroundDigest(text []byte) (before, after []byte) {
	line := []byte(digestWords + noDigest + "\n\n")
	i := bytes.LastIndex(text, line)
	if i < 0 {
		panic("draft: the Markdown does not give its digest")
	}
	return text[:i], text[i+len(line):]
}

// A wordPackage is what goes into a Word file beside the agreement.
type wordPackage struct {
	parts    []word.Part
	comments map[agreement.Block][]string
}

func print(d *agreement.Document, f Format, o Options, attachments []pdf.Attachment, beside wordPackage) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch f {
	case Markdown:
		return markdown.Text(d), nil
	case HTML:
		err = markdown.HTML(&b, d, o.House)
	case PDF:
		err = pdf.Write(&b, d, pdf.Options{Paper: o.Paper, Fonts: o.Fonts, House: o.House, TextAnchors: o.TextAnchors, Attachments: attachments})
	case Word:
		err = word.Write(&b, d, word.Options{Paper: wordPaper(o.Paper), Style: o.Style, House: o.House, Parts: beside.parts, Comments: beside.comments})
	default:
		err = fmt.Errorf("there is no format %q", f)
	}
	return b.Bytes(), err
}

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	if f := Format(s); slices.Contains(Formats, f) {
		return f, nil
	}
	return "", fmt.Errorf("%q is no format: the formats are md, html, pdf and docx", s)
}

func wordPaper(p pdf.Paper) word.Paper {
	if p == pdf.Letter {
		return word.Letter
	}
	return word.A4
}

// Print prints a document that is no agreement, such as a summary, in one format.
func Print(d *agreement.Document, f Format, o Options) ([]byte, error) {
	return print(d, f, o, nil, wordPackage{})
}
