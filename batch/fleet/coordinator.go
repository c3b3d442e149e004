package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/engross/engross/batch"
	"github.com/engross/engross/renew"
)

// A Coordinator has the rows of a batch made by workers.
type Coordinator struct {
	nc       *nats.Conn
	settings string // digest
	text     []byte // the settings
	stop     context.CancelFunc

	queue   atomic.Pointer[queue]
	mending sync.Mutex // held by who makes a lost queue anew
	mu      sync.Mutex
	waiting map[string]chan *reply
	round   atomic.Int64 // makes the ids of jobs that are sent anew their own
	began   int64
}

// again is after how long without an answer a row is put into the queue once more, in
// case it has been lost from it.
var again = 2 * time.Minute

// Coordinate begins a batch with settings. What an earlier batch left in the queue is
// thrown away: what is to be done is in the input, what is done in the manifest.
func Coordinate(ctx context.Context, nc *nats.Conn, s *Settings) (*Coordinator, error) {
	q, err := openQueue(ctx, nc)
	if err != nil {
		return nil, noQueue(nc, err)
	}
	text := encode(s)
	c := &Coordinator{nc: nc, settings: digest(text), text: text, waiting: map[string]chan *reply{}, began: time.Now().UnixNano()}
	for _, name := range []string{jobStream, doneStream} {
		stream, err := q.js.Stream(ctx, name)
		if err == nil {
			err = stream.Purge(ctx)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := q.sweep(ctx); err != nil {
		return nil, err
	}
	if _, err := q.files.PutBytes(ctx, settingsName, text); err != nil {
		return nil, err
	}
	c.queue.Store(q)
	ctx, c.stop = context.WithCancel(context.WithoutCancel(ctx))
	go c.listen(ctx)
	return c, nil
}

// Close ends the listening for answers.
func (c *Coordinator) Close() { c.stop() }

// listen hands each answer to the row that waits for it.
func (c *Coordinator) listen(ctx context.Context) {
	for ctx.Err() == nil {
		some, err := c.queue.Load().done.Fetch(64, jetstream.FetchMaxWait(time.Second))
		if err != nil {
			pause(ctx)
			continue
		}
		for m := range some.Messages() {
			c.answer(ctx, m)
		}
	}
}

func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(200 * time.Millisecond):
	}
}

// answer takes the files of an answer out of the store. One that nobody waits for is
// of a row that another worker has made meanwhile.
func (c *Coordinator) answer(ctx context.Context, m jetstream.Msg) {
	key := string(m.Data())
	c.mu.Lock()
	to := c.waiting[key]
	delete(c.waiting, key)
	c.mu.Unlock()
	if to != nil {
		text, err := c.queue.Load().files.GetBytes(ctx, key)
		var r *reply
		if err == nil { // otherwise the row is sent anew
			r = &reply{}
			if err := json.Unmarshal(text, r); err != nil {
				r.Failure = "the answer of a worker cannot be read: " + err.Error()
			}
		}
		to <- r
	}
	_ = m.Ack()                               // an answer that comes again finds nobody waiting
	_ = c.queue.Load().files.Delete(ctx, key) // what stays is thrown away with the next batch
}

// Make has a row made by a worker, as [batch.Options] wants it of Elsewhere. Rows that
// were begun are finished, also when ctx ends.
func (c *Coordinator) Make(_ context.Context, key string, row *renew.Last) (*batch.Outcome, error) {
	j, err := jobOf(key, c.settings, row)
	if err != nil {
		return nil, err
	}
	text := encode(j)
	for {
		answer := make(chan *reply, 1)
		c.mu.Lock()
		c.waiting[key] = answer
		c.mu.Unlock()
		if err := c.send(key, text); err != nil {
			return nil, err
		}
		select {
		case r := <-answer:
			if r == nil {
				continue
			}
			return r.outcome()
		case <-time.After(again):
		}
	}
}

// send puts a job into the queue, and goes on trying while that is away.
func (c *Coordinator) send(key string, text []byte) error {
	id := fmt.Sprintf("%s-%d-%d", key, c.began, c.round.Add(1))
	const fewest = 5 // tries: on a machine that is fully at work one may take all the time
	deadline := time.Now().Add(again)
	for tries := 1; ; tries++ {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		q := c.queue.Load()
		_, err := q.js.Publish(ctx, jobSubject, text, jetstream.WithMsgID(id))
		if errors.Is(err, jetstream.ErrNoStreamResponse) {
			c.mend(ctx, q)
		}
		cancel()
		if err == nil {
			return nil
		}
		if tries >= fewest && time.Now().After(deadline) {
			return fmt.Errorf("the queue takes no rows: %w", err)
		}
		pause(context.Background())
	}
}

// mend makes the queue anew where it was lost. It holds nothing that could not be made
// again: rows without an answer are sent again.
func (c *Coordinator) mend(ctx context.Context, lost *queue) {
	c.mending.Lock()
	defer c.mending.Unlock()
	if c.queue.Load() != lost {
		return // somebody did
	}
	q, err := openQueue(ctx, c.nc)
	if err == nil {
		_, err = q.files.PutBytes(ctx, settingsName, c.text)
	}
	if err == nil { // otherwise it is tried again
		c.queue.Store(q)
	}
}
