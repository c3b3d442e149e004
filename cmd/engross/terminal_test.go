package main

import (
	"bytes"
	"testing"
)

// TestNothingSteersATerminal writes what a file may hold, in pieces of every size,
// and expects it to be shown and not obeyed.
func TestNothingSteersATerminal(t *testing.T) {
	const hostile = "a.pdf: altered\x1b[2J\x1b[Ha.pdf: unaltered\x1b]2;\a\r\u009b31m\u202eAB\u2028\xff\x7f\tŁódź\n\x1b[34;4mours\x1b[0m\x1b[8mhidden"
	const want = "a.pdf: altered\\u001B[2J\\u001B[Ha.pdf: unaltered\\u001B]2;\\u0007\\u000D\\u009B31m\\u202EAB\\u2028\\xFF\\u007F\tŁódź\n\x1b[34;4mours\x1b[0m\\u001B[8mhidden"
	var whole bytes.Buffer
	if _, err := (&shown{w: &whole}).Write([]byte(hostile)); err != nil || whole.String() != want {
		t.Errorf("%v\n%q\n%q", err, whole.String(), want)
	}
	var parts bytes.Buffer
	s := &shown{w: &parts}
	for _, b := range []byte("Łódź 漢字\u202e") {
		s.Write([]byte{b})
	}
	if got := parts.String(); got != "Łódź 漢字\\u202E" {
		t.Errorf("%q", got)
	}
}
