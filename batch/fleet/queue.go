package fleet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The streams and buckets of a fleet.
const (
	jobStream    = "ENGROSS_JOBS"
	doneStream   = "ENGROSS_DONE"
	jobSubject   = "engross.jobs"
	doneSubject  = "engross.done"
	fileBucket   = "ENGROSS_FILES"
	settingsName = "settings"
	workers      = "workers"
	coordinator  = "coordinator"
)

// ackWait is for how long a worker may be silent about its row. Tests wait less.
var ackWait = 5 * time.Second

// answerWait is for how long a queue may take to answer: on a machine that is fully at
// work each request waits its turn.
const answerWait = 30 * time.Second

// A queue is the streams of a fleet.
type queue struct {
	js    jetstream.JetStream
	files jetstream.ObjectStore
	jobs  jetstream.Consumer
	done  jetstream.Consumer
}

// openQueue makes the streams that are not there.
func openQueue(ctx context.Context, nc *nats.Conn) (*queue, error) {
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(answerWait))
	if err != nil {
		return nil, err
	}
	q := &queue{js: js}
	for _, c := range []jetstream.StreamConfig{
		{Name: jobStream, Subjects: []string{jobSubject}, Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Duplicates: time.Minute},
		{Name: doneStream, Subjects: []string{doneSubject}, Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Duplicates: time.Minute},
	} {
		if _, err := js.CreateOrUpdateStream(ctx, c); err != nil {
			return nil, err
		}
	}
	if q.files, err = js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: fileBucket, Storage: jetstream.FileStorage}); err != nil {
		return nil, err
	}
	if q.jobs, err = js.CreateOrUpdateConsumer(ctx, jobStream, jetstream.ConsumerConfig{Durable: workers, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxDeliver: -1, MaxAckPending: -1}); err != nil {
		return nil, err
	}
	q.done, err = js.CreateOrUpdateConsumer(ctx, doneStream, jetstream.ConsumerConfig{Durable: coordinator, AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute, MaxDeliver: -1, MaxAckPending: -1})
	return q, err
}

// sweep takes away the files of an earlier batch.
func (q *queue) sweep(ctx context.Context) error {
	list, err := q.files.List(ctx)
	if errors.Is(err, jetstream.ErrNoObjectsFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range list {
		if err := q.files.Delete(ctx, f.Name); err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
			return err
		}
	}
	return nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
