package library

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestATreeOpensPlainFilesInItAlone opens what a library that somebody sent may hold.
func TestATreeOpensPlainFilesInItAlone(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.md")
	for name, text := range map[string]string{filepath.Join(dir, "a.md"): "plain", secret: "secret", filepath.Join(dir, "large.md"): strings.Repeat("a", mostFile+1)} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out.md": secret, "in.md": "a.md"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	pipes := tree{fstest.MapFS{"pipe.md": {Mode: fs.ModeNamedPipe}, "zero.md": {Mode: fs.ModeDevice}}}
	for _, test := range []struct {
		in         fs.FS
		name, want string
	}{
		{treeOf(dir), "a.md", ""}, {treeOf(dir), "in.md", ""}, {treeOf(dir), "out.md", "out.md is a link that leads out of the library"},
		{treeOf(dir), "large.md", "large.md is larger than 4 MB"}, {pipes, "pipe.md", "pipe.md is no plain file"}, {pipes, "zero.md", "zero.md is no plain file"},
		{treeOf(filepath.Join(dir, "none")), "a.md", "no such file"},
	} {
		data, err := fs.ReadFile(test.in, test.name)
		if test.want == "" && (err != nil || string(data) != "plain") || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %q %v, want %q", test.name, data, err, test.want)
		}
	}
}
