//go:build unix

package fleet

import (
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/engross/engross/batch"
)

// smallDisk lets no file of this process grow larger than a limit.
func smallDisk(limit string) error {
	n, err := strconv.ParseUint(limit, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}

// TestTheDiskIsFull begins a batch whose coordinator cannot write on: it says so and
// ends, only whole files stand in its folder, and with space again it goes on.
func TestTheDiskIsFull(t *testing.T) {
	input, dir, store := rows(t, 60, nil), t.TempDir(), t.TempDir()
	address := freeAddress(t)
	workersAt(t, 2, "nats://"+address)
	role := []string{"coordinator", input, dir, address, store}
	c := start(t, strings.Join(append(role, "20000"), " "))
	if err := c.Wait(); err == nil {
		t.Fatal("the coordinator wrote more than there was room for")
	}
	manifest := 0
	for r, err := range batch.Records(filepath.Join(dir, "manifest.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Status == batch.Done {
			manifest++
		}
	}
	if got := made(t, dir); got < manifest || got > manifest+1 || got == 60 {
		t.Errorf("%d agreements, and %d in the manifest", got, manifest)
	}
	if err := start(t, strings.Join(role, " ")).Wait(); err != nil {
		t.Fatal(err)
	}
	compare(t, alone(t, input), contents(t, dir))
}
