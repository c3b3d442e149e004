package portfolio_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

// fill gives each member of a value a value of its own, so that one which is not kept is
// missed.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch x := v.Addr().Interface().(type) {
	case *schema.Date:
		*x = schema.Date{Year: 2000 + *n, Month: 2, Day: 29}
		return
	case *schema.Decimal:
		x.Decimal = decimal.New(int64(*n), -3)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(-int64(*n))
	case reflect.Uint64:
		v.SetUint(1<<63 | uint64(*n))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("there is no value for %s", v.Type())
	}
}

// TestCacheGivesWhatWasRead keeps an agreement in which each member has a value of its own,
// and one that says nothing.
func TestCacheGivesWhatWasRead(t *testing.T) {
	full, empty, n := new(portfolio.Agreement), new(portfolio.Agreement), 0
	fill(t, reflect.ValueOf(full).Elem(), &n)
	full.Parties[0].Name = ""
	full.Grants[0].Existing = []string{} // not the same as none stated
	full.Sums[1].Amount.Amount.Decimal = decimal.RequireFromString("-123456789012345678901234567890.00")
	c := portfolio.NewCache("1")
	c.Agreements[sha256.Sum256([]byte("full"))], c.Agreements[sha256.Sum256([]byte("empty"))] = full, empty
	c.Files["/a.json"] = portfolio.Stat{Size: 1 << 40, Changed: -5, Sum: sha256.Sum256([]byte("full"))}
	data := c.Bytes()
	read := portfolio.OpenCache("1", data)
	for name, want := range map[string]*portfolio.Agreement{"full": full, "empty": empty} {
		want.File, want.Status = "now.json", portfolio.Draft // where the file is now
		if got := read.Get(sha256.Sum256([]byte(name)), "now.json", portfolio.Draft, full.Proof); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nbecame %+v", want, got)
		}
	}
	if !reflect.DeepEqual(read.Files, c.Files) {
		t.Errorf("the files %+v became %+v", c.Files, read.Files)
	}
	if read.Get(sha256.Sum256([]byte("full")), "now.json", portfolio.Draft, "another library") != nil {
		t.Error("what one library proved is believed under another")
	}
	for i := range data {
		damaged := bytes.Clone(data)
		damaged[i] ^= 4
		if c := portfolio.OpenCache("1", damaged); len(c.Agreements)+len(c.Files) != 0 {
			t.Fatalf("a cache of which byte %d is damaged has %d agreements", i, len(c.Agreements))
		}
		if c := portfolio.OpenCache("1", data[:i]); len(c.Agreements)+len(c.Files) != 0 {
			t.Fatalf("a cache that ends at byte %d has %d agreements", i, len(c.Agreements))
		}
	}
	if c := portfolio.OpenCache("2", data); len(c.Agreements) != 0 {
		t.Error("the cache of another version is believed")
	}
}

// TestCacheKeepsTheExamples keeps what real term sheets say.
func TestCacheKeepsTheExamples(t *testing.T) {
	files, err := filepath.Glob("../testdata/examples/*.json")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	c := portfolio.NewCache("1")
	all := map[[sha256.Size]byte]*portfolio.Agreement{}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := schema.Load(name, src)
		if err != nil {
			continue // one is full of mistakes
		}
		sum := sha256.Sum256(src)
		all[sum] = portfolio.Read(name, portfolio.Signed, f.Sheet)
		c.Agreements[sum] = all[sum]
	}
	read := portfolio.OpenCache("1", c.Bytes())
	for sum, want := range all {
		if got := read.Get(sum, want.File, want.Status, ""); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nbecame\n%+v", want.File, want, got)
		}
	}
}
