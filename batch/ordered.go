package batch

import (
	"context"
	"iter"
	"sync"
)

// ordered does the work of each job on several goroutines and emits the results
// in the order of the jobs. It holds a few jobs for each worker at a time,
// however many there are.
//
// When ctx ends or emit fails no further job is begun; what was begun is
// finished, and emitted unless emit failed. The error is that of emit.
func ordered[J, R any](ctx context.Context, workers int, jobs iter.Seq[J], work func(J) R, emit func(R) error) error {
	type slot struct {
		job    J
		result chan R
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	todo, queue := make(chan slot), make(chan slot, 4*workers)
	go func() {
		defer close(queue)
		defer close(todo)
		for job := range jobs {
			if ctx.Err() != nil {
				return
			}
			s := slot{job, make(chan R, 1)}
			queue <- s
			todo <- s
		}
	}()
	var busy sync.WaitGroup
	for range workers {
		busy.Go(func() {
			for s := range todo {
				s.result <- work(s.job)
			}
		})
	}
	var failed error
	for s := range queue {
		r := <-s.result
		if failed == nil {
			if failed = emit(r); failed != nil {
				stop()
			}
		}
	}
	busy.Wait()
	return failed
}
