package schema

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// compact is a value as JSON on one line, with the names of objects sorted.
func compact(v any) string { return string(appendJSON(nil, v, "")) }

// appendJSON appends a value as encoding/json writes it, with the names of objects
// sorted; where each line begins with newline ("\n" and blanks), on lines. What a
// source was parsed to is written here, several times as fast.
func appendJSON(b []byte, v any, newline string) []byte {
	deeper := newline
	if newline != "" {
		deeper += "  "
	}
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case json.Number:
		if v != "" {
			return append(b, v...)
		}
	case bool:
		if v {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	case []any:
		return appendJoined(b, "[]", newline, len(v), func(b []byte, i int) []byte { return appendJSON(b, v[i], deeper) })
	case map[string]any:
		names := keys(v)
		return appendJoined(b, "{}", newline, len(names), func(b []byte, i int) []byte {
			if b = append(appendString(b, names[i]), ':'); newline != "" {
				b = append(b, ' ')
			}
			return appendJSON(b, v[names[i]], deeper)
		})
	}
	return append(b, encoded(v)...)
}

// appendJoined appends n things between two brackets, with commas, each on a line of
// its own where newline is not "".
func appendJoined(b []byte, brackets, newline string, n int, thing func([]byte, int) []byte) []byte {
	b = append(b, brackets[0])
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		if newline != "" {
			b = append(append(b, newline...), "  "...)
		}
		b = thing(b, i)
	}
	if n > 0 {
		b = append(b, newline...)
	}
	return append(b, brackets[1])
}

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return append(b, encoded(s)...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// encoded is a value as encoding/json writes it.
func encoded(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return noExample
	}
	return strings.TrimSuffix(b.String(), "\n")
}
