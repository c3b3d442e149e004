package main

import (
	"bytes"
	"compress/zlib"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"engross": main})
}

// TestScripts runs the scripts in testdata. Each finds the shipped example term
// sheets in the folder examples.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../testdata/examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"alter": alter, "retype": retype, "add-provision": addProvision, "embolden": embolden, "packed": packed},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			return os.CopyFS(filepath.Join(env.WorkDir, "examples"), os.DirFS(examples))
		},
	})
}

var deflated = regexp.MustCompile(`/Length (\d+)>>\nstream\n`)

// alter changes words of a file, of a PDF inside the first stream that has them:
// alter FILE FROM TO.
func alter(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: alter FILE FROM TO")
	}
	file := ts.MkAbs(args[0])
	pdf, err := os.ReadFile(file)
	ts.Check(err)
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		ts.Check(os.WriteFile(file, bytes.Replace(pdf, []byte(args[1]), []byte(args[2]), 1), 0o666))
		return
	}
	for _, m := range deflated.FindAllSubmatchIndex(pdf, -1) {
		n, _ := strconv.Atoi(string(pdf[m[2]:m[3]]))
		z, err := zlib.NewReader(bytes.NewReader(pdf[m[1] : m[1]+n]))
		if err != nil {
			continue
		}
		was, err := io.ReadAll(z)
		ts.Check(err)
		if !bytes.Contains(was, []byte(args[1])) {
			continue
		}
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		_, _ = w.Write(bytes.Replace(was, []byte(args[1]), []byte(args[2]), 1)) // into memory
		_ = w.Close()
		altered := fmt.Appendf(bytes.Clone(pdf[:m[0]]), "/Length %d>>\nstream\n%s%s", packed.Len(), packed.Bytes(), pdf[m[1]+n:])
		ts.Check(os.WriteFile(file, altered, 0o666))
		return
	}
	ts.Fatalf("no stream has %q", args[1])
}
