package render

import (
	"bytes"
	"sync"
	"testing"
)

func TestPDFIsTheSameEachTime(t *testing.T) {
	d := bilateral()
	want := printPDF(t, d)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := printPDF(t, d); !bytes.Equal(got, want) {
				t.Error("the bytes differ from one printing to the next")
			}
		})
	}
	wg.Wait()
}
