package portfolio

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

// claimed is a licence of EP 3111111 between North and a licensee, with more stated.
func claimed(t *testing.T, id, licensee, asset, grant, more string) *Agreement {
	t.Helper()
	f, err := schema.Load(id, fmt.Appendf(nil, `{"deal": {"id": %q, "kind": "bilateral", "effective_date": "2028-01-01"},
	"parties": [{"id": "north", "legal_name": "North GmbH", "short_name": "North", "jurisdiction": "DE"}, {"id": "x", "legal_name": %q, "short_name": "X", "jurisdiction": "NL"}],
	"assets": [{"id": "p1", "kind": "patent", "title": "Valve", "owners": [{"party": "north"}], "office": "EP", "number": "EP 3111111 B1", "expiry_date": "2038-03-01"%s}],
	"grants": [{"id": "g1", "from": "north", "to": ["x"], "assets": ["p1"], "acts": ["make"], "royalty_free": true%s}], "term": {"end": "2034-12-31"}%s}`, id, licensee, asset, grant, more))
	if err != nil {
		t.Fatal(err)
	}
	return Read(id, Signed, f.Sheet)
}

// TestWhoIsAskedFirst lists options, licences that may be taken up and rights of first
// refusal that a new licence meets, and not those of its own licensee, those that have
// ended, or a right of refusal beside a licence that is open to all.
func TestWhoIsAskedFirst(t *testing.T) {
	option := `, "encumbrances": [{"kind": "option", "holder": "Fourth AB", "until": "%s"}]`
	for _, c := range []struct {
		name          string
		before        *Agreement
		exclusive, as string
		want          string
	}{
		{"an option", claimed(t, "OLD", "Brook B.V.", fmt.Sprintf(option, "2029-06-30"), "", ""), "", "Third SpA", "OLD (signed): Fourth AB has an option on EP 3111111 B1 until 2029-06-30"},
		{"an option of the licensee", claimed(t, "OLD", "Brook B.V.", fmt.Sprintf(option, "2029-06-30"), "", ""), "", "Fourth AB", ""},
		{"an option that has ended", claimed(t, "OLD", "Brook B.V.", fmt.Sprintf(option, "2027-06-30"), "", ""), "", "Third SpA", ""},
		{"a licence that may be taken up", claimed(t, "OLD", "Brook B.V.", "", `, "option_window_months": 18`, ""), "", "Third SpA", "OLD (signed): Brook B.V. has a licence that may be taken up (g1) of EP 3111111 B1 until 2029-07-01"},
		{"first refusal", claimed(t, "OLD", "Brook B.V.", "", "", `, "membership": {"transfer": {"rule": "first-refusal", "first_refusal_days": 30}}`), `, "exclusivity": "exclusive"`, "Third SpA", "to be answered in 30 days"},
		{"first refusal, and a licence open to all", claimed(t, "OLD", "Brook B.V.", "", "", `, "membership": {"transfer": {"rule": "first-refusal", "first_refusal_days": 30}}`), "", "Third SpA", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			only := claimed(t, "NEW", c.as, "", c.exclusive, "")
			var said []string
			for _, f := range New([]*Agreement{c.before, only}, nil).Firsts(only) {
				said = append(said, f.String())
			}
			if got := strings.Join(said, "\n"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestPage holds that a page has what it draws as tables too, and no words as mark-up.
func TestPage(t *testing.T) {
	a := claimed(t, "<b>OLD</b>", "Brook B.V.", "", "", `, "payments": {"currency": "EUR", "fees": [{"id": "f", "name": "fee", "payer": "x", "payee": "north", "amount": {"amount": "5000", "currency": "EUR"}, "per": "year", "start": "2028-01-01", "due_days": 30}]}`)
	p := New([]*Agreement{a}, nil)
	var b bytes.Buffer
	if err := p.HTML(&b, Page{Title: "Portfolio", Notice: "Not legal advice"}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"<td>2034</td><td>1</td>", "<td>2038</td><td>1</td>", "<td>2028</td><td>EUR 5,000</td>", "2034-12-31", "<svg", "&lt;b&gt;OLD", "Not legal advice"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if n := strings.Count(page, "<svg"); n != 3 || strings.Contains(page, "<b>") {
		t.Errorf("%d drawings:\n%s", n, page)
	}
}
