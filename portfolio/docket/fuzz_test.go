package docket

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/engross/engross/schema"
)

// FuzzNumber holds that a number, written as agreements write it, is read as the same.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"EP 3 111 111 B1", "25153079.6", "US 2015322651 A1", "US201514123456", "WO0012345", "PCT/EP15/61234", "ZL201080063196.9", "RE45,123", "KR 10-2015-0123456 A", "EP 2015061234 W", "JP H11-123456 A", "1.2E+12"} {
		for _, office := range []string{"", "EP", "US"} {
			f.Add(true, office, s)
			f.Add(false, office, s)
		}
	}
	f.Fuzz(func(t *testing.T, application bool, office, raw string) {
		sort := Publication
		if application {
			sort = Application
		}
		if office != "" && !isOffice(office) {
			return
		}
		n, bad, _ := readNumber(sort, office, raw)
		if bad != nil {
			return
		}
		again, bad, mended := readNumber(n.sort, n.office, n.String())
		if bad != nil || mended != nil || again.key() != n.key() || again.String() != n.String() {
			t.Errorf("%q of %q is %+v, which is written %q and read as %+v %v %v", raw, office, n, n.String(), again, bad, mended)
		}
	})
}

var fuzzSheet = []byte(`{"deal": {"id": "ONE", "kind": "bilateral", "effective_date": "2027-01-01"}, "parties": [{"id": "north", "legal_name": "North GmbH", "short_name": "North", "jurisdiction": "DE"}, {"id": "brook", "legal_name": "Brook, Inc.", "short_name": "Brook", "jurisdiction": "US-DE"}], "assets": [{"id": "p1", "kind": "patent", "number": "EP 3111111 B1"}]}`)

// FuzzRead holds that whatever a table says, what is written is a term sheet, which the
// same table does not change again.
func FuzzRead(f *testing.F) {
	f.Add([]byte("AttorneyRef,Country,ApplicationNum,PatentNum,Title,Assignee,FilingDate\n1,EP,25153079.6,EP 3111111,<b>x</b>,North GmbH,2025-01-02\n"))
	f.Add([]byte("id,title,assignee,inventor/author,filing/creation date,grant date\nUS-9254383-B2,Motor,\"Brook, Inc.\",Doe,2015-03-01,2017-11-12\n"))
	f.Add([]byte("sep=;\nJurisdiction;Kind;Display Key;Lens ID;Application Number\nWO;A1;WO0012345;1;EP 2015061234 W\n"))
	f.Fuzz(func(t *testing.T, table []byte) {
		sheet, err := schema.Load("deal.json", fuzzSheet)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read("table.csv", table, Options{Sheet: sheet.Sheet})
		if err != nil {
			return
		}
		im, err := d.Into(sheet)
		if err != nil {
			return
		}
		next, err := schema.Load("next.json", im.Source)
		if next == nil {
			t.Fatalf("%v\n%s", err, im.Source)
		}
		if err != nil {
			return // a title of a thousand letters: the command refuses it
		}
		if again, err := d.Into(next); err != nil || !bytes.Equal(again.Source, im.Source) {
			t.Errorf("%v\n%s\n%s", err, im.Source, again.Source)
		}
	})
}

// BenchmarkImport brings 5,000 publications into a term sheet.
func BenchmarkImport(b *testing.B) {
	var table bytes.Buffer
	table.WriteString("Jurisdiction,Kind,Display Key,Lens ID,Application Number,Application Date,Publication Date,Title,Owners,Legal Status\n")
	for i := range 5000 {
		kind := []string{"A1", "B1"}[i%2]
		fmt.Fprintf(&table, "EP,%s,EP %07d %s,%d,EP %08d A,2015-03-01,2017-03-0%d,\"A motor, number %d, with CO<sub>2</sub> seals\",NORTH GMBH,Active\n", kind, 3000000+i/2, kind, i, 15000000+i/2, 1+i%2, i/2)
	}
	sheet, err := schema.Load("deal.json", fuzzSheet)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		d, err := Read("lens.csv", table.Bytes(), Options{Sheet: sheet.Sheet})
		if err != nil {
			b.Fatal(err)
		}
		im, err := d.Into(sheet)
		if err != nil || len(im.Added) != 2500 {
			b.Fatal(len(im.Added), d.Problems, err)
		}
	}
}
