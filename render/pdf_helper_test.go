package render

import (
	"bytes"
	"testing"

	"github.com/engross/engross/agreement"
)

func printPDF(t testing.TB, d *agreement.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(&b, d, PDFOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
