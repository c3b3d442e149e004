package schema

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/tailscale/hujson"
)

// parse reads the source into f.root, or says what keeps it from being read.
func (f *File) parse() agreement.Problems {
	src := f.Source
	if len(src) > MaxBytes {
		return agreement.Problems{f.unreadable(0, "too-large", fmt.Sprintf("the %s is longer than %d MiB", f.book.noun, MaxBytes>>20),
			"give one deal in each term sheet, and list assets rather than their contents")}
	}
	if i := invalidUTF8(src); i >= 0 {
		return agreement.Problems{f.notText(i)}
	}
	if p := f.scan(); p != nil {
		return agreement.Problems{p}
	}
	// A comment on the last line needs an end; so does the parser's offset arithmetic.
	var err error
	f.root, err = hujson.Parse(append(src[:len(src):len(src)], '\n'))
	if err != nil {
		return f.syntaxErrors(err)
	}
	return nil
}

// notText says what a file is that is no text, where its first bytes tell, and
// how to come to a term sheet.
func (f *File) notText(i int) *agreement.Problem {
	for _, k := range []struct{ magic, what, hint string }{
		{"PK\x03\x04", "a word processor's or a spreadsheet's file", "write the term sheet as plain text, as engross new does; from a spreadsheet save CSV UTF-8 for engross batch"},
		{"%PDF-", "a PDF", "engross extract takes the term sheet out of a PDF that engross made"},
	} {
		if bytes.HasPrefix(f.Source, []byte(k.magic)) {
			return f.unreadable(0, "not-text", "the file is "+k.what+", not a "+f.book.noun, k.hint)
		}
	}
	return f.unreadable(i, "not-utf8", fmt.Sprintf("the byte 0x%02X is not part of UTF-8 text", f.Source[i]), "save the file as UTF-8")
}

func (f *File) unreadable(offset int, id, message, hint string) *agreement.Problem {
	return &agreement.Problem{ID: id, Pos: f.at(offset), Message: message, Hint: hint}
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// scan refuses what must not reach a parser that recurses and allocates for
// each value, and what makes comments read differently from what they say.
func (f *File) scan() *agreement.Problem {
	depth, values := 0, 1
	src := f.Source
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '"':
			i = endOfString(src, i)
		case '/':
			end := endOfComment(src, i)
			if at := bidiControl(src[i:end]); at >= 0 {
				return f.unreadable(i+at, "bidi-character", "a comment holds an invisible character that changes the direction of writing",
					"delete the character; it can make a line read as what it is not")
			}
			i = max(i, end-1)
		case '{', '[':
			if depth++; depth > maxDepth {
				return f.unreadable(i, "too-deep", fmt.Sprintf("objects and arrays are nested more than %d deep", maxDepth), "")
			}
		case '}', ']':
			depth--
		case ',':
			if values++; values > maxValues {
				return f.unreadable(i, "too-many-values", fmt.Sprintf("the %s has more than %s values", f.book.noun, group(strconv.Itoa(maxValues))), "")
			}
		}
	}
	return nil
}

// endOfString is the offset of the quotation mark that ends the string begun at i.
func endOfString(src []byte, i int) int {
	for i++; i < len(src) && src[i] != '"'; i++ {
		if src[i] == '\\' {
			i++
		}
	}
	return i
}

// endOfComment is the offset after the comment that begins at i, or i where
// none does.
func endOfComment(src []byte, i int) int {
	end := ""
	switch {
	case bytes.HasPrefix(src[i:], []byte("//")):
		end = "\n"
	case bytes.HasPrefix(src[i:], []byte("/*")):
		end = "*/"
	default:
		return i
	}
	n := bytes.Index(src[i+2:], []byte(end))
	if n < 0 {
		return len(src)
	}
	return i + 2 + n + len(end)
}

// bidiControl is the offset of the first character that overrides or isolates
// the direction of writing, or -1.
func bidiControl(b []byte) int {
	return bytes.IndexFunc(b, isBidiControl)
}

// lineColumn and what follow it are the form of hujson's errors.
var lineColumn = agreement.Pattern(`^hujson: line (\d+), column (\d+): (?s:(.*))$`)

