package pdf

import (
	"hash"
	"io"
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
	switch w.value(font["Encoding"]) {
	case name("WinAnsiEncoding"):
		return func(s string) string { return singleBytes(s, nil) }
	case name("Identity-H"):
		return utf16Codes
	}
	d, stream := w.dict(font["ToUnicode"])
	if d == nil {
		return nil
	}
	data, err := w.decode(d, stream)
	if err != nil {
		return nil
	}
	table := map[byte]rune{}
	l := &lexer{data: data}
	for l.at < len(data) {
		at := l.at
		if l.value(0) != keyword("beginbfchar") {
			l.at = max(l.at, at+1)
			continue
		}
		for {
			code, ok := l.value(0).(string)
			char, also := l.value(0).(string)
			if !ok || !also || len(code) != 1 || len(char) != 2 {
				break
			}
			table[code[0]] = rune(char[0])<<8 | rune(char[1])
		}
	}
	return func(s string) string { return singleBytes(s, table) }
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
