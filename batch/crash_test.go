package batch

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childDir is the variable that makes the test binary a batch of its own, to be
// killed.
const childDir = "ENGROSS_BATCH_TEST_DIR"

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	in, err := Open(filepath.Join(dir, "rows.jsonl"), InputOptions{})
	if err != nil {
		panic(err)
	}
	maker := NewMaker(library(&testing.T{}, someWords), inMarkdown, nil)
	_, err = Run(context.Background(), in, maker, filepath.Join(dir, "out"), Options{MaxFailures: -1})
	if err != nil {
		panic(err)
	}
}

// TestKilled kills a batch again and again until it comes to its end, and looks at
// what is left each time.
func TestKilled(t *testing.T) {
	dir, rows := t.TempDir(), sheets(200)
	rows[100] = "{"
	if err := os.WriteFile(filepath.Join(dir, "rows.jsonl"), []byte(strings.Join(rows, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	for kills := 1; ; kills++ {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDir+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- child.Wait() }()
		if err := killAfter(t, child, ended, out, kills*60); err == nil {
			if kills == 1 {
				t.Error("the batch was never killed")
			}
			break
		}
		whole(t, out)
	}
	agrees(t, out)
	undisturbed := filepath.Join(dir, "undisturbed")
	in, err := Open(filepath.Join(dir, "rows.jsonl"), InputOptions{})
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, in, NewMaker(library(t, someWords), inMarkdown, nil), undisturbed, Options{MaxFailures: -1})
	want, got := contents(t, undisturbed), contents(t, out)
	if len(want) != len(got) {
		t.Errorf("%d files, undisturbed %d", len(got), len(want))
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s differs from an undisturbed run", name)
		}
	}
}

// killAfter kills a child once so many agreements stand in its folder. It is nil
// where the child came to its end before.
func killAfter(t *testing.T, child *exec.Cmd, ended chan error, out string, agreements int) error {
	for {
		select {
		case err := <-ended:
			return err
		case <-time.After(time.Millisecond):
		}
		made, err := filepath.Glob(filepath.Join(out, "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		if len(made) >= agreements {
			_ = child.Process.Kill() // it may have ended by itself
			return <-ended
		}
	}
}

// whole fails the test where a file in the folder is not whole, or the manifest
// has a file that the folder has not.
func whole(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".md") {
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil || !bytes.HasSuffix(text, []byte("-->\n")) {
				t.Errorf("%s is not whole (%v)", e.Name(), err)
			}
		}
	}
	m, err := readManifest(filepath.Join(dir, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range m.records() {
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range r.Outputs {
			if sum, err := digestOf(filepath.Join(dir, o.File)); err != nil || sum != o.SHA256 {
				t.Errorf("the manifest has %s, the folder has not (%v)", o.File, err)
			}
		}
	}
}

// A fullDisk takes so many bytes in all.
type fullDisk struct{ left int }

func (d *fullDisk) create(dir, pattern string) (tempFile, error) {
	f, err := os.CreateTemp(dir, pattern)
	return &fullFile{f, d}, err
}

type fullFile struct {
	*os.File
	disk *fullDisk
}

func (f *fullFile) Write(p []byte) (int, error) {
	n := min(len(p), f.disk.left)
	f.disk.left -= n
	if _, err := f.File.Write(p[:n]); err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, &fs.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return n, nil
}

func TestFullDisk(t *testing.T) {
	in, dir := jsonLines(t, sheets(50)), t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	r := newRun(context.Background(), in, m, dir, Options{Workers: 1, MaxFailures: -1})
	r.files.create = (&fullDisk{left: 20_000}).create
	s, err := r.run()
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Fatalf("%+v, %v", s, err)
	}
	if s.Made == 0 || s.Made == 50 {
		t.Errorf("%+v", s)
	}
	whole(t, dir)
	for name := range contents(t, dir) {
		if strings.HasPrefix(name, temporary) {
			t.Errorf("%s is left behind", name)
		}
	}
	s2, _ := mustRun(t, in, m, dir, Options{MaxFailures: -1})
	if s2.Kept != s.Made || s2.Kept+s2.Made != 50 {
		t.Errorf("with space again: %+v, before %+v", s2, s)
	}
	agrees(t, dir)
}

// TestAManifestIsNoLink refuses a manifest that leads elsewhere: what it leads to is not
// cut and not written.
func TestAManifestIsNoLink(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, filepath.Join(dir, "manifest.jsonl")); err != nil {
		t.Fatal(err)
	}
	if _, err := readManifest(filepath.Join(dir, "manifest.jsonl")); err == nil {
		t.Error("it is read")
	}
	if data, err := os.ReadFile(victim); err != nil || string(data) != "mine" {
		t.Errorf("the file reads %q: %v", data, err)
	}
}
