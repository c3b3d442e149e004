package main

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// alone are the flags of engross batch that a coordinator has no use for, and why.
var alone = map[string]string{
	"workers": "the workers say how many rows each has in hand", "shard": "workers take rows as they can", "shards": "as shard",
	"dry-run": "engross batch says what would be done", "help": "", "format": "problems are told as text",
}

// own are the flags of a coordinator for the queue.
var own = []string{"nats", "listen", "store", "tls-cert", "tls-key", "tls-ca", "token-file", "creds", "in-flight"}

var flagLine = regexp.MustCompile(`(?m)^ +(?:-\w, )?--([a-z-]+)( [a-zA-Z]+)? {2,}(.*)$`)

// TestTheFlagsAreThoseOfBatch holds the flags of a coordinator against those of engross
// batch: what one takes the other takes too, with the same kind of value and the same
// default, or it is said why not.
func TestTheFlagsAreThoseOfBatch(t *testing.T) {
	help, err := exec.Command("go", "run", "../engross", "batch", "--help").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, help)
	}
	flags := coordinatorCommand().Flags()
	var names []string
	for _, m := range flagLine.FindAllStringSubmatch(string(help), -1) {
		name, kind, usage := m[1], strings.TrimSpace(m[2]), m[3]
		names = append(names, name)
		f := flags.Lookup(name)
		if _, not := alone[name]; not {
			if f != nil {
				t.Errorf("--%s is said to be of engross batch alone, and a coordinator has it", name)
			}
			continue
		}
		if f == nil {
			t.Errorf("engross batch has --%s (%s), and a coordinator has not", name, usage)
			continue
		}
		if want := map[string]string{"bool": "", "stringSlice": "strings"}; cmpKind(want, f.Value.Type()) != kind {
			t.Errorf("--%s takes %q of engross batch, and a coordinator takes %q", name, kind, f.Value.Type())
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && !strings.Contains(usage, strings.Trim(f.DefValue, "[]")) {
			t.Errorf("--%s is %s where it is left out, which engross batch does not say: %s", name, f.DefValue, usage)
		}
	}
	if len(names) < 20 {
		t.Fatalf("engross batch has the flags %q: want more", names)
	}
	flags.VisitAll(func(f *pflag.Flag) {
		shared := slices.Contains(names, f.Name) || f.Name == "library" // which all of engross takes
		if shared == slices.Contains(own, f.Name) {
			t.Errorf("--%s: of both is %t, of a coordinator alone %t", f.Name, shared, !shared)
		}
	})
}

// cmpKind is how a kind of value is written in the help.
func cmpKind(written map[string]string, kind string) string {
	if w, ok := written[kind]; ok {
		return w
	}
	return kind
}
