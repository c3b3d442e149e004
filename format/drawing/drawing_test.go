package drawing

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/agreement"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func show(t time.Time) string { return t.Format("2 January 2006") }

// everyone licenses everyone.
func everyone(n int) (parties []string, licences []Licence) {
	for i := range n {
		parties = append(parties, fmt.Sprintf("Member %d with <a> long & winding name", i+1))
		for j := range n {
			if i != j {
				licences = append(licences, Licence{i, j, "g1", Degree((i + j) % 4)})
			}
		}
	}
	return parties, licences
}

// samples are drawings of every kind.
func samples() map[string]*agreement.Drawing {
	all := map[string]*agreement.Drawing{}
	for n := 2; n <= 9; n++ {
		all[fmt.Sprintf("grants of %d", n)] = Grants(everyone(n))
	}
	all["time line"] = Timeline(
		[]Span{{"Term", day("2027-04-01"), day("2037-03-31")}, {"Licence g1, Nordlys to Meridian", day("2027-04-01"), time.Time{}}},
		[]Event{{day("2027-04-01"), 1}, {day("2027-04-30"), 2}, {day("2027-05-02"), 3}, {day("2036-10-01"), 4}, {day("2037-03-31"), 5}}, show)
	all["curve"] = Curve{Title: "Royalty r1", X: "Units in a year", Y: "Royalty in EUR", Points: [][2]int64{{0, 0}, {100000, 2000000}, {500000, 6000000}, {700000, 6000000}},
		Bands: []Mark{{100000, "100,000"}, {250000, "250,000"}}, Limits: []Mark{{6000000, "cap EUR 60,000"}}, Ends: [2]Mark{{700000, "700,000"}, {7000000, "EUR 70,000"}}, Alt: "nothing at 0"}.Draw()
	all["a curve of money"] = Curve{Title: "Royalty", X: "Volume", Y: "Sum", Points: [][2]int64{{0, 0}, {9, 9}}, Ends: [2]Mark{{9, "EUR 250,000,000,000"}, {9, "EUR 9"}}, Alt: "nothing at 0"}.Draw()
	var bars []Bar
	for n := range 40 {
		bars = append(bars, Bar{Name: fmt.Sprint("Year ", 2027+n), Words: fmt.Sprintf("EUR %d,000,000 <of> all & more", n), Amount: int64(n) * 1e17})
	}
	all["bars"] = Bars("Sums by year", bars)
	return all
}

func TestNothingIsDrawnOutside(t *testing.T) {
	for name, d := range samples() {
		if d == nil {
			t.Fatalf("%s: nothing is drawn", name)
		}
		inside := func(p agreement.Point) {
			if p.X < 0 || p.X > d.Width || p.Y < 0 || p.Y > d.Height {
				t.Errorf("%s: %v is outside of %d by %d", name, p, d.Width, d.Height)
			}
		}
		for _, s := range d.Shapes {
			switch s := s.(type) {
			case *agreement.Path:
				for _, p := range s.Points {
					inside(p)
				}
			case *agreement.Label:
				from := s.At
				switch width := extent(s.Text, s.Size); s.Anchor {
				case agreement.Left:
				case agreement.Center:
					from.X -= width / 2
				case agreement.Right:
					from.X -= width
				}
				inside(from)
				from.X += extent(s.Text, s.Size)
				inside(from)
			}
		}
		if d.Alt == "" || strings.Contains(d.Alt, "..") {
			t.Errorf("%s: says %q to who does not see it", name, d.Alt)
		}
	}
}

func TestSVGHoldsNoStyle(t *testing.T) {
	for name, d := range samples() {
		x := xml.NewDecoder(bytes.NewReader(SVG(d)))
		for {
			token, err := x.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				for _, a := range e.Attr {
					if a.Name.Local == "style" || a.Name.Local == "class" || strings.HasPrefix(a.Name.Local, "on") {
						t.Errorf("%s: <%s %s>", name, e.Name.Local, a.Name.Local)
					}
				}
			}
		}
	}
}

func TestPartiesThatStandAlikeAreOneRow(t *testing.T) {
	const n = 40
	var licences []Licence
	for i := range n {
		for j := range n {
			if i != j {
				licences = append(licences, Licence{i, j, "g1", Open})
			}
		}
	}
	if got := folds(flows(n, licences)); len(got) != 1 {
		t.Errorf("members that license one another alike make %d rows", len(got))
	}
	licences = append(licences, Licence{3, 7, "g2", Exclusive})
	got := folds(flows(n, licences))
	want := []fold{nil, {3}, {7}}
	for i := range n {
		if i != 3 && i != 7 {
			want[0] = append(want[0], i)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("one more licence from 3 to 7: rows %v", got)
	}
}

func TestTheSameInputGivesTheSameDrawing(t *testing.T) {
	for name, d := range samples() {
		if again := samples()[name]; !bytes.Equal(SVG(d), SVG(again)) {
			t.Errorf("%s differs from one run to the next", name)
		}
	}
}

func TestWhatCannotBeDrawnIsNot(t *testing.T) {
	if Grants([]string{"A", "B"}, nil) != nil || Timeline(nil, nil, show) != nil || (Curve{}).Draw() != nil {
		t.Error("something is drawn of nothing")
	}
	parties, _ := everyone(30)
	var licences []Licence
	for i := range 29 {
		licences = append(licences, Licence{i, i + 1, "g1", Open})
	}
	if d := Grants(parties, licences); d != nil {
		t.Errorf("thirty parties that all stand differently make a drawing %d high", d.Height)
	}
}
