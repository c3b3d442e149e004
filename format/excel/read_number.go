package excel

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// looks are how numbers of one style are shown.
type looks struct {
	day, clock, percent bool
	digits              int // shown at least, of a format of nothing but zeros
}

// readStyles finds out how the cells of each style are shown.
func (b *Reader) readStyles(name string) error {
	formats := map[int]looks{}
	inside := false
	return b.each(name, func(s *scanner) error {
		switch {
		case s.name == "numFmt" && !s.end:
			id, _ := strconv.Atoi(s.get("numFmtId"))
			formats[id] = looksOf(s.get("formatCode"))
		case s.name == "cellXfs":
			inside = !s.end && !s.both
		case s.name == "xf" && !s.end && inside:
			id, _ := strconv.Atoi(s.get("numFmtId"))
			l, own := formats[id]
			if !own {
				l = builtIn(id)
			}
			if b.looks = append(b.looks, l); len(b.looks) > longestTag {
				return fmt.Errorf("the workbook has more than %d styles", longestTag)
			}
		}
		return nil
	})
}

// builtIn is how a number is shown in a format that workbooks do not describe.
func builtIn(id int) looks {
	switch {
	case id == 9, id == 10:
		return looks{percent: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return looks{day: true}
	case id == 22:
		return looks{day: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return looks{clock: true}
	}
	return looks{}
}

// looksOf reads the code of a format, as far as its first part: that of numbers
// above zero.
func looksOf(code string) looks {
	var l looks
	bare := bareCode(code)
	if strings.Trim(bare, "0") == "" && len(bare) > 1 {
		l.digits = len(bare)
	}
	l.percent = strings.Contains(bare, "%")
	lower := strings.ToLower(bare)
	if strings.Contains(lower, "general") {
		return l
	}
	l.day = strings.ContainsAny(lower, "yd") || strings.Contains(lower, "mmm") || strings.Contains(lower, "m") && !strings.ContainsAny(lower, "hs") || strings.Contains(lower, "gg")
	l.clock = strings.ContainsAny(lower, "hs")
	if strings.Contains(lower, "[") { // hours that go on after 24 are an amount of time
		return looks{}
	}
	return l
}

// bareCode is the first part of a format without what it says in words, in colours
// and for languages.
func bareCode(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return b.String()
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			if inner := strings.ToLower(code[i+1 : i+end]); inner != "" && strings.Trim(inner, "hms") == "" {
				b.WriteString("[" + inner + "]")
			}
			i += end
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mostInteger is the first whole number that has more digits than spreadsheets keep.
const mostInteger = 1e15

// number is a cell with a number, as it is shown.
func (b *Reader) number(c Cell, x *rawCell) Cell {
	v, err := strconv.ParseFloat(strings.TrimSpace(x.value), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		c.Kind, c.Text = Fault, x.value
		return c
	}
	var l looks
	if x.style >= 0 && x.style < len(b.looks) {
		l = b.looks[x.style]
	}
	switch {
	case l.day || l.clock:
		if kind, text, ok := b.day(v, l); ok {
			c.Kind, c.Text = kind, text
			return c
		}
		c.Kind, c.Text = Fault, fmt.Sprintf("%s, shown as a date", decimalOf(v))
		return c
	case l.percent:
		c.Kind, c.Text = Percent, timesHundred(decimalOf(v))
		return c
	}
	c.Kind, c.Text, c.Inexact = Number, decimalOf(v), math.Abs(v) >= mostInteger
	if l.digits > len(c.Text) && v >= 0 && !strings.Contains(c.Text, ".") {
		c.Text = strings.Repeat("0", l.digits-len(c.Text)) + c.Text
	}
	return c
}

// decimalOf is a number with the fifteen digits that spreadsheets keep, for 5.1 may
// stand in the file as 5.0999999999999996.
func decimalOf(v float64) string {
	short := strconv.FormatFloat(v, 'e', mostDigits-1, 64)
	rounded, err := strconv.ParseFloat(short, 64)
	if err != nil {
		rounded = v
	}
	if rounded == 0 {
		return "0"
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func timesHundred(s string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	whole, frac, _ := strings.Cut(s, ".")
	frac += strings.Repeat("0", max(0, 2-len(frac)))
	whole, frac = strings.TrimLeft(whole+frac[:2], "0"), strings.TrimRight(frac[2:], "0")
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		whole += "." + frac
	}
	return sign + whole
}

const (
	mostSerial  = 2958466   // the day after 31 December 9999
	halfMinimum = 5.0 / 1e9 // of a day: less than half a millisecond is no time of day
)

// day is the date that a number stands for. Spreadsheets believe in 29 February
// 1900, which is no day.
func (b *Reader) day(v float64, l looks) (Kind, string, bool) {
	whole := math.Floor(v)
	part := v - whole
	if part > 1-halfMinimum {
		whole, part = whole+1, 0
	}
	zero := dayZero
	switch {
	case v < 0 || whole >= mostSerial:
		return Fault, "", false
	case b.since == 1904:
		zero = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case whole == 60 && l.day:
		return Fault, "", false
	case whole < 60:
		zero = zero.AddDate(0, 0, 1)
	}
	seconds := int(part*86400 + 0.0005)
	clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if !l.day && whole == 0 {
		return Moment, clock, true
	}
	date := zero.AddDate(0, 0, int(whole)).Format(time.DateOnly)
	if part < halfMinimum {
		return Day, date, true
	}
	return Moment, date + "T" + clock, true
}
