package word

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A scanner reads the tokens of XML, as much of it as Word's files use: no document
// types and so no entities, and no more nesting than a document can need. Names lose
// their prefixes: two namespaces are in use for the same elements.
type scanner struct {
	src   []byte
	at    int
	open  []string // elements, outermost first
	names map[string]string
	attrs []attribute
	close bool // the element just begun ends at once
}

type attribute struct{ name, value string }

// An xmlToken is an element that begins or ends, or words.
type xmlToken struct {
	kind tokenKind
	name string // of an element
	text string // words
}

type tokenKind uint8

const (
	endOfFile tokenKind = iota
	startToken
	endToken
	textToken
)

// maxDepth is how deep elements may stand in one another.
const maxDepth = 200

func newScanner(src []byte) *scanner {
	return &scanner{src: toUTF8(src), names: map[string]string{}}
}

// toUTF8 is a part as UTF-8, which some programs write as UTF-16.
func toUTF8(src []byte) []byte {
	if len(src) < 2 || !(src[0] == 0xff && src[1] == 0xfe || src[0] == 0xfe && src[1] == 0xff) {
		return bytes.TrimPrefix(src, []byte("\ufeff"))
	}
	units := make([]uint16, 0, len(src)/2)
	for i := 2; i+1 < len(src); i += 2 {
		low, high := src[i], src[i+1]
		if src[0] == 0xfe {
			low, high = high, low
		}
		units = append(units, uint16(low)|uint16(high)<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

// A syntaxError says where a part is not XML.
type syntaxError struct {
	offset int
	what   string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("byte %d: %s", e.offset, e.what) }

func (s *scanner) fail(what string) error { return &syntaxError{s.at, what} }

// next is the next token. The attributes of an element that begins are in s.attrs
// until the next call.
func (s *scanner) next() (xmlToken, error) {
	if s.close {
		s.close = false
		return s.pop()
	}
	for s.at < len(s.src) {
		if s.src[s.at] != '<' {
			return s.words()
		}
		rest := s.src[s.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			if !s.skip("-->") {
				return xmlToken{}, s.fail("a comment has no end")
			}
		case bytes.HasPrefix(rest, []byte("<?")):
			if !s.skip("?>") {
				return xmlToken{}, s.fail("an instruction has no end")
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			from := s.at + len("<![CDATA[")
			if !s.skip("]]>") {
				return xmlToken{}, s.fail("a section of words has no end")
			}
			return xmlToken{kind: textToken, text: string(s.src[from : s.at-3])}, nil
		case bytes.HasPrefix(rest, []byte("<!")):
			return xmlToken{}, s.fail("it declares a document type, which no word processor does")
		case bytes.HasPrefix(rest, []byte("</")):
			return s.end()
		default:
			return s.start()
		}
	}
	if len(s.open) > 0 {
		return xmlToken{}, s.fail("<" + s.open[len(s.open)-1] + "> has no end")
	}
	return xmlToken{}, nil
}

func (s *scanner) skip(to string) bool {
	i := bytes.Index(s.src[s.at:], []byte(to))
	if i < 0 {
		return false
	}
	s.at += i + len(to)
	return true
}

func (s *scanner) words() (xmlToken, error) {
	end := bytes.IndexByte(s.src[s.at:], '<')
	if end < 0 {
		end = len(s.src) - s.at
	}
	raw := s.src[s.at : s.at+end]
	s.at += end
	text, ok := unescape(raw)
	if !ok {
		return xmlToken{}, s.fail("an entity is not known")
	}
	return xmlToken{kind: textToken, text: text}, nil
}

func (s *scanner) pop() (xmlToken, error) {
	name := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	return xmlToken{kind: endToken, name: name}, nil
}

func (s *scanner) end() (xmlToken, error) {
	end := bytes.IndexByte(s.src[s.at:], '>')
	if end < 0 {
		return xmlToken{}, s.fail("an element has no end")
	}
	name := s.local(bytes.TrimSpace(s.src[s.at+2 : s.at+end]))
	if len(s.open) == 0 || s.open[len(s.open)-1] != name {
		return xmlToken{}, s.fail("</" + name + "> ends what has not begun")
	}
	s.at += end + 1
	return s.pop()
}

// local is a name without its prefix.
func (s *scanner) local(raw []byte) string {
	if i := bytes.IndexByte(raw, ':'); i >= 0 {
		raw = raw[i+1:]
	}
	if name, ok := s.names[string(raw)]; ok {
		return name
	}
	name := string(raw)
	s.names[name] = name
	return name
}

func (s *scanner) start() (xmlToken, error) {
	i := s.at + 1
	for i < len(s.src) && !isSpace(s.src[i]) && s.src[i] != '>' && s.src[i] != '/' {
		i++
	}
	name := s.local(s.src[s.at+1 : i])
	if name == "" {
		return xmlToken{}, s.fail("an element has no name")
	}
	s.attrs = s.attrs[:0]
	for {
		for i < len(s.src) && isSpace(s.src[i]) {
			i++
		}
		if i >= len(s.src) {
			return xmlToken{}, s.fail("an element has no end")
		}
		switch s.src[i] {
		case '>':
			s.at = i + 1
			return s.push(name)
		case '/':
			if i+1 >= len(s.src) || s.src[i+1] != '>' {
				return xmlToken{}, s.fail("an element has no end")
			}
			s.at = i + 2
			s.close = true
			return s.push(name)
		}
		from := i
		for i < len(s.src) && s.src[i] != '=' && s.src[i] != '>' && s.src[i] != '<' {
			i++
		}
		if i+1 >= len(s.src) || s.src[i] != '=' {
			return xmlToken{}, s.fail("an attribute has no value")
		}
		raw := bytes.TrimSpace(s.src[from:i])
		for i++; i < len(s.src) && isSpace(s.src[i]); i++ {
		}
		if i >= len(s.src) || s.src[i] != '"' && s.src[i] != '\'' {
			return xmlToken{}, s.fail("an attribute has no value")
		}
		quote := s.src[i]
		end := bytes.IndexByte(s.src[i+1:], quote)
		if end < 0 {
			return xmlToken{}, s.fail("an attribute has no end")
		}
		value, ok := unescape(s.src[i+1 : i+1+end])
		if !ok {
			return xmlToken{}, s.fail("an entity is not known")
		}
		i += end + 2
		if !bytes.HasPrefix(raw, []byte("xmlns")) {
			s.attrs = append(s.attrs, attribute{s.local(raw), value})
		}
	}
}

func (s *scanner) push(name string) (xmlToken, error) {
	if len(s.open) >= maxDepth {
		return xmlToken{}, s.fail("elements stand in one another too deep")
	}
	s.open = append(s.open, name)
	return xmlToken{kind: startToken, name: name}, nil
}

// attr is an attribute of the element that has just begun, or "".
func (s *scanner) attr(name string) string {
	for _, a := range s.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// each calls f for each element that stands straight in the one that has just begun,
// and passes over what f has not read of it.
func (s *scanner) each(f func(name string) error) error {
	depth := len(s.open)
	for {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch t.kind {
		case endOfFile:
			return nil
		case endToken:
			if len(s.open) < depth {
				return nil
			}
		case startToken:
			if err := f(t.name); err != nil {
				return err
			}
			for len(s.open) > depth {
				if _, err := s.next(); err != nil {
					return err
				}
			}
		case textToken:
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// unescape is raw with its five entities and its characters by number, and line feeds
// alone for the ends of lines.
func unescape(raw []byte) (string, bool) {
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		if utf8.Valid(raw) {
			return string(raw), true
		}
		return strings.ToValidUTF8(string(raw), "\uFFFD"), true
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				continue
			}
			b.WriteByte('\n')
		case '&':
			end := bytes.IndexByte(raw[i:], ';')
			if end < 0 {
				return "", false
			}
			r, ok := entity(string(raw[i+1 : i+end]))
			if !ok {
				return "", false
			}
			b.WriteRune(r)
			i += end
		default:
			b.WriteByte(raw[i])
		}
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD"), true
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if !strings.HasPrefix(name, "#") {
		return 0, false
	}
	digits, base := name[1:], 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune {
		return utf8.RuneError, err == nil
	}
	return rune(n), true
}
