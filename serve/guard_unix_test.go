//go:build unix

package serve_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe among the files is refused, and nobody waits for what it will never say.
func TestPipeIsNotWaitedFor(t *testing.T) {
	w, dir := bench(t)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := call(t, w, "check", object{"file": "pipe.json"})
		answered <- err
	}()
	select {
	case err := <-answered:
		if err == nil || !strings.Contains(err.Error(), "no ordinary file") {
			t.Errorf("a pipe is read: %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it waits for who writes to the pipe")
	}
}
