package schema

import (
	"bytes"
	"encoding/json"
	"testing"
)

// What is written here is what encoding/json writes of the same values.
func FuzzWrittenJSON(f *testing.F) {
	for _, s := range []string{
		`{"b": [1, 2.50, 1e400, true, false, null, {}, []], "a": {"é": "“quoted” \"\\ \u0001 <b>&</b> \u2028"}}`,
		`[]`, `{}`, `"plain"`, `[[[]], {"x": {}}]`, `{"": ""}`, `"\ud800"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		var v any
		d := json.NewDecoder(bytes.NewReader([]byte(source)))
		d.UseNumber()
		if d.Decode(&v) != nil {
			return
		}
		for _, newline := range []string{"", "\n"} {
			var want bytes.Buffer
			e := json.NewEncoder(&want)
			e.SetEscapeHTML(false)
			if newline != "" {
				e.SetIndent("", "  ")
			}
			if err := e.Encode(v); err != nil {
				t.Fatal(err)
			}
			if got := string(appendJSON(nil, v, newline)) + "\n"; got != want.String() {
				t.Errorf("written as\n%s, not\n%s", got, want.String())
			}
		}
	})
}
