package excel

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"go/token"
	"io"
	"path"
	"strings"

	"github.com/engross/engross/agreement"
)

// Limits of what is read. They are far above what people fill in and far below what
// a file of a few kilobytes can be made to unpack to.
const (
	mostBytes  = 256 << 20 // of a part, unpacked
	mostRatio  = 400       // of a part to what it is packed in, above freeBytes
	freeBytes  = 8 << 20
	mostCells  = 10_000_000
	mostTexts  = 4_000_000
	mostSheets = 1000
	mostMerges = 100_000
)

// A Reader is an open workbook.
type Reader struct {
	Sheets []SheetInfo

	name  string
	files map[string]*zip.File
	paths []string // of the sheets
	texts []string // the shared ones
	looks []looks  // how the cells of each style are shown
	since int      // 1904 where days are counted from then
}

// SheetInfo is what a workbook says of a sheet.
type SheetInfo struct {
	Name   string
	Hidden bool
}

// Open reads what a workbook says of its sheets. The error is [agreement.Problems]:
// it is none, or not one that can be read. The name is for messages.
func Open(name string, r io.ReaderAt, size int64) (*Reader, error) {
	b := &Reader{name: name, files: map[string]*zip.File{}}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, b.problem(b.whatElse(r, size))
	}
	for _, f := range z.File {
		b.files[strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")] = f
	}
	if err := b.open(); err != nil {
		return nil, b.wrong(err)
	}
	return b, nil
}

func (b *Reader) problem(message, hint string) agreement.Problems {
	return agreement.Problems{{ID: "excel", Pos: token.Position{Filename: b.name}, Message: message, Hint: hint}}
}

// wrong is an error as a problem of the file.
func (b *Reader) wrong(err error) error {
	var ps agreement.Problems
	if errors.As(err, &ps) {
		return ps
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = errors.New("the workbook is cut off, or damaged")
	}
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || strings.HasPrefix(err.Error(), "flate: ") {
		err = fmt.Errorf("the workbook is damaged: %w", err)
	}
	ps = b.problem(err.Error(), "open it in the spreadsheet and save it as .xlsx again")
	ps[0].Err = err
	return ps
}

// whatElse says what a file is that is no workbook.
func (b *Reader) whatElse(r io.ReaderAt, size int64) (message, hint string) {
	start := make([]byte, min(size, 1<<16))
	n, _ := r.ReadAt(start, 0)
	start = start[:n]
	text := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \r\n\t")
	switch {
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return "it is a workbook of the old kind (.xls), or one with a password, neither of which is read", "save it in the spreadsheet as an Excel workbook (.xlsx), without a password"
	case n == 0:
		return "it is empty", "save the workbook as .xlsx again"
	case bytes.HasPrefix(start, []byte("PK")):
		return "the workbook is cut off, or damaged", "copy it again, or open it in the spreadsheet and save it as .xlsx"
	case bytes.HasPrefix(bytes.ToLower(text), []byte("<html")), bytes.HasPrefix(bytes.ToLower(text), []byte("<!doctype html")), bytes.HasPrefix(bytes.ToLower(text), []byte("<table")):
		return "it is a page of HTML under the name of a workbook", "open it in the spreadsheet and save it as an Excel workbook (.xlsx)"
	}
	return "it is no workbook (.xlsx)", "save it in the spreadsheet as an Excel workbook (.xlsx); a table in text ends in .csv"
}

