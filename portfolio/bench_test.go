package portfolio_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"testing"

	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

func BenchmarkOpenCache(b *testing.B) {
	src, err := os.ReadFile("../testdata/examples/bilateral-semiconductor.json")
	if err != nil {
		b.Fatal(err)
	}
	f, err := schema.Load("x", src)
	if err != nil {
		b.Fatal(err)
	}
	c := portfolio.NewCache("1")
	for i := range 10_000 {
		a := portfolio.Read(fmt.Sprint(i), portfolio.Signed, f.Sheet)
		c.Agreements[sha256.Sum256([]byte(fmt.Sprint(i)))] = a
	}
	data := c.Bytes()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if c := portfolio.OpenCache("1", data); len(c.Agreements) != 10_000 {
			b.Fatal("not read")
		}
	}
}
