package main

import (
	"context"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/serve"
)

func (a *app) mcpCommand() *cobra.Command {
	var write, fonts string
	c := &cobra.Command{
		Use:   "mcp [FOLDER]",
		Short: "Serve the same operations to an assistant, over standard input and output",
		Long: `Mcp speaks the Model Context Protocol over standard input and output: an assistant
can check, draft, compare, trace, renew and reckon, and look into the library. It
reads the term sheets of FOLDER, if one is given, and changes nothing; with --write
it may also change those of a folder, one value at a time.`,
		Example: "  engross mcp\n  engross mcp deals\n  engross mcp --write deals",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if write != "" && len(args) > 0 {
				return &usageError{message: "a folder and --write", hint: "give the folder once: --write FOLDER to change what is in it, FOLDER to read it"}
			}
			return a.serveMCP(append(args, write)[0], write != "", fonts)
		},
	}
	c.Flags().StringVar(&fonts, "fonts", "", fontsUsage)
	c.Flags().StringVar(&write, "write", "", "folder whose term sheets may be changed")
	return c
}

func (a *app) serveMCP(folder string, writes bool, fonts string) error {
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	bench := &serve.Workbench{Library: lib, Now: time.Now}
	if bench.Fonts, err = loadFonts(fonts); err != nil {
		return err
	}
	if folder != "" {
		if bench.Folder, err = serve.OpenFolder(folder, "", ""); err != nil {
			return unreadable(folder, err)
		}
		defer bench.Folder.Close()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return serve.ServeMCP(ctx, bench, writes, a.in, emitter{a})
}

// An emitter is standard output for a program that reads it.
type emitter struct{ a *app }

func (e emitter) Write(p []byte) (int, error) { return len(p), e.a.emit(p) }
