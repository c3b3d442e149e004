package word

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
)

func read(t testing.TB, data []byte) *Reading {
	t.Helper()
	r, err := Read("x.docx", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestReadBack says that what was written is read back as it was.
func TestReadBack(t *testing.T) {
	want := sample()
	for _, d := range []*agreement.Document{read(t, write(t, sample(), Options{})).Accepted, read(t, write(t, sample(), Options{})).Rejected} {
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("(-written +read)\n%s", diff)
		}
	}
}
