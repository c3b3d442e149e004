package main

import (
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/batch/fleet"
)

func workerCommand() *cobra.Command {
	w := fleet.Worker{Say: say}
	var a fleet.Access
	var m meansFlags
	c := &cobra.Command{
		Use:   "worker",
		Short: "Make rows that a coordinator has put into its queue",
		Long: `Worker makes rows until it is interrupted; those that were begun are finished. It
waits for a coordinator that is not there yet, or away. Run it under something that
starts it again, such as systemd or Kubernetes.`,
		Example: `  engross-fleet worker --nats nats://127.0.0.1:4222
  engross-fleet worker --nats tls://queue.example.com:4222 --token-file token --tls-ca ca.pem`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			var err error
			if w.Means, err = m.open(); err != nil {
				return err
			}
			nc, err := fleet.Connect(a, "engross-fleet worker")
			if err != nil {
				return err
			}
			defer nc.Close()
			return w.Work(c.Context(), nc)
		},
	}
	c.Flags().StringVar(&a.URL, "nats", "nats://127.0.0.1:4222", "address of the queue")
	accessFlags(c, &a)
	m.add(c)
	c.Flags().IntVar(&w.Hands, "workers", 2*runtime.GOMAXPROCS(0), "how many rows are worked on at a time")
	c.Flags().IntVar(&w.Attempts, "attempts", 5, "a row of which so many workers have died is given up")
	c.Flags().DurationVar(&w.Limit, "row-limit", 10*time.Minute, "the longest that a row may take")
	return c
}
