package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// over lays the flags over rules.
func (f renewFlags) over(r *renew.Rules) error {
	for _, x := range []struct {
		into  *string
		value string
	}{{&r.ID, f.id}, {&r.Title, f.title}} {
		if x.value != "" {
			*x.into = x.value
		}
	}
	switch renew.Form(f.form) {
	case "":
	case renew.Restated, renew.Amendment:
		r.Form = renew.Form(f.form)
	default:
		return &usageError{message: fmt.Sprintf("--form is %q", f.form), hint: "give restated or amendment"}
	}
	for _, x := range []struct {
		flag, value string
		into        *schema.Date
	}{{"--signing", f.signing, &r.SigningDate}, {"--end", f.end, &r.Term.End}, {"--start", f.start, &r.Term.Start}, {"--terminated", f.terminated, &r.Facts.Terminated}} {
		d, err := day(x.flag, x.value)
		if err != nil {
			return err
		}
		if !d.IsZero() {
			*x.into = d
		}
	}
	if err := f.term(r); err != nil {
		return err
	}
	if err := f.lift(r); err != nil {
		return err
	}
	if err := f.events(r); err != nil {
		return err
	}
	r.Assets.Drop = append(r.Assets.Drop, f.dropAssets...)
	if f.keepExpired {
		r.Assets.Expired = "keep"
	}
	r.Members.Drop = append(r.Members.Drop, f.drop...)
	r.Facts.Agreed = r.Facts.Agreed || f.agreed
	if f.pinLibrary {
		r.Library = "pin"
	}
	if f.pinDefaults {
		r.Defaults = "pin"
	}
	return f.values(r)
}

// term lays the flags about the term, but for its dates, over rules.
func (f renewFlags) term(r *renew.Rules) error {
	if f.given("months") {
		if f.months < 1 || f.months > 1200 {
			return &usageError{message: fmt.Sprintf("--months is %d", f.months), hint: "give a number from 1 to 1200"}
		}
		months := schema.Months(f.months)
		r.Term.Months = &months
	}
	if f.given("max") {
		if f.most < 0 || f.most > 100 {
			return &usageError{message: fmt.Sprintf("--max is %d", f.most), hint: "give a number from 0 to 100"}
		}
		r.Term.Max = &f.most
	}
	if f.then != "" {
		if !slices.Contains([]string{"fixed", "auto-renew", "evergreen"}, f.then) {
			return &usageError{message: fmt.Sprintf("--then is %q", f.then), hint: "give fixed, auto-renew or evergreen"}
		}
		r.Term.Then = f.then
	}
	return nil
}

// lift adds the uplift that the flags describe.
func (f renewFlags) lift(r *renew.Rules) error {
	if !f.given("percent") && f.byIndex == "" {
		for _, flag := range []string{"cap", "floor", "round"} {
			if f.given(flag) {
				return &usageError{message: "--" + flag + " without an uplift", hint: "give --percent or --by-index too; of uplifts in a file of rules it says nothing"}
			}
		}
		return nil
	}
	u := renew.Uplift{}
	for _, x := range []struct {
		flag, value string
		into        **schema.Percent
	}{{"percent", f.percent, &u.Percent}, {"cap", f.atMost, &u.CapPct}, {"floor", f.atLeast, &u.FloorPct}} {
		if !f.given(x.flag) {
			continue
		}
		d, err := schema.ReadDecimal(x.value)
		if err != nil {
			return &usageError{message: fmt.Sprintf("--%s is %q: %v", x.flag, x.value, err), hint: "give a number: 3, 2.5 or -1"}
		}
		p := schema.Percent(d)
		*x.into = &p
	}
	if f.round != "" {
		d, err := schema.ReadDecimal(f.round)
		if err != nil {
			return &usageError{message: fmt.Sprintf("--round is %q", f.round), hint: "give a number: 0.01, 1 or 500"}
		}
		u.Round.To = &d
	}
	if f.byIndex != "" {
		parts := strings.Split(f.byIndex, ":")
		if len(parts) != 3 {
			return &usageError{message: fmt.Sprintf("--by-index is %q", f.byIndex), hint: "give ID:BASE:MONTH, such as hicp:2026-09:2031-09"}
		}
		u.Index = &renew.IndexRule{ID: parts[0], Base: parts[1], Month: parts[2]}
	}
	r.Uplift = append(r.Uplift, u)
	return nil
}

// events adds the notices that the flags name.
func (f renewFlags) events(r *renew.Rules) error {
	for _, s := range f.notices {
		party, on, _ := strings.Cut(s, "=")
		d, err := schema.ParseDate(on)
		if err != nil || party == "" {
			return &usageError{message: fmt.Sprintf("--notice is %q", s), hint: "give PARTY=DATE: beta=2031-05-01"}
		}
		r.Facts.NonRenewal = append(r.Facts.NonRenewal, renew.Notice{By: party, Date: d})
	}
	return nil
}

// values reads --set.
func (f renewFlags) values(r *renew.Rules) error {
	for _, s := range f.set {
		path, value, ok := cutValue(s)
		if !ok {
			return &usageError{message: fmt.Sprintf("--set is %q", s), hint: "give PATH=VALUE: governance.committee.chair=beta"}
		}
		if r.Set == nil {
			r.Set = map[string]any{}
		}
		var v any = value
		d := json.NewDecoder(strings.NewReader(value))
		d.UseNumber()
		var parsed any
		if d.Decode(&parsed) == nil && !d.More() {
			v = parsed
		}
		r.Set[path] = v
	}
	return nil
}

// cutValue cuts PATH=VALUE at the first sign of equality outside brackets.
func cutValue(s string) (path, value string, ok bool) {
	inside := false
	for i, c := range s {
		switch c {
		case '[':
			inside = true
		case ']':
			inside = false
		case '=':
			if !inside {
				return s[:i], s[i+1:], i > 0
			}
		}
	}
	return "", "", false
}

func day(flag, s string) (schema.Date, error) {
	if s == "" {
		return schema.Date{}, nil
	}
	d, err := schema.ParseDate(s)
	if err != nil {
		return d, &usageError{message: fmt.Sprintf("%s is %q", flag, s), hint: "write a date that exists, as YYYY-MM-DD"}
	}
	return d, nil
}
