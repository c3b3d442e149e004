package draft_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/engross/engross/draft"
)

var digests = flag.String("digests", "", "a file of digests: compared with where it exists, else written")

// TestDigests makes agreements in every format twice: the bytes are the same. With -digests,
// they are the same as those of the build that wrote the file, of whatever compiler: see
// .ci/run. The manifest, which names the compiler, is given the same build.
func TestDigests(t *testing.T) {
	lib := library(t)
	var b strings.Builder
	for _, example := range []string{"short-cross-licence", "short-exclusive-licence", "names", "pool-five"} {
		deal := resolved(t, lib, load(t, "../testdata/examples/"+example+".json"))
		o := draft.Options{Final: true, Formats: draft.Formats, Build: &draft.Build{Version: "any", Go: "any"}}
		first, err := draft.Make(deal, o)
		if err != nil {
			t.Fatal(err)
		}
		second, err := draft.Make(deal, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range first.Files {
			fmt.Fprintf(&b, "%x  %s %s\n", sha256.Sum256(f.Data), example, f.Format)
			if string(f.Data) != string(second.Files[i].Data) {
				t.Errorf("%s of %s is other bytes the second time", f.Format, example)
			}
		}
	}
	if *digests == "" {
		return
	}
	was, err := os.ReadFile(*digests)
	if os.IsNotExist(err) {
		err = os.WriteFile(*digests, []byte(b.String()), 0o666)
	} else if err == nil && string(was) != b.String() {
		t.Errorf("other bytes than\n%s\nnamely\n%s", was, b.String())
	}
	if err != nil {
		t.Fatal(err)
	}
}