// placeOf is the offset of an error of the parser in a text, and what it says.
func placeOf(err error, text []byte) (offset int, what string) {
	m := lineColumn().FindStringSubmatch(err.Error())
	if m == nil {
		return len(text), err.Error()
	}
	line, _ := strconv.Atoi(m[1])
	column, _ := strconv.Atoi(m[2])
	for range line - 1 {
		i := bytes.IndexByte(text[offset:], '\n')
		if i < 0 {
			return len(text), m[3]
		}
		offset += i + 1
	}
	return min(offset+column-1, len(text)), m[3]
}

// syntax says in plain words why the source is not JSON; rest is the text from the
// place of the error.
func (f *File) syntax(what string, offset int, rest []byte) *agreement.Problem {
	message, hint := syntaxWords(f.book.noun, what, rest)
	return f.unreadable(offset, "syntax", message, hint)
}

// syntaxWords turns the parser's words into the user's; rest is the source
// from the place of the error.
func syntaxWords(noun, what string, rest []byte) (message, hint string) {
	found := "the end of the file"
	r, n := utf8.DecodeRune(rest)
	if n > 0 {
		found = strconv.QuoteRune(r)
	}
	const quotes = `put names and texts between straight double quotation marks: "alpha"`
	switch {
	case strings.Contains(what, "unexpected EOF"), n == 0:
		return "the " + noun + " ends too early", `close every ", {, [ and /* that was opened`
	case strings.ContainsRune(oddQuotes, r):
		return fmt.Sprintf("%s does not begin a text", found), quotes
	case r == '#':
		return "a comment does not begin with #", "begin it with //"
	case strings.Contains(what, "after object value"):
		return "a comma or a closing brace is missing before " + found, "separate the fields of an object with commas"
	case strings.Contains(what, "after array value"):
		return "a comma or a closing bracket is missing before " + found, "separate the elements of an array with commas"
	case strings.Contains(what, "after object name"):
		return "a colon is missing before " + found, `write "name": value`
	case strings.Contains(what, "start of object name") && '0' <= r && r <= '9':
		return "the name of a field is expected, not " + found, "write a number with a point before decimals and nothing between thousands: 1500000, 0.25"
	case strings.Contains(what, "start of object name"):
		return "the name of a field is expected, not " + found, quotes
	case strings.Contains(what, "after top-level value"):
		return "something follows the end of the " + noun + ": " + found, "the file holds one object { ... } and nothing after it"
	case strings.HasPrefix(what, "invalid literal: "):
		lit := strings.TrimPrefix(what, "invalid literal: ")
		if after := bytes.TrimLeft(bytes.TrimPrefix(rest, []byte(lit)), " \t"); len(after) > 0 && after[0] == ':' {
			return fmt.Sprintf("the name %s stands without quotation marks", excerpt(lit)), quotes
		}
		return literalWords(lit)
	case strings.Contains(what, "in line comment"):
		return "a comment holds an invisible line separator", "delete the character"
	}
	return "a value is expected, not " + found, quotes
}

// literalWords says what is wrong with a text, number or word that JSON does
// not have.
func literalWords(lit string) (message, hint string) {
	switch {
	case strings.HasPrefix(lit, `"`) && strings.ContainsFunc(lit, func(r rune) bool { return r < ' ' }):
		return "a text runs over the end of its line, or holds a tab", `end the text with " on its line; give each paragraph as a text of its own`
	case strings.HasPrefix(lit, `"`):
		return "a text holds a \\ that means nothing", `write \\ for a backslash and \" for a quotation mark`
	case ThreeNumbers(lit) != nil:
		return fmt.Sprintf("%s is not a value", excerpt(lit)), `write a date as a text: "2027-06-01"`
	case strings.ContainsAny(lit[:1], "+-.0123456789"):
		return fmt.Sprintf("%s is not a number as JSON writes it", excerpt(lit)), "write digits with a decimal point: 1500000, 0.25"
	}
	switch strings.ToLower(lit) {
	case "nan", "inf", "infinity":
		return excerpt(lit) + " is not a number", "write the number, or leave the field out"
	case "yes", "on", "no", "off", "true", "false", "none", "nil", "undefined":
		return fmt.Sprintf("%s is not a value", excerpt(lit)), "write true or false in lower case, or leave the field out"
	}
	return fmt.Sprintf("%s is not a value", excerpt(lit)), `put texts between straight double quotation marks: "alpha"`
}
