package fleet

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// fleetRows is how many rows the test of a fleet makes: a few where all tests run.
func fleetRows() int {
	rows := 60
	if n := os.Getenv("ENGROSS_FLEET_ROWS"); n != "" {
		if _, err := fmt.Sscan(n, &rows); err != nil {
			panic("ENGROSS_FLEET_ROWS: " + err.Error())
		}
	}
	return rows
}

// made is how many agreements stand in a folder.
func made(t testing.TB, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".md") {
			n++
		}
	}
	return n
}

// workersAt starts workers, which are killed when the test ends.
func workersAt(t testing.TB, n int, address string) []*exec.Cmd {
	t.Helper()
	list := make([]*exec.Cmd, n)
	for i := range list {
		list[i] = start(t, "worker "+address+" 2m")
	}
	t.Cleanup(func() {
		for _, w := range list {
			_ = w.Process.Kill()
			_ = w.Wait()
		}
	})
	return list
}

// TestWorkersAndCoordinatorAreKilled makes a batch with three workers, of which one is
// killed each time that some more rows are made, and a coordinator that is killed and
// begins again. What is left is what one machine leaves, byte for byte.
func TestWorkersAndCoordinatorAreKilled(t *testing.T) {
	n := fleetRows()
	input, dir, store := rows(t, n, nil), t.TempDir(), t.TempDir()
	address := freeAddress(t)
	role := strings.Join([]string{"coordinator", input, dir, address, store}, " ")
	workers := workersAt(t, 3, "nats://"+address)
	done := make(chan error, 1)
	head := start(t, role)
	await := func() { go func(c *exec.Cmd) { done <- c.Wait() }(head) }
	await()
	killed, restarted := 0, false
	step := max(6, n/20)
	next, began := step, time.Now()
	for {
		select {
		case err := <-done:
			if !restarted || err != nil {
				t.Fatal("the coordinator: ", err)
			}
			if killed == 0 {
				t.Error("no worker was killed while work was left: more rows are needed")
			}
			t.Logf("%d rows, %d workers killed, %v", n, killed, time.Since(began).Round(time.Millisecond))
			compare(t, alone(t, input), contents(t, dir))
			return
		case <-time.After(5 * time.Millisecond):
		}
		now := made(t, dir)
		switch {
		case time.Since(began) > 10*time.Minute:
			t.Fatal("the batch does not end")
		case now >= n/2 && !restarted:
			_ = head.Process.Kill()
			<-done
			head, restarted = start(t, role), true
			await()
		case now >= next && now < n-step:
			w := killed % len(workers)
			_ = workers[w].Process.Kill()
			_ = workers[w].Wait()
			killed, next = killed+1, now+step
			workers[w] = start(t, "worker nats://"+address+" 2m")
		}
	}
}
