package assemble

import (
	"testing"

	"github.com/engross/engross/agreement"
)

// TestValuesBesidePunctuation sets values into words of the library: a value that
// ends in a full stop ends its sentence too, and its quotation closes whatever it
// ends in.
func TestValuesBesidePunctuation(t *testing.T) {
	for _, c := range []struct{ before, value, after, want string }{
		{"It is ", "Alder Inc.", ". It pays.", "It is Alder Inc. It pays."},
		{"It is ", "Alder Inc.", ".", "It is Alder Inc."},
		{"It is ", "Alder Inc.", "; and", "It is Alder Inc.; and"},
		{"It is ", "Alder Inc.", ", which", "It is Alder Inc., which"},
		{"It is ", "Alder Inc.", ".5 of it", "It is Alder Inc..5 of it"},
		{"It is ", "Alder!", ". It pays.", "It is Alder! It pays."},
		{"It is ", "Who pays?", ".", "It is Who pays?"},
		{"It is ", "Alder, Birch …", ".", "It is Alder, Birch …"},
		{"It says \"", "None is shown etc.", "\".", "It says “None is shown etc.”"},
		{"It says \"", "None is shown", "\".", "It says “None is shown”."},
		{"It says \"", "None is shown.", "\", and pays.", "It says “None is shown.”, and pays."},
		{"It is ", "Alder", ". It pays.", "It is Alder. It pays."},
		{"It is as follows", "this:", ".", "It is as followsthis:."},
		{`the words "`, "Qz4v[", `" are`, "the words “Qz4v[” are"},
		{`the words "`, "see (", `" and "`, "the words “see (” and “"},
		{`after `, "see (", `"it"`, "after see (“it”"},
	} {
		var b inlineBuilder
		b.words(c.before + valueMark(0, c.value) + c.after)
		got := expand(agreement.Words(b.done()), []string{c.value})
		if got != c.want {
			t.Errorf("%q, %q, %q: %q, want %q", c.before, c.value, c.after, got, c.want)
		}
	}
}
