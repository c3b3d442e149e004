package batch

import (
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

// TestImpactBeneathWording says that another library's words are told where negotiated
// ones stand in their place, though the agreement does not show them.
func TestImpactBeneathWording(t *testing.T) {
	was, now := library(t, someWords), library(t, "It does so in perfect order.")
	for _, c := range []struct {
		wording string
		want    int
	}{
		{`{"provision":"a/one.first","words":["Beta 1 GmbH shall deliver each Thing when it can."]}`, 1},
		{`{"provision":"a/one.second","words":["This agreement begins at once."]}`, 0},
	} {
		f, err := schema.Load("x.json", []byte(strings.TrimSuffix(sheet("D-1", "Beta 1 GmbH"), "}")+`,"wording":[`+c.wording+`]}`))
		if err != nil {
			t.Fatal(err)
		}
		changes := &Changes{List: []Change{}}
		if err := beneath(changes, was, now, f); err != nil {
			t.Fatal(err)
		}
		if len(changes.List) != c.want {
			t.Errorf("under %s: %+v", c.wording, changes.List)
		}
		if c.want > 0 && (changes.Signature == "" || !strings.Contains(changes.List[0].What, "perfect")) {
			t.Errorf("%+v", changes)
		}
	}
}
