package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/batch"
	"github.com/engross/engross/format/excel"
)

func (a *app) batchStatusCommand() *cobra.Command {
	var to string
	var force bool
	c := &cobra.Command{
		Use:   "status MANIFEST --to FILE.html|FILE.xlsx",
		Short: "Write what became of a batch as a page or a workbook",
		Long: `Status writes the rows of a batch with their outcome, what was found and links to
their files, as a page (.html) or a workbook (.xlsx). Of a batch that renewed, it has
the groups of agreements that changed alike too.

MANIFEST is the manifest.jsonl of the batch, or its folder.`,
		Example: `  engross batch status agreements --to agreements/status.html
  engross batch status renewals --to status.xlsx`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.batchStatus(args[0], to, force) },
	}
	c.Flags().StringVar(&to, "to", "", "file to write, .html or .xlsx (required)")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file")
	return c
}

func (a *app) batchStatus(manifest, to string, force bool) error {
	ext := strings.ToLower(filepath.Ext(to))
	if ext != ".html" && ext != ".xlsx" {
		return &usageError{message: "--to does not say what to write", hint: "name a file that ends in .html or .xlsx"}
	}
	s, err := batch.StatusOf(context.Background(), manifestIn(manifest), filepath.Dir(to))
	if err != nil {
		return a.nothing(err)
	}
	var b bytes.Buffer
	if ext == ".html" {
		err = s.HTML(&b)
	} else {
		err = excel.Write(&b, s.Workbook())
	}
	if err != nil {
		return err
	}
	return writeFiles([]outFile{{to, b.Bytes()}}, force)
}
