package draft_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestEveryFigureComesHome gives each number that a term sheet states another value,
// and says that the agreement which then comes back leads to that value and to nothing
// else, wherever and however often it is printed.
func TestEveryFigureComesHome(t *testing.T) {
	lib := library(t)
	f := load(t, "../testdata/examples/short-software-escrow.json")
	tried := 0
	for _, path := range numbersIn(t, f) {
		e, err := f.Edit()
		if err != nil {
			t.Fatal(err)
		}
		e.Put(path, json.Number(strconv.Itoa(numberAt(t, f, path)+1)))
		next, err := schema.Load("next.json", e.Source())
		if err != nil {
			continue // no value that a term sheet may have
		}
		made, err := lib.Assemble(next, assemble.Options{})
		if err != nil {
			continue
		}
		tried++
		home, err := draft.Accept(lib, f, made.Document, draft.Acceptance{})
		if err != nil {
			t.Fatal(path, err)
		}
		if len(home.Left)+len(home.Wordings)+len(home.Follows) > 0 || len(home.Values) != 1 {
			t.Errorf("%s: home are %+v and %+v, left is %+v", strings.Join(path, "."), home.Values, home.Wordings, home.Left)
		}
	}
	if tried < 10 {
		t.Errorf("%d figures were tried", tried)
	}
}

// numbersIn is the paths of the whole numbers that a term sheet states.
func numbersIn(t *testing.T, f *schema.File) (list [][]string) {
	var root any
	if err := json.Unmarshal(f.JSON, &root); err != nil {
		t.Fatal(err)
	}
	var walk func(v any, path []string)
	walk = func(v any, path []string) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				walk(x, append(slices.Clone(path), name))
			}
		case []any:
			for i, x := range v {
				walk(x, append(slices.Clone(path), strconv.Itoa(i)))
			}
		case float64:
			if v == float64(int(v)) {
				list = append(list, path)
			}
		}
	}
	walk(root, nil)
	slices.SortFunc(list, slices.Compare)
	return list
}

func numberAt(t *testing.T, f *schema.File, path []string) int {
	var v any
	if err := json.Unmarshal(f.JSON, &v); err != nil {
		t.Fatal(err)
	}
	for _, step := range path {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i, _ := strconv.Atoi(step)
			v = x[i]
		}
	}
	return int(v.(float64))
}

// TestEachDayOfTheListComesHome edits each day and each sum in the schedule of key
// dates, and in no other place, and says that a value of the term sheet is another then:
// the day is stated, or the days are that it is counted from another.
func TestEachDayOfTheListComesHome(t *testing.T) {
	lib := library(t)
	for _, example := range []string{"short-software-escrow", "short-exclusive-licence"} {
		f := load(t, "../testdata/examples/"+example+".json")
		e, err := f.Edit()
		if err != nil {
			t.Fatal(err)
		}
		e.Put([]string{"deal", "key_dates"}, "schedule")
		if f.Sheet.Payments.Fees[0].Per == "year" { // what is not stated has no place to come home to
			e.Put([]string{"payments", "fees", "0", "due_days"}, json.Number("30"))
		} else {
			e.Put([]string{"payments", "fees", "0", "start"}, f.Sheet.Deal.EffectiveDate.AddDays(20).ISO())
		}
		if f, err = schema.Load("deal.json", e.Source()); err != nil {
			t.Fatal(err)
		}
		for row, n := 0, 1; row < n; row++ {
			for _, column := range []int{0, 5} {
				made, err := lib.Assemble(f, assemble.Options{})
				if err != nil {
					t.Fatal(err)
				}
				rows := listOfDays(t, made)
				n = len(rows)
				later := [2]int{0, 10}
				if agreement.Words(rows[row].Cells[1]) == "The Term ends" {
					later = [2]int{-1, 0} // it is counted in months
				}
				was, is := editCell(rows[row].Cells[column], later)
				if was == is {
					continue // there is no sum
				}
				home, err := draft.Accept(lib, f, made.Document, draft.Acceptance{})
				if err != nil {
					t.Fatal(was, err)
				}
				if what := agreement.Words(rows[row].Cells[1]); len(home.Left)+len(home.Wordings) > 0 || len(home.Values) != 1 {
					t.Errorf("%s: %s, %s to %s: home are %+v and %d wordings, left is %+v", example, what, was, is, home.Values, len(home.Wordings), home.Left)
				}
			}
		}
	}
}

// listOfDays are the rows of the schedule of key dates.
func listOfDays(t *testing.T, made *assemble.Result) (rows []agreement.Row) {
	topic := made.Says(assemble.KeyDates).Topic
	agreement.Walk(made.Document.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			return c.Kind == agreement.Part || c.Source == nil || c.Source.Topic == topic
		}
		if table, ok := b.(*agreement.Table); ok {
			rows = table.Rows
		}
		return true
	})
	if len(rows) < 3 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows
}

// editCell makes a day so many years and days later, or a sum a thousand more.
func editCell(cell agreement.Cell, later [2]int) (was, is string) {
	if len(cell) == 0 {
		return "", ""
	}
	text := cell[0].(*agreement.Text)
	was = text.Text
	if day, err := time.Parse("2 January 2006", was); err == nil {
		text.Text = day.AddDate(later[0], 0, later[1]).Format("2 January 2006")
	} else if code, sum, ok := strings.Cut(was, " "); ok {
		if i := strings.Index(sum, ","); i > 0 {
			n, _ := strconv.Atoi(sum[:i])
			text.Text = code + " " + strconv.Itoa(n+1) + sum[i:]
		}
	}
	return was, text.Text
}
