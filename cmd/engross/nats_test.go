package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestNoQueueIsLinked keeps what many machines need out of the plain command, and what
// other libraries for workbooks need: both cost every start several milliseconds.
func TestNoQueueIsLinked(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"cmd/engross").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), module+"batch\n") {
		t.Fatal("the list of packages is not one")
	}
	for _, path := range strings.Fields(string(out)) {
		if strings.Contains(path, "nats") || strings.Contains(path, "excelize") || path == module+"batch/fleet" {
			t.Errorf("engross links %s", path)
		}
	}
}
