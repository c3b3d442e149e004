package main

import (
	"time"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// renewer renews by the rules that the flags name; it is nil without rules.
func (a *app) renewer(lib *assemble.Library, f batchFlags) (batch.Renewer, error) {
	if f.renew == "" {
		if len(f.indices) > 0 || f.today != "" {
			return nil, &usageError{message: "--index and --today are of a renewal", hint: "give the rules with --renew"}
		}
		return nil, nil
	}
	rules, indices, err := a.readRules(renewFlags{rules: f.renew, indices: f.indices, given: func(string) bool { return false }})
	if err != nil {
		return nil, err
	}
	today, err := day("--today", f.today)
	if err != nil {
		return nil, err
	}
	if today.IsZero() {
		now := time.Now()
		today = schema.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}
	}
	o := renew.Options{Library: lib, Today: today, Indices: indices}
	return func(last *renew.Last) (*renew.Renewal, error) { return renew.Renew(last, rules, o) }, nil
}
