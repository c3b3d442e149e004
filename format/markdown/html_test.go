package markdown_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

func page(t testing.TB, d *agreement.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := markdown.HTML(&b, d, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHTML(t *testing.T) {
	_, body, _ := bytes.Cut(page(t, sample()), []byte("</style>\n"))
	golden(t, "markdown/agreement.html", body)
}

func TestHTMLRedline(t *testing.T) {
	_, body, _ := bytes.Cut(page(t, redlined()), []byte("</style>\n"))
	golden(t, "markdown/redline.html", body)
}

func TestHTMLWriterError(t *testing.T) {
	full := errors.New("disk full")
	if err := markdown.HTML(failing{full}, sample(), nil); !errors.Is(err, full) {
		t.Errorf("error is %v, want the writer's", err)
	}
}

func BenchmarkHTML(b *testing.B) {
	d := long()
	b.ReportAllocs()
	for b.Loop() {
		if err := markdown.HTML(io.Discard, d, nil); err != nil {
			b.Fatal(err)
		}
	}
}
