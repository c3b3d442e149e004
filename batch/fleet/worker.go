package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/renew"
)

// A Worker makes rows that a coordinator has put into the queue.
type Worker struct {
	Means
	Hands    int           // how many rows it works on at a time; at least 1
	Attempts int           // at which a row is given up: workers died of it before
	Limit    time.Duration // that a row may take
	Say      func(string)  // told what happens; may be nil

	// Make makes a row; nil for [batch.Maker.Job] and Make. Tests put one in its place
	// that dies.
	Make func(*batch.Maker, *renew.Last) (*batch.Outcome, error)

	alone    sync.RWMutex // held by a row of which a worker may have died
	mu       sync.Mutex
	settings string // digest
	maker    *batch.Maker
}

// A refusal says why a worker may not work for a coordinator.
type refusal struct{ message string }

func (e *refusal) Error() string { return e.message }

// Work takes rows from the queue until ctx ends; those that were begun are finished.
// The error is that the worker is not like the coordinator.
func (w *Worker) Work(ctx context.Context, nc *nats.Conn) error {
	if w.Say == nil {
		w.Say = func(string) {}
	}
	if w.Make == nil {
		w.Make = make1
	}
	q, err := w.join(ctx, nc)
	if err != nil {
		return nil //nolint:nilerr // it was interrupted while it waited, and that it waits was told
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var busy sync.WaitGroup
	for range max(1, w.Hands) {
		busy.Go(func() {
			for ctx.Err() == nil {
				some, err := q.jobs.Fetch(1, jetstream.FetchMaxWait(time.Second))
				if err != nil {
					pause(ctx)
					continue
				}
				for m := range some.Messages() {
					if err := w.do(q, m); err != nil {
						cancel(err)
					}
				}
			}
		})
	}
	busy.Wait()
	var no *refusal
	if errors.As(context.Cause(ctx), &no) {
		return no
	}
	return nil
}

// join waits for the queue, and says once that it waits.
func (w *Worker) join(ctx context.Context, nc *nats.Conn) (*queue, error) {
	told := false
	for {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		q, err := openQueue(try, nc)
		cancel()
		if err == nil {
			return q, nil
		}
		if ctx.Err() != nil {
			return nil, noQueue(nc, err)
		}
		if !told {
			told = true
			w.Say(noQueue(nc, err).Error() + "; the worker waits for it")
		}
		pause(ctx)
	}
}

// noQueue says why a queue is not reached: what the connection met, where it met
// something.
func noQueue(nc *nats.Conn, err error) error {
	if last := nc.LastError(); last != nil {
		err = last
	} else if errors.Is(err, context.DeadlineExceeded) {
		err = errors.New("nobody answers")
	}
	return fmt.Errorf("there is no queue at %s: %w", strings.Join(nc.Opts.Servers, ", "), err)
}

func make1(m *batch.Maker, row *renew.Last) (*batch.Outcome, error) {
	job, err := m.Job(row)
	if err != nil {
		return nil, err
	}
	return m.Make(job)
}

// do makes a row and answers. The error is a refusal; the row then goes to another.
func (w *Worker) do(q *queue, m jetstream.Msg) error {
	var j job
	if err := json.Unmarshal(m.Data(), &j); err != nil {
		return m.Term() // no coordinator of ours wrote it
	}
	maker, err := w.makerFor(q, j.Settings)
	if err != nil {
		_ = m.NakWithDelay(time.Second)
		var no *refusal
		if errors.As(err, &no) {
			return err
		}
		return nil
	}
	again := false
	if meta, err := m.Metadata(); err == nil {
		again = meta.NumDelivered > 1
	}
	alive, rest := context.WithCancel(context.Background())
	go beat(alive, m)
	r := w.attempt(q, maker, &j, again)
	err = w.send(q, j.Key, r)
	rest()
	if err != nil {
		w.Say("an answer could not be sent: " + err.Error())
		_ = m.Nak()
		return nil
	}
	_ = m.Ack() // a row that comes again is made again
	return nil
}

// attempt makes a row. One that comes again, for a worker that had it went away, is
// made with no other beside it, so that it takes none along when it is what the worker
// died of; and it is noted how often. The queue counts deliveries, also of rows that
// were only waiting beside it.
func (w *Worker) attempt(q *queue, maker *batch.Maker, j *job, again bool) *reply {
	if !again {
		w.alone.RLock()
		defer w.alone.RUnlock()
		return w.try(maker, j)
	}
	w.alone.Lock()
	defer w.alone.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name, n := "attempts-"+j.Key, 0
	if text, err := q.files.GetBytes(ctx, name); err == nil {
		n, _ = strconv.Atoi(string(text)) // written below
	}
	if w.Attempts > 0 && n >= w.Attempts {
		return replyOf(j.Key, nil, given(fmt.Sprintf("the row was given up after %d attempts: the workers that began it went away", n), "make it alone with engross draft, and report what happens"))
	}
	if _, err := q.files.PutBytes(ctx, name, []byte(strconv.Itoa(n+1))); err != nil {
		w.Say("an attempt could not be noted: " + err.Error())
	}
	r := w.try(maker, j)
	_ = q.files.Delete(ctx, name) // otherwise it goes with the next batch
	return r
}

// given is the problem of a row that no worker makes.
func given(message, hint string) agreement.Problems {
	return agreement.Problems{{ID: "given-up", Message: message, Hint: hint}}
}

// beat says that a row is still worked on.
func beat(ctx context.Context, m jetstream.Msg) {
	t := time.NewTicker(ackWait / 3)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			_ = m.InProgress() // if it does not arrive the row goes to another
		}
	}
}

