// Command engross-fleet makes the agreements of one batch on many machines: a
// coordinator goes over the rows, and workers make them. See docs/fleet.md. It is a
// command of its own because what it links costs every start of engross several
// milliseconds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch/fleet"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// errFailed says that problems have been told, and that the exit code is 1.
var errFailed = errors.New("some rows failed")

func main() { os.Exit(run()) }

func run() int {
	root := &cobra.Command{
		Use:           "engross-fleet",
		Short:         "Make the agreements of one batch on many machines",
		SilenceErrors: true,
		SilenceUsage:  true,
		Long: `engross-fleet makes the agreements of one batch on many machines. The coordinator goes
over the rows as engross batch does, and writes the files and the manifest; workers
make the agreements. The folder is, byte for byte, what one machine would have made.

Its output is not legal advice; have it reviewed by counsel.`,
	}
	root.AddCommand(coordinatorCommand(), workerCommand())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := root.ExecuteContext(ctx)
	var problems agreement.Problems
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFailed):
		return 1
	case errors.As(err, &problems):
		for _, p := range problems {
			say(p.Error())
			if p.Hint != "" {
				say("  hint: " + p.Hint)
			}
		}
		return 2
	}
	say("engross-fleet: " + err.Error())
	return 2
}

// openLibrary opens the library of clauses, which is vetted.
func openLibrary() (*assemble.Library, error) {
	return assemble.OpenVetted(clauses.FS, templates.FS)
}

// accessFlags say how a queue is reached.
func accessFlags(c *cobra.Command, a *fleet.Access) {
	c.Flags().StringVar(&a.TokenFile, "token-file", "", "file with the secret of the queue, which only its owner may read")
	c.Flags().StringVar(&a.CredsFile, "creds", "", "file with credentials of a NATS cluster")
	c.Flags().StringVar(&a.CAFile, "tls-ca", "", "file with the certificates that are trusted (default: those of the system)")
}

func say(words string) { fmt.Fprintln(os.Stderr, words) }
