package calendar

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/schema"
)

// ICSOptions say how a file for other calendars is written.
type ICSOptions struct {
	Redact   bool   // no parties, no sums, no words of the agreement
	Previous []byte // the file written last time, for what has moved or gone; nil for none
	From, To schema.Date
}

const product = "-//engross//agreement calendar//EN"

// ICS writes calendars as one iCalendar file (RFC 5545): an event of a whole day for
// each entry with a day. What an event is called hangs on the obligation and its
// period, so that a program which has it already moves it. Undated entries are not
// in it: it holds days.
func ICS(list []*Calendar, o ICSOptions) ([]byte, error) {
	old, err := readICS(o.Previous)
	if err != nil {
		return nil, err
	}
	w := &icsWriter{redact: o.Redact}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", product)
	w.line("METHOD", "PUBLISH")
	w.text("NAME", "Agreements")
	w.text("X-WR-CALNAME", "Agreements")
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D")
	w.line("X-PUBLISHED-TTL", "P1D")
	keys := map[string]string{}
	for _, c := range list {
		keys[c.Reference] = old.keyOf(c)
		w.line("X-ENGROSS-DEAL", keyOf(c.Reference)+" "+keys[c.Reference])
	}
	here := map[string]bool{}
	for _, c := range list {
		for i := range c.Dated() {
			e := w.event(c, &c.Entries[i], keys[c.Reference])
			here[e.uid] = true
			w.put(old.next(e, c.Version))
		}
	}
	for _, e := range old.events {
		inRange := (o.From.IsZero() || !e.day.Before(o.From)) && (o.To.IsZero() || !o.To.Before(e.day))
		if !here[e.uid] && e.status != cancelled && inRange {
			e.status, e.sequence = cancelled, e.sequence+1
			if w.redact && e.description != "" { // it was written with its words
				e.summary, e.description = upper(strings.ToLower(e.categories)), ""
			}
			w.put(e)
		}
	}
	w.line("END", "VCALENDAR")
	return w.out.Bytes(), nil
}

// keyOf is a reference as it can be shown to anybody.
func keyOf(reference string) string {
	sum := sha256.Sum256([]byte("engross deal " + reference))
	return hex.EncodeToString(sum[:8])
}

const cancelled = "CANCELLED"

// An icsEvent is one event as a file has it.
type icsEvent struct {
	uid         string
	day         schema.Date
	stamp       string
	sequence    int
	status      string
	summary     string // as it is in the file, escaped
	description string
	categories  string
}

func (w *icsWriter) event(c *Calendar, e *Entry, key string) icsEvent {
	x := icsEvent{uid: e.ID + "." + key + "@engross", day: e.Due, stamp: compact(c.Stamp) + "T000000Z", status: "CONFIRMED", categories: strings.ToUpper(string(e.Kind))}
	if w.redact {
		x.summary = escape(strings.TrimSpace(upper(string(e.Kind)) + " " + e.Provision))
		return x
	}
	x.summary = escape(c.Reference + ": " + headline(e.What))
	x.description = escape(strings.Join(c.Details(e), "\n"))
	return x
}

// headline is the beginning of what an entry says.
func headline(s string) string {
	const most = 120
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)[:most]
	return string(r[:max(1, lastSpace(r))]) + " …"
}

func lastSpace(r []rune) int {
	for i := len(r) - 1; i > 0; i-- {
		if r[i] == ' ' {
			return i
		}
	}
	return len(r)
}

// Details are the facts of an entry, a line each.
func (c *Calendar) Details(e *Entry) []string {
	var list []string
	add := func(label, words string) {
		if words != "" {
			list = append(list, label+": "+words)
		}
	}
	add("What", e.What)
	add("By", c.People(e.By, e.ByWords))
	add("To", c.People(e.To, e.ToWords))
	if e.Sum != nil {
		add("Sum", e.Sum.String())
	}
	add("Provision", e.Provision)
	add("Rule", e.Rule)
	if !e.Due.IsZero() {
		add("Must be received or done by", e.Due.String())
	}
	add("May be done by", e.Act.String())
	add("Send by", e.Send.String())
	add("Only if", e.If)
	add("Assumed", e.Assumed)
	add("Moves", strings.Join(e.Moves, "; "))
	add("Counted from", e.Trigger)
	add("No date", e.Undated)
	return list
}

// String is a day that hangs on Business Days, or "".
func (d Day) String() string {
	var s string
	switch {
	case d == Day{}:
		return ""
	case d.First == d.Last:
		s = d.First.String()
	case d.Last.IsZero():
		s = d.First.String() + " or later"
	case d.First.IsZero():
		s = d.Last.String() + " or earlier"
	default:
		s = d.First.String() + " to " + d.Last.String()
	}
	if d.Why != "" {
		s += " (" + d.Why + ")"
	}
	return s
}

