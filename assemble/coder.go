package assemble

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// A coder writes what a file comes to into an index, or reads it from there: one
// function says both what is written and what is read, so they cannot differ. Each
// text has its length before it, and is read without being copied.
type coder struct {
	in      string
	out     []byte
	writing bool
	bad     bool // what was read is not of this form
}

func (c *coder) text(s *string) {
	if c.writing {
		c.out = append(strconv.AppendInt(c.out, int64(len(*s)), 10), ':')
		c.out = append(c.out, *s...)
		return
	}
	n := c.size()
	*s, c.in = c.in[:n], c.in[n:]
}

// size reads the length of what follows, at most that of all that is left.
func (c *coder) size() (n int) {
	i := 0
	for i < len(c.in) && '0' <= c.in[i] && c.in[i] <= '9' && n <= len(c.in) {
		n = 10*n + int(c.in[i]-'0')
		i++
	}
	if i == 0 || i == len(c.in) || n > len(c.in)-i-1 {
		c.bad, c.in = true, ""
		return 0
	}
	c.in = c.in[i+1:]
	return n
}

func (c *coder) texts(list *[]string) { codeList(c, list, c.text) }

func (c *coder) number(n *int) {
	if c.writing {
		s := strconv.Itoa(*n)
		c.text(&s)
		return
	}
	var s string
	c.text(&s)
	var err error
	*n, err = strconv.Atoi(s)
	c.bad = c.bad || err != nil
}

func (c *coder) flag(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	c.number(&n)
	*b = n == 1
}

// value is a default of a parameter, as YAML has it. It reports false of a kind that
// no index holds.
func (c *coder) value(v *any) {
	kind := ""
	if c.writing {
		kind = kindOfValue(*v)
		c.bad = c.bad || kind == ""
	}
	c.text(&kind)
	switch kind {
	case "s":
		coded(c, v, c.text)
	case "i":
		coded(c, v, c.number)
	case "b":
		coded(c, v, c.flag)
	case "f":
		coded(c, v, func(f *float64) {
			s := strconv.FormatFloat(*f, 'g', -1, 64)
			c.text(&s)
			*f, _ = strconv.ParseFloat(s, 64)
		})
	case "l":
		coded(c, v, func(l *[]any) { codeList(c, l, c.value) })
	case "m":
		coded(c, v, func(m *map[string]any) { codeMap(c, m, c.value) })
	case "n":
	default:
		c.bad = true
	}
}

func kindOfValue(v any) string {
	switch v.(type) {
	case nil:
		return "n"
	case string:
		return "s"
	case int:
		return "i"
	case bool:
		return "b"
	case float64:
		return "f"
	case []any:
		return "l"
	case map[string]any:
		return "m"
	}
	return ""
}

// coded is a value of one type.
func coded[T any](c *coder, v *any, one func(*T)) {
	var x T
	if c.writing {
		x = (*v).(T)
	}
	one(&x)
	*v = x
}

// codeList is a list; what is nil stays nil.
func codeList[T any](c *coder, list *[]T, one func(*T)) {
	n := len(*list) + 1
	if *list == nil {
		n = 0
	}
	if c.number(&n); n == 0 || n > len(c.in)+1 && !c.writing {
		return
	}
	if !c.writing {
		*list = make([]T, n-1)
	}
	for i := range *list {
		one(&(*list)[i])
	}
}

// codeMap is a map, in the order of its keys; what is nil stays nil.
func codeMap[K ~string, V any](c *coder, m *map[K]V, one func(*V)) {
	n := len(*m) + 1
	if *m == nil {
		n = 0
	}
	if c.number(&n); n == 0 || n > len(c.in)+1 && !c.writing {
		return
	}
	names := slices.SortedFunc(maps.Keys(*m), func(a, b K) int { return cmp.Compare(a, b) })
	if !c.writing {
		*m, names = make(map[K]V, n-1), make([]K, n-1)
	}
	for _, name := range names {
		s := string(name)
		c.text(&s)
		v := (*m)[K(s)]
		one(&v)
		if !c.writing {
			(*m)[K(s)] = v
		}
	}
}

// codePointer is what may be missing.
func codePointer[T any](c *coder, p **T, one func(*T)) {
	there := *p != nil
	if c.flag(&there); !there {
		return
	}
	if *p == nil {
		*p = new(T)
	}
	one(*p)
}