// try makes a row within the limit, whatever it does.
func (w *Worker) try(maker *batch.Maker, j *job) *reply {
	done := make(chan *reply, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- replyOf(j.Key, nil, given(fmt.Sprintf("engross failed on the row: %.200v", v), "report it, with the row"))
			}
		}()
		row, err := j.row()
		var out *batch.Outcome
		if err == nil {
			out, err = w.Make(maker, row)
		}
		done <- replyOf(j.Key, out, err)
	}()
	select {
	case r := <-done:
		return r
	case <-time.After(w.limit()):
		return replyOf(j.Key, nil, given(fmt.Sprintf("the row took longer than %s", w.limit()), "give workers more time with --row-limit, or make it alone with engross draft"))
	}
}

func (w *Worker) limit() time.Duration {
	if w.Limit <= 0 {
		return 10 * time.Minute
	}
	return w.Limit
}

// patience is how long a word of the queue is waited for: what was sent into a network that
// was cut then is not answered. Tests wait less.
var patience = 10 * time.Second

// send puts the files into the store and says so.
func (w *Worker) send(q *queue, key string, r *reply) error {
	text := encode(r)
	for deadline := time.Now().Add(time.Minute); ; {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		_, err := q.files.PutBytes(ctx, key, text)
		if err == nil {
			_, err = q.js.Publish(ctx, doneSubject, []byte(key))
		}
		cancel()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		pause(context.Background())
	}
}

// makerFor is the maker of a batch, once it is known that it makes what the
// coordinator would.
func (w *Worker) makerFor(q *queue, settings string) (*batch.Maker, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.settings == settings {
		return w.maker, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	text, err := q.files.GetBytes(ctx, settingsName)
	if err != nil {
		return nil, err
	}
	var s Settings
	if digest(text) != settings {
		return nil, errors.New("the row is of another batch")
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	if err := w.refused(&s); err != nil {
		return nil, err
	}
	maker, err := s.Maker(w.Means)
	if err != nil {
		return nil, &refusal{"the settings of the coordinator cannot be used: " + err.Error()}
	}
	w.settings, w.maker = settings, maker
	return maker, nil
}
