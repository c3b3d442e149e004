package main

import (
	"os"
	"time"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/renew"
)

// renewer renews by the rules that the flags name; it is nil without rules.
func (f *batchFlags) renewer(lib *assemble.Library) (batch.Renewer, error) {
	if f.renew == "" {
		if len(f.indices) > 0 || f.today != "" {
			return nil, &usageError{message: "--index and --today are of a renewal", hint: "give the rules with --renew"}
		}
		return nil, nil
	}
	text, err := os.ReadFile(f.renew)
	if err != nil {
		return nil, unreadable(f.renew, err)
	}
	rules, err := renew.LoadRules(f.renew, text)
	if err != nil {
		return nil, err
	}
	o := renew.Options{Library: lib}
	for _, name := range f.indices {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		index, err := renew.LoadIndex(name, text)
		if err != nil {
			return nil, err
		}
		o.Indices = append(o.Indices, index)
	}
	today := f.today
	if today == "" {
		today = time.Now().Format(time.DateOnly)
	}
	if err := o.Today.UnmarshalText([]byte(today)); err != nil {
		return nil, &usageError{message: "--today is " + f.today, hint: "give a day as YYYY-MM-DD"}
	}
	return func(last *renew.Last) (*renew.Renewal, error) { return renew.Renew(last, rules, o) }, nil
}
