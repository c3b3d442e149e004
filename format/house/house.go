// Package house is the house style of a firm, which its library of clauses may bring:
// logo, letterhead, footer, colour, typefaces, the style sheet of web pages, and how
// sections are numbered. The packages that print take from it what their format has a
// place for; the words of an agreement are never in it.
package house

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/token"
	"hash"
	"io/fs"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
)

// FileName is that of a house style, beside the clauses and templates of a library.
const FileName = "style.yaml"

// A Style is the house style of a firm. It does not change, and may be used by many
// goroutines; the nil Style is the plain one.
type Style struct {
	Digest     string   // SHA-256 of all that it is made of, in hexadecimal
	Logo       *Picture // at the head of the first page, or nil
	Letterhead []string // lines beside the logo
	Footer     string   // a line at the foot of each page
	Colour     *Colour  // of titles and headings, or nil
	Faces      [3]*Face // regular, bold and italic in place of the built-in ones; all or none
	CSS        string   // after the style sheet of a web page
	Numbering  string   // "decimal", "article" or, where each template has its own, ""
}

// A reading is a style while it is read.
type reading struct {
	*Style
	files    fs.FS     // of the library
	hash     hash.Hash // of all that is read
	problems agreement.Problems
}

// A Colour is red, green and blue.
type Colour [3]uint8

// Hex is the colour as six hexadecimal digits.
func (c *Colour) Hex() string { return hex.EncodeToString(c[:]) }

// Limits of what stands in a margin.
const (
	mostLines = 4
	mostRunes = 80 // of a line
	mostCSS   = 64 << 10
	mostStyle = 64 << 10
)

// A sheet is style.yaml.
type sheet struct {
	Logo       yaml.Node `yaml:"logo"`
	Letterhead yaml.Node `yaml:"letterhead"`
	Footer     yaml.Node `yaml:"footer"`
	Colour     yaml.Node `yaml:"colour"`
	Fonts      yaml.Node `yaml:"fonts"`
	CSS        yaml.Node `yaml:"css"`
	Numbering  yaml.Node `yaml:"numbering"`
}

// Read reads the house style of the library in a folder: style.yaml, and the files in
// the folder that it names. Without the file the style is nil. The error is an
// [agreement.Problems].
func Read(files fs.FS) (*Style, error) {
	src, err := readFile(files, FileName, mostStyle)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	sum := sha256.New()
	s := &reading{Style: &Style{}, files: files, hash: sum}
	if err != nil {
		s.add(&yaml.Node{Line: 1, Column: 1}, "it cannot be read: "+err.Error(), "")
		return nil, s.problems
	}
	sum.Write(src)
	var y sheet
	d := yaml.NewDecoder(bytes.NewReader(src))
	d.KnownFields(true)
	if err := d.Decode(&y); err != nil && err.Error() != "EOF" {
		s.misread(err)
		return nil, s.problems
	}
	s.logo(&y.Logo)
	s.Letterhead = s.lines(&y.Letterhead)
	if s.Footer = s.line(&y.Footer); strings.TrimSpace(s.Footer) == "" {
		s.Footer = ""
	}
	s.colour(&y.Colour)
	s.faces(&y.Fonts)
	s.css(&y.CSS)
	if s.Numbering = s.text(&y.Numbering); s.Numbering != "" && s.Numbering != "decimal" && s.Numbering != "article" {
		s.add(&y.Numbering, fmt.Sprintf("numbering is %q", s.Numbering), "write decimal (1. / 1.1 / (a)) or article (Article I / Section 1.01 / (a))")
	}
	if err := s.problems.Err(); err != nil {
		return nil, err
	}
	s.Digest = hex.EncodeToString(sum.Sum(nil))
	return s.Style, nil
}

func (s *reading) add(n *yaml.Node, message, hint string) {
	s.problems.Add(&agreement.Problem{ID: "style", Pos: token.Position{Filename: FileName, Line: max(n.Line, 1), Column: n.Column}, Message: message, Hint: hint})
}

var yamlLine = agreement.Pattern(`line (\d+): (.*)`)

// misread places what the decoder of YAML found.
func (s *reading) misread(err error) {
	const hint = "a house style has logo, letterhead, footer, colour, fonts, css and numbering, each of which may be left out"
	for _, m := range yamlLine().FindAllStringSubmatch(err.Error(), -1) {
		n, _ := strconv.Atoi(m[1]) // digits alone
		s.add(&yaml.Node{Line: n, Column: 1}, strings.TrimSuffix(m[2], " in type house.sheet"), hint)
	}
	if len(s.problems) == 0 {
		s.add(&yaml.Node{}, strings.TrimPrefix(err.Error(), "yaml: "), hint)
	}
}

// text is a value that is one string, or "".
func (s *reading) text(n *yaml.Node) string {
	if n.Kind == 0 || n.Tag == "!!null" {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		s.add(n, "this is no single value", "write it on the line of its name")
		return ""
	}
	return n.Value
}

