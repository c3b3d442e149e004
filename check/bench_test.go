package check

import (
	"os"
	"testing"

	"github.com/engross/engross/schema"
)

// BenchmarkExamples checks what a batch checks for each row: a deal of two and a
// pool of forty, as users write them. References is what
// making any agreement pays.
func BenchmarkExamples(b *testing.B) {
	for _, name := range []string{"bilateral-semiconductor", "pool-forty"} {
		src, err := os.ReadFile("../testdata/examples/" + name + ".json")
		if err != nil {
			b.Fatal(err)
		}
		file, err := schema.Load(name, src)
		if err != nil {
			b.Fatal(err)
		}
		words := declaring(b, file)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(file, file.Sheet, words)
			}
		})
		b.Run(name+"/references", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				References(file)
			}
		})
	}
}
