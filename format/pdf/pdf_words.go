package pdf

import (
	"hash"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// What of a page is looked at: so many values and operators, and so many values
// before an operator.
const (
	mostDrawn    = 2 << 20
	mostOperands = 10_000
)

// lines reads the words that the content of a page draws: ISO 32000-1, 9.4. A
// line ends where the next words are set down elsewhere. All operators go into
// the digest; used are the names of resources among their operands. Where the
// content goes on beyond what is looked at, it is not whole.
func (w *walk) lines(content []byte, fonts dict, sum hash.Hash) (out []string, used map[string]bool, whole bool) {
	used = map[string]bool{}
	var line strings.Builder
	var operands []any
	var font func(string) string
	end := func() {
		if s := strings.TrimRight(line.String(), " "); s != "" { // each line ends in a blank: see canvas.line
			out = append(out, s)
		}
		line.Reset()
	}
	l := &lexer{data: content}
	for range mostDrawn {
		v := l.value(0)
		op, ok := v.(keyword)
		switch {
		case v == nil && l.at >= len(content):
			end()
			return out, used, true
		case v == nil:
			l.at++ // a stray delimiter
			continue
		case !ok:
			if key, ok := v.(name); ok {
				used[string(key)] = true
			}
			if operands = append(operands, v); len(operands) > mostOperands {
				end()
				return out, used, false
			}
			continue
		}
		w.writeObject(sum, array(operands), nil, 0)
		io.WriteString(sum, string(op))
		switch op {
		case "BT", "Tm", "Td", "TD", "T*", "'", "\"":
			end()
		case "Tf":
			if len(operands) > 1 {
				key, _ := operands[len(operands)-2].(name)
				font = w.decoder(fonts[string(key)])
			}
		}
		switch op {
		case "Tj", "TJ", "'", "\"":
			if font != nil && len(operands) > 0 {
				line.WriteString(font(stringsIn(operands[len(operands)-1])))
			}
		}
		operands = operands[:0]
	}
	end()
	return out, used, false
}

// stringsIn is the strings of an operand of text, one after the other.
func stringsIn(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case array:
		var b strings.Builder
		for _, x := range v {
			s, _ := x.(string)
			b.WriteString(s)
		}
		return b.String()
	}
	return ""
}

// decoder reads the codes of a font as text; nil where the font is none that
// engross makes.
func (w *walk) decoder(v any) func(string) string {
	ref, ok := v.(reference)
	if !ok {
		return w.newDecoder(v)
	}
	known, ok := w.decoders[ref]
	if !ok {
		known = w.newDecoder(v)
		w.decoders[ref] = known
	}
	return known
}

func (w *walk) newDecoder(v any) func(string) string {
	font, _ := w.dict(v)
	encoding := w.value(font["Encoding"])
	switch e := encoding.(type) {
	case name:
		switch e {
		case "WinAnsiEncoding":
			return func(s string) string { return singleBytes(s, nil) }
		case "Identity-H":
			return utf16Codes
		}
	case dict:
		differences, ok := w.value(e["Differences"]).(array)
		if !ok {
			return nil
		}
		table := map[byte]rune{}
		code := 0
		for _, x := range differences {
			switch x := x.(type) {
			case int:
				code = x
			case name:
				hex, ok := strings.CutPrefix(string(x), "uni")
				if n, err := strconv.ParseUint(hex, 16, 16); ok && err == nil && code >= 0 && code < 256 {
					table[byte(code)] = rune(n)
				}
				code++
			}
		}
		return func(s string) string { return singleBytes(s, table) }
	}
	return nil
}

func singleBytes(s string, table map[byte]rune) string {
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		r, ok := table[s[i]]
		if !ok {
			r = charmap.Windows1252.DecodeByte(s[i])
		}
		out = append(out, r)
	}
	return string(out)
}

func utf16Codes(s string) string { return plainText("\xFE\xFF" + s) }