func (b *Reader) open() error {
	switch {
	case b.files["xl/workbook.bin"] != nil:
		return b.problem("it is a binary workbook (.xlsb), which is not read", "save it in the spreadsheet as an Excel workbook (.xlsx)")
	case b.files["content.xml"] != nil && b.files["mimetype"] != nil:
		return b.problem("it is a workbook of OpenDocument (.ods), which is not read", "save it in the spreadsheet as an Excel workbook (.xlsx)")
	}
	root, err := b.relations("_rels/.rels", "")
	if err != nil {
		return err
	}
	main := root.of("officeDocument")
	if main == "" {
		main = "xl/workbook.xml"
	}
	if b.files[main] == nil {
		return b.problem("there is no workbook in it", "save it in the spreadsheet as an Excel workbook (.xlsx)")
	}
	rels, err := b.relations(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"), path.Dir(main))
	if err != nil {
		return err
	}
	if err := b.workbook(main, rels); err != nil {
		return err
	}
	if err := b.readStyles(rels.of("styles")); err != nil {
		return err
	}
	return b.readTexts(rels.of("sharedStrings"))
}

// relations are the parts that a part names: by their id, and by what they are.
type relations struct{ byID, byKind map[string]string }

func (r relations) of(kind string) string { return r.byKind[kind] }

func (b *Reader) relations(name, dir string) (relations, error) {
	r := relations{map[string]string{}, map[string]string{}}
	err := b.each(name, func(s *scanner) error {
		if s.name != "Relationship" || s.end || s.get("TargetMode") == "External" {
			return nil
		}
		target := s.get("Target")
		if rest, ok := strings.CutPrefix(target, "/"); ok {
			target = rest
		} else {
			target = path.Join(dir, target)
		}
		r.byID[s.get("Id")] = target
		r.byKind[path.Base(s.get("Type"))] = target // Office names kinds alike in both of its standards
		return nil
	})
	return r, err
}

func (b *Reader) workbook(name string, rels relations) error {
	err := b.each(name, func(s *scanner) error {
		switch {
		case s.end:
		case s.name == "workbookPr":
			if v := s.get("date1904"); v == "1" || v == "true" {
				b.since = 1904
			}
		case s.name == "sheet":
			target := rels.byID[s.get("r:id")]
			if target == "" {
				target = rels.byID[s.byLocalName("id")]
			}
			if b.files[target] == nil || strings.Contains(target, "chartsheets/") || strings.Contains(target, "dialogsheets/") {
				return nil // a sheet with nothing but a chart
			}
			state := s.get("state")
			b.Sheets = append(b.Sheets, SheetInfo{decoded(s.get("name")), state == "hidden" || state == "veryHidden"})
			b.paths = append(b.paths, target)
			if len(b.Sheets) > mostSheets {
				return fmt.Errorf("the workbook has more than %d sheets", mostSheets)
			}
		}
		return nil
	})
	if err == nil && len(b.Sheets) == 0 {
		return b.problem("there is no sheet with cells in it", "save it in the spreadsheet as an Excel workbook (.xlsx)")
	}
	return err
}

// byLocalName is an attribute whatever prefix it has.
func (s *scanner) byLocalName(name string) string {
	for _, field := range bytes.Fields(s.attr) {
		key, _, _ := bytes.Cut(field, []byte("="))
		if _, local, ok := bytes.Cut(key, []byte(":")); ok && string(local) == name {
			return s.get(string(key))
		}
	}
	return ""
}

// readTexts reads the texts that cells share.
func (b *Reader) readTexts(name string) error {
	var text strings.Builder
	heard := 0 // how deep in a guide to pronunciation, which is no part of the text
	return b.each(name, func(s *scanner) error {
		switch {
		case s.name == "si" && !s.end:
			text.Reset()
			if s.both {
				b.texts = append(b.texts, "")
			}
		case s.name == "rPh" && !s.both:
			heard += depth(s.end)
		case s.name == "t" && s.end && heard == 0:
			text.WriteString(unescaped(s.text))
		case s.name == "si" && s.end:
			if b.texts = append(b.texts, decoded(text.String())); len(b.texts) > mostTexts {
				return fmt.Errorf("the workbook has more than %d texts", mostTexts)
			}
		}
		return nil
	})
}

func depth(end bool) int {
	if end {
		return -1
	}
	return 1
}

// each goes over the tags of a part; one that is not there has none.
func (b *Reader) each(name string, see func(*scanner) error) error {
	f := b.files[name]
	if f == nil {
		return nil
	}
	r, err := b.unpack(f)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	for {
		switch err := s.next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := see(s); err != nil {
			return err
		}
	}
}

// unpack opens a part, which may not become larger than the limits.
func (b *Reader) unpack(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, b.problem("the workbook has a password", "save it in the spreadsheet without one")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &rationed{ReadCloser: r, left: min(mostBytes, max(freeBytes, int64(f.CompressedSize64)*mostRatio))}, nil
}

type rationed struct {
	io.ReadCloser
	left int64
}

var errTooLarge = fmt.Errorf("the workbook unpacks to more than a table of people has: the most is %d MB, and %d times what it is packed in", mostBytes>>20, mostRatio)

func (r *rationed) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
