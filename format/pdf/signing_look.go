package pdf

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// What a field for words shows is a picture, and what it says is a value: a person reads
// the one, a program the other. They are held against each other as strictly as what was
// added: a picture that is more than words in a known font is not compared.

// words holds what a field shows against what it says.
func (s *signing) words(called string, d dict) {
	says, _ := s.now.resolve(d["V"])
	value, _ := says.(string)
	if !s.drawnWith(d) {
		s.strange("how the field %s is to be written depends on what engross does not know", called)
	}
	look := s.now.dict(d["AP"])["N"]
	if none(look) { // a viewer writes the value
		return
	}
	shown, ok := s.shown(look, d)
	switch {
	case !ok:
		s.strange("what the field %s shows is more than words, and cannot be compared with what it says", called)
	case unspaced(shown) == unspaced(plainText(value)):
	case unspaced(shown) == "":
		s.strange("the field %s says “%s” and shows nothing", called, plainText(value))
	default:
		s.strange("the field %s says “%s” and shows “%s”", called, plainText(value), shown)
	}
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

var writing = agreement.Pattern(`^\s*/(\S+)\s+(\d+(?:\.\d*)?)\s+Tf\s*(?:0(?:\.0*)?\s+g|0(?:\.0*)?\s+0(?:\.0*)?\s+0(?:\.0*)?\s+rg)?\s*$`)

// drawnWith reports whether a viewer that writes the value of a field anew would write
// it in black and in a known font.
func (s *signing) drawnWith(d dict) bool {
	if none(d["DA"]) {
		return true
	}
	with, _ := d["DA"].(string)
	m := writing().FindStringSubmatch(with)
	if m == nil {
		return false
	}
	form := s.now.dict(s.now.catalog()["AcroForm"])
	font := s.now.dict(s.now.dict(form["DR"])["Font"])[m[1]]
	return none(font) || s.reads(font) != nil
}

// standardFonts are fonts that every viewer has: ISO 32000-1, 9.6.2.2.
var standardFonts = []name{"Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman", "Times-Bold",
	"Times-Italic", "Times-BoldItalic", "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"}

// reads gives what reads the codes of a font: one of engross, or one that every viewer
// has. It is nil for a font that brings its own letters.
func (s *signing) reads(v any) func(string) string {
	if ref, ok := v.(reference); ok && !s.added[int(ref)] {
		w := &walk{reader: s.made.base, decoders: map[reference]func(string) string{}}
		return w.decoder(ref)
	}
	d := s.now.dict(v)
	base, _ := d["BaseFont"].(name)
	if d["Subtype"] != name("Type1") || !none(d["FontDescriptor"]) || !none(d["ToUnicode"]) || !slices.Contains(standardFonts, base) {
		return nil
	}
	if encoding, _ := s.now.resolve(d["Encoding"]); none(encoding) || encoding == name("WinAnsiEncoding") || s.pdfDoc(encoding) {
		return func(codes string) string {
			if encoding != name("WinAnsiEncoding") && strings.ContainsFunc(codes, func(r rune) bool { return r > '~' }) {
				return "\uFFFD"
			}
			return singleBytes(codes, nil)
		}
	}
	return nil
}

// pdfDoc reports whether an encoding is one that leaves the letters of ASCII as they are, as that
// which Acrobat writes with fields does.
func (s *signing) pdfDoc(v any) bool {
	d, _ := v.(dict)
	code := 0
	for _, x := range s.now.list(d["Differences"]) {
		switch x := x.(type) {
		case int:
			code = x
		case name:
			if code >= 32 && code < 127 && (code != 39 || x != "quotesingle") && (code != 96 || x != "grave") {
				return false
			}
			code++
		default:
			return false
		}
	}
	return d != nil && unknownKey(d, "Type", "Differences") == ""
}

// A looking reads the content of a picture of words.
type looking struct {
	s      *signing
	fonts  dict
	box    []float64 // of the picture
	at     standing
	saved  []standing
	font   func(string) string
	size   float64
	pale   bool
	out    strings.Builder
	over   bool         // its words stand in one line, and that was drawn
	corner [][2]float64 // of a frame
}

// A standing is where what follows is drawn, and what of it is seen.
type standing struct{ dx, dy, x, y, scale float64 }

const mostLook = 5_000

// shown reads the words of a picture of a field. It gives up at anything that could
// draw otherwise than words in black where the field is.
func (s *signing) shown(v any, field dict) (string, bool) {
	object, stream := s.now.resolve(v)
	form, _ := object.(dict)
	box, ok := numbers(s.now.list(form["BBox"]), 4)
	rect, also := numbers(s.now.list(field["Rect"]), 4)
	matrix, turned := numbers(s.now.list(form["Matrix"]), 6)
	data, err := s.made.base.decode(form, stream)
	if !ok || !also || err != nil || form["Matrix"] != nil && (!turned || !slices.Equal(matrix, []float64{1, 0, 0, 1, 0, 0})) {
		return "", false
	}
	for i := range 2 { // else the words are shrunk, or stretched
		if a, b := box[2+i]-box[i], rect[2+i]-rect[i]; a > 2*b || b > 2*a {
			return "", len(strings.Fields(string(data))) == 0
		}
	}
	p := &looking{s: s, box: box, fonts: s.now.dict(s.now.dict(form["Resources"])["Font"]), at: standing{scale: 1}}
	l := &lexer{data: data}
	var operands array
	for range mostLook {
		v := l.value(0)
		op, ok := v.(keyword)
		switch {
		case v == nil && l.at >= len(data):
			return strings.TrimSpace(p.out.String()), len(operands) == 0
		case v == nil:
			return "", false
		case !ok:
			operands = append(operands, v)
			continue
		case !p.draws(string(op), operands):
			return "", false
		}
		operands = nil
	}
	return "", false
}

// draws takes one operator, and reports whether it may be there.
func (p *looking) draws(op string, operands array) bool {
	n, ok := numbers(operands, len(operands))
	switch op {
	case "BMC", "EMC", "n", "h":
		return op != "BMC" || len(operands) == 1 && operands[0] == name("Tx")
	case "q":
		p.saved = append(p.saved, p.at)
		return len(p.saved) < 10
	case "Q":
		if len(p.saved) == 0 {
			return false
		}
		p.at, p.saved = p.saved[len(p.saved)-1], p.saved[:len(p.saved)-1]
		p.corner = nil
		return true
	case "Tf":
		if len(operands) != 2 {
			return false
		}
		key, _ := operands[0].(name)
		p.size, ok = decimalOf(operands[1])
		p.font = p.s.reads(p.fonts[string(key)])
		return ok && p.font != nil
	case "Tj", "TJ":
		return len(operands) == 1 && p.write(operands[0])
	case "W":
		return p.frames()
	case "BT", "ET", "T*", "cm", "Td", "Tm", "re", "m", "l", "g", "rg", "G", "RG", "w", "TL", "Tc", "Tw":
		return ok && p.places(op, n)
	}
	return false
}

// places takes an operator of numbers.
func (p *looking) places(op string, n []float64) bool {
	if len(n) != map[string]int{"cm": 6, "Td": 2, "Tm": 6, "re": 4, "m": 2, "l": 2, "g": 1, "rg": 3, "G": 1, "RG": 3, "w": 1, "TL": 1, "Tc": 1, "Tw": 1}[op] {
		return false
	}
	switch op {
	case "BT":
		p.at.x, p.at.y, p.at.scale = 0, 0, 1
	case "T*":
		return false // how far it goes depends on more
	case "Td":
		p.at.x, p.at.y = p.at.x+n[0]*p.at.scale, p.at.y+n[1]*p.at.scale
		p.over = p.out.Len() > 0
	case "Tm":
		p.at.scale, p.at.x, p.at.y = n[0], n[4], n[5]
		p.over = p.out.Len() > 0
		return n[0] > 0 && n[0] == n[3] && n[1] == 0 && n[2] == 0
	case "cm":
		p.at.dx, p.at.dy = p.at.dx+n[4], p.at.dy+n[5]
		return slices.Equal(n[:4], []float64{1, 0, 0, 1})
	case "re":
		p.corner = append(p.corner, [2]float64{n[0], n[1]}, [2]float64{n[0] + n[2], n[1] + n[3]}, [2]float64{n[0] + n[2], n[1]}, [2]float64{n[0], n[1] + n[3]})
	case "m", "l":
		p.corner = append(p.corner, [2]float64{n[0], n[1]})
	case "g", "rg":
		p.pale = slices.Max(n) > 0.4
	case "Tc", "Tw":
		return n[0] > -1 && n[0] < 5
	}
	return len(p.corner) <= 8
}

// write takes words that are drawn, if they are seen.
func (p *looking) write(v any) bool {
	if list, ok := v.(array); ok {
		for _, x := range list {
			if by, ok := decimalOf(x); ok && (by < -500 || by > 500) {
				return false
			}
		}
	}
	x, y, size := p.at.dx+p.at.x, p.at.dy+p.at.y, p.size*p.at.scale
	if p.font == nil || p.over || p.pale || size < 4 || size > 2*(p.box[3]-p.box[1]) ||
		x < p.box[0]-1 || x > p.box[2]-size/2 || y < p.box[1]-size/2 || y > p.box[3]-size/3 {
		return false
	}
	p.out.WriteString(p.font(stringsIn(v)))
	return true
}

// frames reports whether a frame that cuts off what lies outside is a rectangle and shows most
// of the picture.
func (p *looking) frames() bool {
	if len(p.corner) < 4 {
		return false
	}
	for i := range 2 {
		low, high := p.corner[0][i], p.corner[0][i]
		for _, c := range p.corner {
			low, high = min(low, c[i]), max(high, c[i])
		}
		if slices.ContainsFunc(p.corner, func(c [2]float64) bool { return c[i] != low && c[i] != high }) {
			return false
		}
		shift := []float64{p.at.dx, p.at.dy}[i]
		if min(high+shift, p.box[2+i])-max(low+shift, p.box[i]) < 0.7*(p.box[2+i]-p.box[i]) {
			return false
		}
	}
	return true
}
