package pdf

import (
	"bytes"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// TestTextAnchors names each open field where it stands, in an execution copy alone.
func TestTextAnchors(t *testing.T) {
	d := bilateral()
	for _, status := range []agreement.Status{agreement.Draft, agreement.Final} {
		d.Status = status
		var b bytes.Buffer
		if err := Write(&b, d, Options{TextAnchors: true}); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(pageTexts(t, b.Bytes()), "\n")
		for _, name := range []string{"/party1_signature/", "/party2_signature/", "/party1_date/"} {
			if has := strings.Contains(text, name); has != (status == agreement.Final) {
				t.Errorf("status %v: that it holds %s is %v", status, name, has)
			}
		}
	}
}
