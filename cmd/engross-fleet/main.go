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
	"github.com/engross/engross/batch/fleet"
	"github.com/engross/engross/cmd/library"
	"github.com/engross/engross/cmd/licences"
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
	root.AddCommand(coordinatorCommand(), workerCommand(), licences.Command(os.Stdout))
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
	var wrong *library.Mistake
	if errors.As(err, &wrong) {
		say("  hint: " + wrong.Hint)
	}
	return 2
}

// meansFlags are what agreements are made with.
type meansFlags struct{ library, fonts string }

func (f *meansFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.library, "library", "", "folder of your own clauses and templates, laid over the built-in library")
	c.Flags().StringVar(&f.fonts, "fonts", "", "folder of fonts for characters that the built-in faces lack")
}

func (f *meansFlags) open() (m fleet.Means, err error) {
	if m.Library, err = library.Open(f.library); err != nil || f.fonts == "" {
		return m, err
	}
	return m, m.LoadFonts(os.DirFS(f.fonts))
}

// accessFlags say how a queue is reached.
func accessFlags(c *cobra.Command, a *fleet.Access) {
	c.Flags().StringVar(&a.TokenFile, "token-file", "", "file with the secret of the queue, which only its owner may read")
	c.Flags().StringVar(&a.CredsFile, "creds", "", "file with credentials of a NATS cluster")
	c.Flags().StringVar(&a.CAFile, "tls-ca", "", "file with the certificates that are trusted (default: those of the system)")
}

func say(words string) { fmt.Fprintln(os.Stderr, words) }