// String is when a notice has to leave, or "".
func (s Sending) String() string {
	email := ""
	if s.Email != (Day{}) {
		email = "by e-mail " + s.Email.String()
	}
	switch {
	case email == "":
		return s.Words
	case s.Words == "":
		return email
	}
	return email + "; " + s.Words
}

func compact(d schema.Date) string { return strings.ReplaceAll(d.ISO(), "-", "") }

// An icsWriter writes lines as RFC 5545 asks for.
type icsWriter struct {
	out    bytes.Buffer
	redact bool
}

func (w *icsWriter) put(e icsEvent) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", e.uid)
	w.line("DTSTAMP", e.stamp)
	w.line("SEQUENCE", fmt.Sprint(e.sequence))
	w.line("DTSTART;VALUE=DATE", compact(e.day))
	w.line("SUMMARY", e.summary)
	if e.description != "" {
		w.line("DESCRIPTION", e.description)
	}
	w.line("CATEGORIES", e.categories)
	w.line("CLASS", "CONFIDENTIAL")
	w.line("STATUS", e.status)
	w.line("TRANSP", "TRANSPARENT")
	w.line("END", "VEVENT")
}

func (w *icsWriter) text(name, value string) { w.line(name, escape(value)) }

const fold = 75 // octets of a line, its end not counted

// line writes one property, folded between runes.
func (w *icsWriter) line(name, value string) {
	s := name + ":" + value
	for room := fold; len(s) > room; room = fold - 1 {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.out.WriteString(s[:cut])
		w.out.WriteString("\r\n ")
		s = s[cut:]
	}
	w.out.WriteString(s)
	w.out.WriteString("\r\n")
}

// escape makes text of words, without the characters that would end it.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f || r == utf8.RuneError || 0x80 <= r && r < 0xa0:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oldICS is the file of last time.
type oldICS struct {
	events []icsEvent
	keys   map[string]string // of deals, by the key of their reference
}

// keyOf is the key under which the file of last time has a deal, or one that it
// continues; else its own.
func (o *oldICS) keyOf(c *Calendar) string {
	for _, reference := range append([]string{c.Reference}, c.Chain...) {
		if k := o.keys[keyOf(reference)]; k != "" {
			return k
		}
	}
	return c.Key
}

// next is an event with the number that tells other programs it is newer than the
// one they have, where it differs.
func (o *oldICS) next(e icsEvent, version int) icsEvent {
	e.sequence = version
	i := slices.IndexFunc(o.events, func(x icsEvent) bool { return x.uid == e.uid })
	if i < 0 {
		return e
	}
	was := o.events[i]
	if was.day == e.day && was.summary == e.summary && was.description == e.description && was.status == e.status {
		e.sequence = max(was.sequence, version)
	} else {
		e.sequence = max(was.sequence+1, version)
	}
	return e
}

// readICS reads a file that [ICS] wrote.
func readICS(src []byte) (*oldICS, error) {
	o := &oldICS{keys: map[string]string{}}
	if src == nil {
		return o, nil
	}
	if !bytes.HasPrefix(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("BEGIN:VCALENDAR")) || !bytes.Contains(src, []byte(product)) {
		return nil, fmt.Errorf("it is not a calendar that engross wrote: it does not begin with BEGIN:VCALENDAR, or its PRODID is another")
	}
	text := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(string(src))
	var e *icsEvent
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\r' || r == '\n' }) {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:VEVENT":
			e = &icsEvent{}
		case line == "END:VEVENT" && e != nil:
			if e.uid == "" || e.day.IsZero() {
				return nil, fmt.Errorf("an event has no UID or no day")
			}
			o.events, e = append(o.events, *e), nil
		case name == "X-ENGROSS-DEAL":
			if reference, key, ok := strings.Cut(value, " "); ok {
				o.keys[reference] = key
			}
		case e != nil:
			e.read(name, value)
		}
	}
	return o, nil
}

func (e *icsEvent) read(name, value string) {
	switch name {
	case "UID":
		e.uid = value
	case "DTSTAMP":
		e.stamp = value
	case "SEQUENCE":
		_, _ = fmt.Sscan(value, &e.sequence) // none is 0
	case "DTSTART;VALUE=DATE":
		if len(value) == 8 {
			e.day, _ = schema.ParseDate(value[:4] + "-" + value[4:6] + "-" + value[6:]) // none is said by the caller
		}
	case "SUMMARY":
		e.summary = value
	case "DESCRIPTION":
		e.description = value
	case "CATEGORIES":
		e.categories = value
	case "STATUS":
		e.status = value
	}
}
