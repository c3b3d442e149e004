package fleet

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// A cable is a network between workers and a queue, which can be cut: then what is sent
// arrives nowhere, and nobody is told.
type cable struct {
	net.Listener
	to    string
	mu    sync.Mutex
	whole chan struct{} // closed while the cable is whole
}

func layCable(t *testing.T, to string) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: l, to: to, whole: make(chan struct{})}
	close(c.whole)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go c.carry(in)
		}
	}()
	return c
}

func (c *cable) state() chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.whole
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = make(chan struct{})
}

func (c *cable) mend() { close(c.state()) }

// carry carries a connection that was made while the cable was whole; what it carries
// while it is cut is lost, and so is the connection, as after a router was turned off.
func (c *cable) carry(in net.Conn) {
	defer in.Close()
	began := c.state()
	<-began
	out, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer out.Close()
	one := func(from, to net.Conn) {
		buf := make([]byte, 32<<10)
		for {
			n, err := from.Read(buf)
			if err != nil {
				from.Close()
				to.Close()
				return
			}
			if c.state() != began {
				_, _ = io.Copy(io.Discard, from)
				return
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
	}
	go one(out, in)
	one(in, out)
}

// TestTheNetworkIsCut makes a batch whose workers are behind a cable that is cut for
// longer than a worker may be silent: rows go on when it is whole again, and the folder
// is what one machine leaves.
func TestTheNetworkIsCut(t *testing.T) {
	const n = 60
	input, dir := rows(t, n, nil), t.TempDir()
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	c := layCable(t, strings.TrimPrefix(s.ClientURL(), "nats://"))
	workersAt(t, 2, "nats://"+c.Addr().String())
	done := make(chan error, 1)
	go func() {
		_, err := coordinate(input, dir, s.ClientURL())
		done <- err
	}()
	reach := func(rows int) {
		for deadline := time.Now().Add(2 * time.Minute); made(t, dir) < rows; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d of %d rows are made", made(t, dir), rows)
			}
		}
	}
	reach(10)
	c.cut()
	time.Sleep(ackWait / 4) // answers that had left arrive
	before := made(t, dir)
	time.Sleep(2 * ackWait)
	if after := made(t, dir); before != after || after == n {
		t.Errorf("through a cable that is cut came %d rows, of %d", after-before, n)
	}
	c.mend()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	compare(t, alone(t, input), contents(t, dir))
}
