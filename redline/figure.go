package redline

import (
	"strings"
	"unicode/utf8"
)

// longestFigure bounds what is looked at for a figure.
const longestFigure = 80

// currencies are the signs of currencies.
const currencies = "$€£¥₩₹"

// figure is the length of what s begins with that is one thing to a reader though it
// holds spaces or marks: a date, a sum of money, a percentage, a number; the longest of
// them. It is 0 where there is none.
func figure(s string) int {
	longest := max(dayFirst(s), monthFirst(s), dayOfDigits(s), timeOfDay(s))
	for _, n := range numbersOf(s) {
		if n == 0 {
			continue
		}
		longest = max(longest, n, n+scale(s[n:]), n+euros(s[n:]))
		for _, m := range []int{n, n + scale(s[n:])} {
			if p := percent(s[m:]); p > 0 {
				longest = max(longest, m+p)
			}
		}
	}
	if c := currency(s); c > 0 {
		for _, n := range numbersOf(s[c:]) {
			if n > 0 {
				longest = max(longest, c+n+scale(s[c+n:]), c+n+abbreviated(s[c+n:]))
			}
		}
	}
	return longest
}

// digits is how many digits s begins with.
func digits(s string) (n int) {
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// gap is the length of the one space that s begins with, or 0.
func gap(s string) int {
	for _, space := range []string{" ", "\u00a0", "\u202f"} {
		if strings.HasPrefix(s, space) {
			return len(space)
		}
	}
	return 0
}

// numbersOf is the lengths of the two numbers that s may begin with: one whose
// thousands are parted by spaces, and one with points, commas, strokes or none. A
// fraction may follow either, or stand alone.
func numbersOf(s string) (lengths [2]int) {
	whole := digits(s)
	if 0 < whole && whole <= 3 {
		n := whole
		for {
			g := gap(s[n:])
			if g == 0 || digits(s[n+g:]) < 3 {
				break
			}
			n += g + 3
		}
		if n > whole {
			if n < len(s) && (s[n] == '.' || s[n] == ',') && digits(s[n+1:]) > 0 {
				n += 1 + digits(s[n+1:])
			}
			lengths[0] = n + fractionAt(s[n:])
		}
	}
	n := whole
	for n > 0 && n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune(".,'’/", r) || digits(s[n+size:]) == 0 {
			break
		}
		n += size + digits(s[n+size:])
	}
	lengths[1] = n + fractionAt(s[n:])
	return lengths
}

// fraction reports a fraction that is one character.
func fraction(r rune) bool { return '¼' <= r && r <= '¾' || '⅐' <= r && r <= '⅞' }

func fractionAt(s string) int {
	if r, size := utf8.DecodeRuneInString(s); fraction(r) {
		return size
	}
	return 0
}

// scale is the length of what says in words how large a number is: " million".
func scale(s string) int {
	g := gap(s)
	for _, word := range []string{"thousand", "million", "billion", "trillion"} {
		if g > 0 && strings.HasPrefix(s[g:], word) {
			return g + len(word)
		}
	}
	return 0
}

// abbreviated is the length of what says so in letters behind a sum: £3m.
func abbreviated(s string) int {
	for _, letters := range []string{"bn", "mn", "m", "k", "M", "K"} {
		if strings.HasPrefix(s, letters) && !continues(s[len(letters):]) {
			return len(letters)
		}
	}
	return 0
}

// percent is the length of the sign or word for hundredths that s begins with, and of
// the space before it.
func percent(s string) int {
	return after(s, []string{"%"}, []string{"per cent", "percent"})
}

// euros is the length of the sign or word for a currency that s begins with.
func euros(s string) int {
	return after(s, []string{"€", "$", "£"}, []string{"euros", "euro", "Euros", "Euro"})
}

// after is the length of a sign, or of a word that ends there, and of one space before it.
func after(s string, signs, words []string) int {
	g := gap(s)
	for _, sign := range signs {
		if strings.HasPrefix(s[g:], sign) {
			return g + len(sign)
		}
	}
	for _, word := range words {
		if rest, ok := strings.CutPrefix(s[g:], word); ok && (rest == "" || rest[0] >= utf8.RuneSelf || rest[0] != '_' && !wordBytes[rest[0]]) {
			return g + len(word)
		}
	}
	return 0
}

// currency is the length of what stands before a sum of money: EUR, US$, A$, £.
func currency(s string) int {
	letters := 0
	for letters < len(s) && 'A' <= s[letters] && s[letters] <= 'Z' {
		letters++
	}
	if letters > 3 {
		return 0
	}
	n := letters
	if letters > 1 {
		n += gap(s[n:])
	}
	r, size := utf8.DecodeRuneInString(s[n:])
	switch sign := strings.ContainsRune(currencies, r); {
	case sign:
		n += size
	case letters < 2:
		return 0
	}
	return n + gap(s[n:])
}

var months = strings.Fields("January February March April May June July August September October November December " +
	"Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec")

// month is the length of the month that s begins with, of the point after it, and of
// what next takes of the rest; 0 where there is no such month.
func month(s string, next func(rest string) int) int {
	if s == "" || s[0] < 'A' || s[0] > 'S' {
		return 0
	}
	for _, m := range months {
		if rest, ok := strings.CutPrefix(s, m); ok {
			rest = strings.TrimPrefix(rest, ".")
			if n := next(rest); n > 0 {
				return len(s) - len(rest) + n
			}
		}
	}
	return 0
}

// year is the length of a comma, a space and four digits; of what follows the digits
// nothing is asked.
func year(s string) int {
	rest := strings.TrimPrefix(s, ",")
	if g := gap(rest); g > 0 && digits(rest[g:]) >= 4 {
		return len(s) - len(rest) + g + 4
	}
	return 0
}

// day is the length of a day of a month in digits: 5, 12th.
func day(s string) int {
	n := digits(s)
	if n == 0 || n > 2 {
		return 0
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(s[n:], ending) {
			return n + len(ending)
		}
	}
	return n
}

// dayFirst is the length of a date such as 5 May 2027.
func dayFirst(s string) int {
	d := day(s)
	g := gap(s[d:])
	if d == 0 || g == 0 {
		return 0
	}
	if n := month(s[d+g:], year); n > 0 {
		return d + g + n
	}
	return 0
}

// monthFirst is the length of a date such as May 5, 2027.
func monthFirst(s string) int {
	return month(s, func(rest string) int {
		g := gap(rest)
		d := day(rest[g:])
		if g == 0 || d == 0 {
			return 0
		}
		if y := year(rest[g+d:]); y > 0 {
			return g + d + y
		}
		return 0
	})
}

// dayOfDigits is the length of a date such as 2027-05-05 or 5.5.2027.
func dayOfDigits(s string) int {
	n := 0
	for k, most := range []int{4, 2, 4} {
		d := digits(s[n:])
		if d == 0 || k < 2 && d > most {
			return 0
		}
		n += min(d, most)
		if k == 2 {
			break
		}
		if n == len(s) || strings.IndexByte("-/.", s[n]) < 0 {
			return 0
		}
		n++
	}
	return n
}

// timeOfDay is the length of a time such as 9:30.
func timeOfDay(s string) int {
	n := digits(s)
	if 0 < n && n <= 2 && n < len(s) && s[n] == ':' && digits(s[n+1:]) >= 2 {
		return n + len(":30")
	}
	return 0
}
