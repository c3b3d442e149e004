package calendar

import (
	"io/fs"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
)

// due are the days of a term sheet of which something falls due: stated.go has an
// entry for each. A new day is put here, with its entry, or among the facts.
var due = []string{
	"/deal/effective_date", "/projects/*/start", "/projects/*/end", "/assets/*/expiry_date",
	"/grants/*/start", "/grants/*/end", "/grants/*/capture/to", "/grants/*/diligence/*/by", "/grants/*/step_down",
	"/carve_outs/*/review_date", "/settlement/releases/*/due", "/settlement/covenants/*/until",
	"/payments/balancing/*/instalments/*/date", "/payments/fees/*/start", "/payments/fees/*/end",
	"/payments/royalties/*/start", "/payments/royalties/*/end", "/payments/royalties/*/early_rate/until",
	"/services/end", "/escrow/end", "/term/start", "/term/end", "/term/sunsets/*/date",
	"/remedies/ld/*/review_date", "/regulatory/jurisdictions/*/review_date", "/regulatory/filings/*/deadline", "/general/conditions_by",
}

// TestEachDayOfATermSheetIsAccountedFor finds a day that the schema knows and the
// calendar has not heard of.
func TestEachDayOfATermSheetIsAccountedFor(t *testing.T) {
	var days []string
	var walk func(at string, x reflect.Type)
	walk = func(at string, x reflect.Type) {
		switch x {
		case reflect.TypeFor[schema.Date](), reflect.TypeFor[schema.GrantEnd]():
			days = append(days, at)
			return
		}
		switch x.Kind() {
		case reflect.Pointer:
			walk(at, x.Elem())
		case reflect.Slice:
			walk(at+"/*", x.Elem())
		case reflect.Struct:
			for f := range x.Fields() {
				if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
					walk(at+"/"+name, f.Type)
				}
			}
		}
	}
	walk("", reflect.TypeFor[schema.TermSheet]())
	for _, at := range days {
		if slices.Contains(facts, at) == slices.Contains(due, at) {
			t.Errorf("%s: say in stated.go what falls due on that day, or among the facts that nothing does", at)
		}
	}
	for _, at := range slices.Concat(facts, due) {
		if !slices.Contains(days, at) {
			t.Errorf("%s is no day of a term sheet", at)
		}
	}
}

// TestEachDayHasWords finds what happens on a day that is certain and that the list of
// days has no words for, and words for what never happens.
func TestEachDayHasWords(t *testing.T) {
	src, err := fs.ReadFile(clauses.FS, "schedules/key-dates.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(src), "\n  date:\n")
	list, _, _ = strings.Cut(list, "\n  several:")
	var words []string
	for _, m := range regexp.MustCompile(`(?m)^    ([a-z-]+): `).FindAllStringSubmatch(list, -1) {
		words = append(words, m[1])
	}
	codes := slices.Collect(maps.Values(happens))
	for _, k := range Kinds {
		if (&Entry{Kind: k, Rule: "by rule", ProvisionID: "any"}).certain() {
			codes = append(codes, string(k))
		}
	}
	slices.Sort(codes)
	slices.Sort(words)
	if codes = slices.Compact(codes); !slices.Equal(codes, words) {
		t.Errorf("what happens: %v\nhas words:    %v", codes, words)
	}
}