// line is a value that is printed on one line.
func (s *reading) line(n *yaml.Node) string {
	text := s.text(n)
	switch bad := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }); {
	case bad >= 0:
		s.add(n, fmt.Sprintf("it has the character %U, which cannot be printed on a line", []rune(text[bad:])[0]), "write one line of plain words")
	case len([]rune(text)) > mostRunes:
		s.add(n, fmt.Sprintf("it is longer than %d characters", mostRunes), "shorten it")
	}
	return text
}

func (s *reading) lines(n *yaml.Node) (out []string) {
	if n.Kind == 0 || n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		s.add(n, "the letterhead is no list", `write its lines below it, each after "- "`)
		return nil
	}
	if len(n.Content) > mostLines {
		s.add(n, fmt.Sprintf("the letterhead has more than %d lines", mostLines), "put several facts on a line, with “ · ” between them")
	}
	for _, x := range n.Content {
		out = append(out, s.line(x))
	}
	return out
}

// file reads a file that the style names.
func (s *reading) file(n *yaml.Node, most int64) []byte {
	name := s.text(n)
	if name == "" {
		return nil
	}
	if !fs.ValidPath(name) || strings.Contains(name, `\`) {
		s.add(n, fmt.Sprintf("%q is no file inside the library", name), "put the file beside "+FileName+" and write its name, with / between folders")
		return nil
	}
	data, err := readFile(s.files, name, most)
	if err != nil {
		s.unusable(n, name, err)
		return nil
	}
	s.hash.Write(data)
	return data
}

func (s *reading) unusable(n *yaml.Node, name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("there is no such file")
	}
	s.add(n, fmt.Sprintf("%s cannot be used: %v", name, err), "")
}

func (s *reading) colour(n *yaml.Node) {
	text := s.text(n)
	if text == "" {
		return
	}
	digits, hash := strings.CutPrefix(text, "#")
	rgb, err := hex.DecodeString(digits)
	if !hash || err != nil || len(rgb) != 3 {
		s.add(n, fmt.Sprintf("colour is %q", text), `write it in quotation marks, as in "#1f4e79"`)
		return
	}
	c := Colour(rgb)
	if c.contrast() < 4.5 {
		s.add(n, fmt.Sprintf("%s is too pale to be read on white paper", text), "choose a darker one: its contrast with white is under 4.5 to 1 (WCAG 2.2, 1.4.3)")
	}
	s.Colour = &c
}

func (s *reading) faces(n *yaml.Node) {
	if n.Kind == 0 || n.Tag == "!!null" {
		return
	}
	var y struct {
		Regular yaml.Node `yaml:"regular"`
		Bold    yaml.Node `yaml:"bold"`
		Italic  yaml.Node `yaml:"italic"`
	}
	if n.Kind != yaml.MappingNode || n.Decode(&y) != nil {
		s.add(n, "fonts names no faces", "write regular, bold and italic below it, each with a TrueType file (.ttf)")
		return
	}
	for i, of := range []*yaml.Node{&y.Regular, &y.Bold, &y.Italic} {
		data := s.file(of, mostFaceBytes)
		if data == nil {
			if len(s.problems) == 0 {
				s.add(n, "fonts lacks one of regular, bold and italic", "name a TrueType file (.ttf) for each")
			}
			continue
		}
		face, err := ReadFace(s.files, of.Value)
		if err == nil {
			err = face.complete()
		}
		if err != nil {
			s.unusable(of, of.Value, err)
			continue
		}
		s.Faces[i] = face
	}
}

// complete looks whether a face has what every agreement is written with.
func (f *Face) complete() error {
	for r := '!'; r <= '~'; r++ {
		if _, ok := f.Advance(r); !ok {
			return fmt.Errorf("it lacks the character %q", r)
		}
	}
	return nil
}

func (s *reading) css(n *yaml.Node) {
	data := string(s.file(n, mostCSS))
	// A page is one file, and fetches nothing. An escape can spell any of these words.
	for _, bad := range []string{"<", "@import", "url(", "image-set(", "image(", "src("} {
		if strings.Contains(strings.ToLower(data), bad) {
			s.add(n, fmt.Sprintf("%s has %q", n.Value, bad), "leave it out: a page of an agreement is one file, and fetches nothing")
		}
	}
	if strings.Contains(data, `\`) {
		s.add(n, n.Value+" has a backslash", "write the character itself, in UTF-8: an escape could hide what a page would fetch")
	}
	s.CSS = data
}

// Face is the face that stands in place of a built-in one: 0 is regular, 1 bold, 2
// italic. It is nil where there is none.
func (s *Style) Face(n int) *Face {
	if s == nil {
		return nil
	}
	return s.Faces[n]
}

// Family is what the regular face calls itself, or "" where there is none.
func (s *Style) Family() string {
	if f := s.Face(0); f != nil {
		return f.Family
	}
	return ""
}
