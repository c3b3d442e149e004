package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/engross/engross/schema"
)

// Holidays are a user's own days off, which go before the built-in rules.
type Holidays struct {
	Places []Place `json:"places"`
}

// A Place has days off, and days that are worked though they look like days off.
type Place struct {
	Place   string        `json:"place"`
	Off     []schema.Date `json:"off,omitempty"`
	Worked  []schema.Date `json:"worked,omitempty"`
	Source  string        `json:"source,omitempty"`
	From    schema.Date   `json:"from,omitzero"` // the first and the last day of which the lists are complete
	Through schema.Date   `json:"valid_through,omitzero"`

	off, worked map[schema.Date]bool
}

// ReadHolidays reads a file of days off:
//
//	{"places": [{"place": "Munich", "off": ["2027-11-01"], "worked": [], "source": "…", "from": "2027-01-01", "valid_through": "2027-12-31"}]}
func ReadHolidays(src []byte) (*Holidays, error) {
	h := new(Holidays)
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	if err := dec.Decode(h); err != nil {
		return nil, fmt.Errorf(`%w; the file is written like {"places": [{"place": "Munich", "off": ["2027-11-01"], "from": "2027-01-01", "valid_through": "2027-12-31"}]}`, err)
	}
	for i := range h.Places {
		p := &h.Places[i]
		if p.Place == "" {
			return nil, fmt.Errorf("place no. %d has no name: give place", i+1)
		}
		if p.From.IsZero() != p.Through.IsZero() || p.Through.Before(p.From) {
			return nil, fmt.Errorf("%s: give from and valid_through, the first and the last day of which the list of days off is complete", p.Place)
		}
		p.off, p.worked = setOf(p.Off), setOf(p.Worked)
		for d := range p.off {
			if p.worked[d] {
				return nil, fmt.Errorf("%s: %s is both a day off and a day worked", p.Place, d)
			}
		}
	}
	return h, nil
}

func setOf(days []schema.Date) map[schema.Date]bool {
	set := make(map[schema.Date]bool, len(days))
	for _, d := range days {
		set[d] = true
	}
	return set
}

// place finds a place by its name.
func (h *Holidays) place(name string) *Place {
	for i := range h.Places {
		if strings.EqualFold(strings.TrimSpace(h.Places[i].Place), strings.TrimSpace(name)) {
			return &h.Places[i]
		}
	}
	return nil
}
